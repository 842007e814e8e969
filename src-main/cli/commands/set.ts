import type { Command } from 'commander';

export function setCommand(program: Command): void {
  program
    .command('set')
    .description('any parameter by path')
    .argument('<SONG>', 'the session folder')
    .argument('<PATH=VALUE...>', 'such as Vocal.gainDb=-3, Vocal.eq.band2.gainDb=-4 or master.limiter.ceilingDbtp=-1')
    .addHelpText(
      'after',
      '\nExample:\n  mixdown set "Harbour Lights" Vocal.gainDb=-3 Vocal.pan=-0.3 Bass.compressor.sidechain=Kick',
    )
    .action(async (song: string, assignments: string[]) => {
      const { setPath } = await import('../../../src-shared/session/commands/set-path.ts');
      const { splitAssignment } = await import('../split-assignment.ts');
      const { editSong } = await import('../edit-song.ts');
      const pairs = assignments.map((text) => splitAssignment(text, 'PATH=VALUE'));
      await editSong(song, pairs.length === 1 ? `Set ${pairs[0]?.left}` : 'Set parameters', (edit) => {
        for (const { left, right } of pairs) edit.run(setPath, { path: left, text: right });
      });
      for (const { left, right } of pairs) process.stdout.write(`${left} = ${right}\n`);
    });
}
