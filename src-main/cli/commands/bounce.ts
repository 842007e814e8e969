import type { Command } from 'commander';
import { startThreadsAhead } from '../../bounce/bounce-threads.ts';
import { numberBetween } from '../number-argument.ts';
import { addOutputOptions, type OutputOptions } from '../output-options.ts';

export type BounceCommandOptions = OutputOptions & {
  readonly from?: number;
  readonly to?: number;
  readonly stems?: string;
  readonly master: boolean;
};

export function bounceCommand(program: Command): void {
  const command = program
    .command('bounce')
    .description('renders a session to a file')
    .argument('<SONG>', 'the session folder');
  addOutputOptions(command)
    .option('--from <SECONDS>', 'where to start', numberBetween(0, 360_000, 's'))
    .option(
      '--to <SECONDS>',
      'where to end (default: when the last tail has died away)',
      numberBetween(0, 360_000, 's'),
    )
    .option('--stems <FOLDER>', 'also a file of each track and bus: they add up to the mix before the master')
    .option('--no-master', 'leaves the master’s devices and fader out')
    .addHelpText('after', '\nExample:\n  mixdown bounce "Harbour Lights" -o "Harbour Lights.wav" --target spotify')
    .action(async (song: string, options: BounceCommandOptions) => {
      startThreadsAhead(options.threads);
      const { bounceSong } = await import('../bounce-song.ts');
      await bounceSong(song, options);
    });
}
