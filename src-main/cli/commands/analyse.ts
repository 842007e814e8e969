import type { Command } from 'commander';

export function analyseCommand(program: Command): void {
  program
    .command('analyse')
    .description('measures files: loudness, range, peaks, correlation')
    .argument('<FILE...>', 'WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus')
    .option('--json', 'as JSON: one array, null where a figure is undefined')
    .addHelpText('after', '\nExample:\n  mixdown analyse master.wav mp3/*.mp3')
    .action(async (files: string[], { json = false }: { json?: boolean }) => {
      const { analyseFiles } = await import('../analyse-files.ts');
      await analyseFiles(files, json);
    });
}
