import { Command, CommanderError } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { addCommand } from './commands/add.ts';
import { analyseCommand } from './commands/analyse.ts';
import { automateCommand } from './commands/automate.ts';
import { bounceCommand } from './commands/bounce.ts';
import { demoCommand } from './commands/demo.ts';
import { deviceCommand } from './commands/device.ts';
import { importCommand } from './commands/import.ts';
import { masterCommand } from './commands/master.ts';
import { mixCommand } from './commands/mix.ts';
import { newCommand } from './commands/new.ts';
import { paramsCommand } from './commands/params.ts';
import { sendCommand } from './commands/send.ts';
import { setCommand } from './commands/set.ts';
import { showCommand } from './commands/show.ts';
import { explainFailure } from './explain-failure.ts';

/** Each adds one subcommand; what it needs beyond its words is loaded when it runs, so that every start is quick. */
const commands: readonly ((program: Command) => void)[] = [
  newCommand,
  importCommand,
  showCommand,
  paramsCommand,
  addCommand,
  deviceCommand,
  sendCommand,
  setCommand,
  automateCommand,
  bounceCommand,
  masterCommand,
  mixCommand,
  analyseCommand,
  demoCommand,
];

const EXIT_FAILED = 1;
const EXIT_WRONG_USAGE = 2;

/** Runs one command line; resolves to the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function main(words: readonly string[]): Promise<number> {
  const program = new Command('mixdown')
    .description('From stems to a mastered track you can trust.')
    .version(packageJson.version)
    .showHelpAfterError('(mixdown help COMMAND shows how it is used)')
    .exitOverride();
  for (const command of commands) command(program);
  for (const command of program.commands)
    command.exitOverride().showHelpAfterError(`(mixdown help ${command.name()} shows how it is used)`);
  try {
    await program.parseAsync([...words], { from: 'user' });
    return 0;
  } catch (error) {
    // Help and version end here with 0; everything else that commander says is about usage, and it has said it.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_WRONG_USAGE;
    const { message, isUsage } = explainFailure(error);
    process.stderr.write(`mixdown: ${message}\n`);
    return isUsage ? EXIT_WRONG_USAGE : EXIT_FAILED;
  }
}

// A pipe closed by its reader (`mixdown show SONG | head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});
process.exitCode = await main(process.argv.slice(2));
