import type { Command } from 'commander';

export function paramsCommand(program: Command): void {
  program
    .command('params')
    .description('every processor’s parameters with unit, range and default')
    .argument('[DEVICE]', 'only this device, such as eq')
    .option('--json', 'as JSON')
    .addHelpText('after', '\nExample:\n  mixdown params compressor')
    .action(async (device: string | undefined, { json = false }: { json?: boolean }) => {
      const { printParameters } = await import('../print-parameters.ts');
      printParameters(device, json);
    });
}
