// npm run test:faults [-- --kills N --seed S]: kills studio, engine and client at random moments while somebody edits.
import { parseArgs } from 'node:util';
import { installWhatIsMissing } from './install.mjs';
import { runNode } from './run-command.mjs';

const { values } = parseArgs({ options: { kills: { type: 'string', default: '100' }, seed: { type: 'string' } } });

await installWhatIsMissing();
const { code } = await runNode(['node_modules/vitest/vitest.mjs', 'run', 'src-main/web/faults.test.ts'], {
  show: true,
  env: {
    ...process.env,
    MIXDOWN_KILLS: values.kills,
    ...(values.seed !== undefined && { MIXDOWN_SEED: values.seed }),
  },
});
process.exitCode = code;
