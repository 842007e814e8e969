import type { Command } from 'commander';

export function demoCommand(program: Command): void {
  program
    .command('demo')
    .description('the demo song as a session, bounced and measured')
    .argument('[FOLDER]', 'where it goes', 'Mixdown demo')
    .addHelpText('after', '\nExample:\n  mixdown demo ~/Music/Mixdown')
    .action(async (folder: string) => {
      const { makeDemo } = await import('../make-demo.ts');
      await makeDemo(folder);
    });
}
