// Renders the golden session anew and writes its hash for this kind of machine (src-shared/render/golden-hashes.json).
import { runNode } from './run-command.mjs';

const env = { ...process.env, MIXDOWN_UPDATE_GOLDENS: '1' };
const { code } = await runNode(['node_modules/vitest/vitest.mjs', 'run', 'src-shared/render/golden.test.ts'], {
  show: true,
  env,
});
process.exitCode = code;
