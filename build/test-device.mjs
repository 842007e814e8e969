// npm run test:device [-- --minutes 10]: recording and playing through PortAudio on a virtual sound card; with minutes, one
// long recording instead. A machine on which no card can be made skips, with a line that says why.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { vitestCounts } from './count-tests.mjs';
import { installWhatIsMissing } from './install.mjs';
import { projectRoot } from './project-files.mjs';
import { runNode } from './run-command.mjs';

/** Runs them, or with `minutes` the long one; resolves to their counts. */
export async function runDeviceTests(minutes = 0) {
  const report = join(projectRoot, 'out/test/device.json');
  mkdirSync(join(projectRoot, 'out/test'), { recursive: true });
  rmSync(report, { force: true });
  const vitest = ['node_modules/vitest/vitest.mjs', 'run', '--root', '.', '--config', 'build/vitest-device.config.ts'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const which = minutes > 0 ? ['endurance'] : [];
  const env = { ...process.env, MIXDOWN_DEVICE_MINUTES: String(minutes) };
  const { code } = await runNode([...vitest, ...reporters, ...which], { show: true, env });
  return existsSync(report)
    ? vitestCounts(JSON.parse(readFileSync(report, 'utf8')), code)
    : { passed: 0, failed: 1, skipped: 0 };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await installWhatIsMissing();
  const { values } = parseArgs({ options: { minutes: { type: 'string', default: '0' } } });
  const { passed, failed, skipped } = await runDeviceTests(Number(values.minutes));
  if (failed > 0) process.exitCode = 1;
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
}
