// npm test: installs and builds what is missing, runs every suite, and ends with one line of counts over all of them.
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { vitestCounts } from './count-tests.mjs';
import { runJourneys } from './e2e.mjs';
import { installWhatIsMissing } from './install.mjs';
import { projectRoot } from './project-files.mjs';
import { runNode } from './run-command.mjs';
import { runDeviceTests } from './test-device.mjs';

/** What a suite that could not run counts as. */
const BROKEN = { passed: 0, failed: 1, skipped: 0 };

async function runCheck() {
  const { check } = await import('./check.mjs');
  const failed = await check();
  return failed.length ? BROKEN : { passed: 1, failed: 0, skipped: 0 };
}

async function runVitest() {
  const report = join(projectRoot, 'out/test/vitest.json');
  mkdirSync(join(projectRoot, 'out/test'), { recursive: true });
  rmSync(report, { force: true });
  const { code } = await runNode(
    ['node_modules/vitest/vitest.mjs', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    { show: true },
  );
  return existsSync(report) ? vitestCounts(JSON.parse(readFileSync(report, 'utf8')), code) : BROKEN;
}

async function runSuites() {
  const suites = [
    ['check', runCheck],
    ['unit tests', runVitest],
    ['sound card', runDeviceTests],
    ['journeys', runJourneys],
  ];
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const [name, run] of suites) {
    console.log(`\n═══ ${name} ═══`);
    const counts = await run().catch((error) => {
      console.error(error);
      return BROKEN;
    });
    for (const key of Object.keys(total)) total[key] += counts[key];
  }
  return total;
}

try {
  await installWhatIsMissing();
  const { passed, failed, skipped } = await runSuites();
  if (failed > 0 || passed === 0) process.exitCode = 1;
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
  console.log('\n0 passed, 1 failed, 0 skipped');
}
