import type { Command } from 'commander';
import { addOutputOptions, type OutputOptions } from '../output-options.ts';

export type MixCommandOptions = OutputOptions & { readonly keep?: string };

export function mixCommand(program: Command): void {
  const command = program
    .command('mix')
    .description('stems to a mastered file in one go: first balance, room, master')
    .argument('<FILE...>', 'a stem each, named after its instrument');
  addOutputOptions(command)
    .option('--keep <SONG>', 'also keeps the session that it mixed, to go on from')
    .addHelpText(
      'after',
      '\nExample:\n  mixdown mix stems/*.wav -o "Harbour Lights.wav" --target spotify --keep "Harbour Lights"',
    )
    .action(async (files: string[], options: MixCommandOptions) => {
      const { mixStems } = await import('../mix-stems.ts');
      await mixStems(files, options);
    });
}
