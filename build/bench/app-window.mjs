// The desktop app as a bench starts it: in a window of its own, whose page is asked through Chromium's debugging port.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import WebSocket from 'ws';
import { findElectron } from '../find-electron.mjs';

const START_MS = 30_000;
const SCREEN = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp'];

/** Where windows are drawn: the display that there is, else an Xvfb. Resolves to its environment and what ends it. */
export async function openDisplay() {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  if (process.platform !== 'linux' || DISPLAY || WAYLAND_DISPLAY) return { env: process.env, close: () => undefined };
  const xvfb = spawn('Xvfb', ['-displayfd', '1', ...SCREEN], { stdio: ['ignore', 'pipe', 'ignore'] });
  process.once('exit', () => xvfb.kill());
  const [number] = await once(createInterface({ input: xvfb.stdout }), 'line');
  return { env: { ...process.env, DISPLAY: `:${number}` }, close: () => xvfb.kill() };
}

/**
 * Starts Electron on an app's folder. Resolves when its page can be asked.
 *
 * @param {{ app: string, env: NodeJS.ProcessEnv, args?: string[] }} start
 */
export async function openWindow({ app, env, args = [] }) {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const startedMs = performance.timeOrigin + performance.now();
  const child = spawn(findElectron(), [...sandbox, '--remote-debugging-port=0', app, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  // A bench that fails leaves no window behind.
  const leave = () => child.kill('SIGKILL');
  process.once('exit', leave);
  const late = setTimeout(() => child.kill('SIGKILL'), START_MS);
  const page = await pageOf(await debuggingPort(child.stderr));
  clearTimeout(late);
  return {
    startedMs,
    pid: child.pid,
    /** Runs an expression in the page; resolves to what it, or its promise, comes to. */
    evaluate: page.evaluate,
    /** What lives on the page's JavaScript heap, after a collection. */
    heapBytes: page.heapBytes,
    close: async () => {
      const ended = once(child, 'exit');
      page.close();
      child.kill('SIGTERM');
      const kill = setTimeout(() => child.kill('SIGKILL'), START_MS);
      await ended;
      process.off('exit', leave);
      clearTimeout(kill);
    },
  };
}

/** What else Electron prints is read and dropped, so that it never waits for a reader. */
function debuggingPort(stderr) {
  const lines = createInterface({ input: stderr });
  return new Promise((resolve, reject) => {
    lines.on('line', (line) => {
      const port = /DevTools listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(line)?.[1];
      if (port) resolve(port);
    });
    lines.on('close', () => reject(new Error('Electron ended before its page could be asked')));
  });
}

async function pageOf(port) {
  for (;;) {
    const targets = await fetch(`http://127.0.0.1:${port}/json/list`).then((answer) => answer.json());
    const target = targets.find(({ type, url }) => type === 'page' && url && url !== 'about:blank');
    if (target) return connect(target.webSocketDebuggerUrl);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function connect(address) {
  const socket = new WebSocket(address, { perMessageDeflate: false });
  await once(socket, 'open');
  const waiting = new Map();
  socket.on('message', (text) => {
    const { id, result, error } = JSON.parse(String(text));
    const { resolve, reject } = waiting.get(id) ?? {};
    const fault = error?.message ?? result?.exceptionDetails?.exception?.description;
    if (fault) reject?.(new Error(fault));
    else resolve?.(result);
  });
  let id = 0;
  const call = (method, params) =>
    new Promise((resolve, reject) => {
      waiting.set(++id, { resolve, reject });
      socket.send(JSON.stringify({ id, method, params }));
    });
  return {
    evaluate: async function evaluate(expression) {
      try {
        const { result } = await call('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
        return result.value;
      } catch (error) {
        if (!/execution context|context was destroyed/i.test(error.message)) throw error;
        // The page is being loaded: a moment later there is one to ask.
        await new Promise((resolve) => setTimeout(resolve, 20));
        return evaluate(expression);
      }
    },
    heapBytes: async () => {
      await call('HeapProfiler.collectGarbage');
      return (await call('Runtime.getHeapUsage')).usedSize;
    },
    close: () => socket.close(),
  };
}

/** When the page said that it can be used, on the clock of `startedMs`. */
export const INTERACTIVE_MS = `new Promise((resolve) => {
  const look = () => {
    const [mark] = performance.getEntriesByName('interactive');
    if (mark) resolve(performance.timeOrigin + mark.startTime);
    else setTimeout(look, 20);
  };
  look();
})`;
