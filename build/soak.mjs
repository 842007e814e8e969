// npm run soak [-- --minutes N --tracks N --folder PATH]: records 8 tracks for an hour and looks at every sample of them.
import { parseArgs } from 'node:util';
import { buildApp } from './build-app.mjs';
import { installWhatIsMissing } from './install.mjs';
import { runNode } from './run-command.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    tracks: { type: 'string', default: '8' },
    folder: { type: 'string' },
  },
});

await installWhatIsMissing();
await buildApp();
const { code } = await runNode(['node_modules/vitest/vitest.mjs', 'run', 'src-main/web/recording-soak.test.ts'], {
  show: true,
  env: {
    ...process.env,
    MIXDOWN_SOAK_MINUTES: values.minutes,
    MIXDOWN_SOAK_TRACKS: values.tracks,
    ...(values.folder !== undefined && { MIXDOWN_SOAK_FOLDER: values.folder }),
  },
});
process.exitCode = code;
