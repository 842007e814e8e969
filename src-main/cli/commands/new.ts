import type { Command } from 'commander';
import { numberBetween, wholeNumberBetween } from '../number-argument.ts';

type Options = { readonly sampleRate: number; readonly tempo: number };

export function newCommand(program: Command): void {
  program
    .command('new')
    .description('a new session folder, SONG.mixdown')
    .argument('<SONG>', 'the folder to make')
    .option('--sample-rate <HZ>', 'sample rate of everything in it', wholeNumberBetween(8_000, 384_000, 'Hz'), 48_000)
    .option('--tempo <BPM>', 'tempo', numberBetween(10, 960, 'BPM'), 120)
    .addHelpText('after', '\nExample:\n  mixdown new "Harbour Lights" --sample-rate 44100 --tempo 96')
    .action(async (song: string, { sampleRate, tempo }: Options) => {
      const { createSession } = await import('../../../src-shared/session/create-session.ts');
      const { newSessionFolder } = await import('../../studio/session-folder/session-paths.ts');
      const { SessionStore } = await import('../../studio/session-folder/session-store.ts');
      const { trackNameOf } = await import('../../studio/import-audio.ts');
      const folder = newSessionFolder(song);
      const session = createSession({ name: trackNameOf(folder), sampleRateHz: sampleRate, tempoBpm: tempo });
      const store = await SessionStore.create(folder, session);
      await store.close();
      process.stdout.write(`made ${folder}\n`);
    });
}
