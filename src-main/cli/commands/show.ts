import type { Command } from 'commander';

export function showCommand(program: Command): void {
  program
    .command('show')
    .description('the session: strips, devices, sends, clips, automation')
    .argument('<SONG>', 'the session folder')
    .option('--json', 'the whole document as JSON')
    .addHelpText('after', '\nExample:\n  mixdown show "Harbour Lights"')
    .action(async (song: string, { json = false }: { json?: boolean }) => {
      const { readSong } = await import('../edit-song.ts');
      const { session } = await readSong(song);
      if (json) {
        const { writeSessionFile } = await import('../../../src-shared/session/session-file.ts');
        process.stdout.write(writeSessionFile(session, 0));
      } else {
        const { describeSession } = await import('../describe-session.ts');
        process.stdout.write(describeSession(session));
      }
    });
}
