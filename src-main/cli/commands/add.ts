import { Argument, type Command } from 'commander';

export function addCommand(program: Command): void {
  program
    .command('add')
    .description('a track, a bus (for effects) or a group (for members)')
    .argument('<SONG>', 'the session folder')
    .addArgument(new Argument('<KIND>', 'what to add').choices(['track', 'bus', 'group']))
    .argument('<NAME>', 'its name')
    .addHelpText('after', '\nExample:\n  mixdown add "Harbour Lights" bus Room')
    .action(async (song: string, kind: 'track' | 'bus' | 'group', name: string) => {
      const { addStrip } = await import('../../../src-shared/session/commands/strips.ts');
      const { editSong } = await import('../edit-song.ts');
      const added = await editSong(song, `Add ${kind}`, (edit) => {
        const id = edit.run(addStrip, { kind, name }).in('strips');
        return edit.session.strips[id]?.name;
      });
      process.stdout.write(`added the ${kind} ${added}\n`);
    });
}
