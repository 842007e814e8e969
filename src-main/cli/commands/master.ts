import type { Command } from 'commander';
import { addOutputOptions, type OutputOptions } from '../output-options.ts';

export function masterCommand(program: Command): void {
  const command = program
    .command('master')
    .description('the mastering stage on a finished mix')
    .argument('<IN>', 'the mix');
  addOutputOptions(command)
    .addHelpText(
      'after',
      '\nExample:\n  mixdown master mix.wav -o master.flac --target apple-music --title "Harbour Lights"',
    )
    .action(async (file: string, options: OutputOptions) => {
      const { masterFile } = await import('../master-file.ts');
      await masterFile(file, options);
    });
}
