import type { Command } from 'commander';
import { numberBetween } from '../number-argument.ts';

export function importCommand(program: Command): void {
  program
    .command('import')
    .description('a track for each file, named after it')
    .argument('<SONG>', 'the session folder')
    .argument('<FILE...>', 'WAV, AIFF, FLAC, MP3, Ogg Vorbis or Opus')
    .option('--at <SECONDS>', 'where their first frame lies', numberBetween(0, 360_000, 's'), 0)
    .option('--salvage', 'takes what is left of a damaged file, instead of refusing it')
    .addHelpText('after', '\nExample:\n  mixdown import "Harbour Lights" stems/*.wav --at 2.5')
    .action(async (song: string, files: string[], { at, salvage = false }: { at: number; salvage?: boolean }) => {
      const { secondsToFrames } = await import('../../../src-shared/units/time.ts');
      const { importTracks } = await import('../../studio/import-tracks.ts');
      const { editSong } = await import('../edit-song.ts');
      const { progressLine } = await import('../terminal/progress-line.ts');
      const progress = progressLine('importing');
      const tracks = await editSong(
        song,
        files.length === 1 ? 'Import' : `Import ${files.length} files`,
        (edit, folder) => {
          const startFrames = secondsToFrames(at, edit.session.settings.session.sampleRateHz);
          const onProgress = (share: number) => progress.show(share);
          return importTracks(edit, files, { folder, startFrames, salvage, onProgress });
        },
      ).finally(() => progress.clear());
      for (const { trackName, media, warnings } of tracks) {
        process.stdout.write(
          `${trackName}: ${media.path}, ${media.channels === 1 ? 'mono' : `${media.channels} channels`}, ${media.lengthFrames} frames\n`,
        );
        for (const warning of warnings) process.stderr.write(`${warning}\n`);
      }
    });
}
