import { type Command, Option } from 'commander';

export function automateCommand(program: Command): void {
  program
    .command('automate')
    .description('points on the automation lane of a parameter')
    .argument('<SONG>', 'the session folder')
    .argument('<PATH>', 'the parameter, such as Vocal.gainDb')
    .argument('<TIME=VALUE...>', 'points in seconds, such as 0=-6 12.5=0')
    .addOption(
      new Option('--shape <SHAPE>', 'how it moves from each point to the next')
        .choices(['linear', 'hold', 'curve'])
        .default('linear'),
    )
    .option('--clear', 'removes the points that were there')
    .addHelpText('after', '\nExample:\n  mixdown automate "Harbour Lights" Vocal.gainDb 0=-inf 4=-6 8=-3')
    .action(
      async (
        song: string,
        path: string,
        points: string[],
        options: { shape: 'linear' | 'hold' | 'curve'; clear?: boolean },
      ) => {
        const { automatePath } = await import('../automate-path.ts');
        process.stdout.write(
          `${await automatePath(song, { path, points, shape: options.shape, clear: options.clear === true })}\n`,
        );
      },
    );
}
