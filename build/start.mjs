// npm start: installs and builds what is missing, then opens Mixdown: npm start [-- SESSION]. In a browser where Electron
// cannot be had, or when it is asked for: npm start -- --web [--port N] [--share] [SESSION].
import { spawn } from 'node:child_process';
import { buildElectron, electronFolder } from './build-electron.mjs';
import { buildRenderer } from './build-renderer.mjs';
import { fetchElectron, findElectron, whyNoWindow } from './find-electron.mjs';
import { installWhatIsMissing } from './install.mjs';

/** A window that fails within this time has never been there. */
const START_MS = 5000;
const WEB_OPTION = /^--(web|port|share)(=|$)/;

/** Resolves to why there is no window; when there was one, to an empty text after it was closed. */
async function openWindow(args) {
  const why = whyNoWindow(args) || (findElectron() ? '' : await fetchElectron());
  if (why) return why;
  await Promise.all([buildElectron(), buildRenderer()]);
  const startMs = performance.now();
  const code = await run(findElectron(), [electronFolder, ...args]);
  if (code !== 0 && performance.now() - startMs < START_MS && !args.includes('--smoke'))
    return `Electron ended at once (${code})`;
  process.exitCode = code;
  return '';
}

/** Resolves to the exit code; a signal counts as 1. The terminal's Ctrl+C reaches the window by itself. */
function run(command, args) {
  const stay = () => undefined;
  process.on('SIGINT', stay);
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit' });
    process.once('SIGTERM', () => child.kill('SIGTERM'));
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  }).finally(() => process.off('SIGINT', stay));
}

try {
  await installWhatIsMissing();
  const args = process.argv.slice(2);
  const why = args.some((arg) => WEB_OPTION.test(arg)) ? 'asked' : await openWindow(args);
  if (why && why !== 'asked') console.log(`No Electron window: ${why}. Mixdown opens in the browser instead.`);
  if (why) {
    const { startWeb } = await import('./start-web.mjs');
    await startWeb(args.filter((arg) => arg !== '--no-sandbox'));
  }
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
