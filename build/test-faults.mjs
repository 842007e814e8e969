// npm run test:faults [-- --kills N --seed S]: kills studio, engine and client at random moments while somebody edits;
// with --recording, studio and engine while they record.
import { parseArgs } from 'node:util';
import { buildApp } from './build-app.mjs';
import { installWhatIsMissing } from './install.mjs';
import { runNode } from './run-command.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '100' },
    seed: { type: 'string' },
    recording: { type: 'boolean', default: false },
  },
});

await installWhatIsMissing();
await buildApp();
const file = values.recording ? 'src-main/web/recording-faults.test.ts' : 'src-main/web/faults.test.ts';
const { code } = await runNode(['node_modules/vitest/vitest.mjs', 'run', file], {
  show: true,
  env: {
    ...process.env,
    [values.recording ? 'MIXDOWN_RECORDING_KILLS' : 'MIXDOWN_KILLS']: values.kills,
    ...(values.seed !== undefined && { MIXDOWN_SEED: values.seed }),
  },
});
process.exitCode = code;
