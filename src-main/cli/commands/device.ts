import { Argument, type Command } from 'commander';
import { wholeNumberBetween } from '../number-argument.ts';

type Action = 'add' | 'remove' | 'move';

export function deviceCommand(program: Command): void {
  program
    .command('device')
    .description('adds, removes or moves a device of a strip (mixdown params lists them)')
    .argument('<SONG>', 'the session folder')
    .argument('<TRACK>', 'a strip by name, or master')
    .addArgument(new Argument('<ACTION>', 'what to do').choices(['add', 'remove', 'move']))
    .argument('<DEVICE>', 'its type, such as eq; a second one of a type is eq#2')
    .option('--at <PLACE>', 'place in the chain, 1 is the first (add: the end)', wholeNumberBetween(1, 1000, ''))
    .addHelpText('after', '\nExample:\n  mixdown device "Harbour Lights" Vocal add compressor --at 1')
    .action(
      async (song: string, ...words: [track: string, action: Action, device: string, options: { at?: number }]) => {
        const [track, action, device, { at }] = words;
        const { changeDevice } = await import('../change-device.ts');
        process.stdout.write(
          `${await changeDevice({ song, track, action, device, index: at === undefined ? undefined : at - 1 })}\n`,
        );
      },
    );
}
