// The desktop app plays the demo song over and over: the memory of each of its processes must not grow.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildElectron, electronFolder } from '../build-electron.mjs';
import { buildRenderer } from '../build-renderer.mjs';
import { findElectron } from '../find-electron.mjs';
import { INTERACTIVE_MS, openDisplay, openWindow } from './app-window.mjs';
import { printTable } from './measure.mjs';
import { conversation, PLAY } from './page-scripts.mjs';
import { residentMegabytes, total } from './process-tree.mjs';

const MINUTE_MS = 60_000;
/** By now every cache is as full as it gets. */
const FROM_MINUTE = 5;

export async function benchSoak({ minutes }) {
  if (process.platform !== 'linux' || !findElectron())
    return console.log('skipped: the soak: it is measured on Linux, with Electron at hand');
  await Promise.all([buildElectron(), buildRenderer()]);
  const folder = mkdtempSync(join(tmpdir(), 'mixdown-soak-'));
  const display = await openDisplay();
  try {
    const window = await openWindow({ app: electronFolder, env: { ...display.env, MIXDOWN_DATA: folder } });
    await window.evaluate(INTERACTIVE_MS);
    await window.evaluate(conversation('electron', PLAY));
    const series = await watch(window, minutes);
    await window.close();
    printSeries(series, minutes);
  } finally {
    display.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}

/** Memory at each minute, by role; rejects when a process went. */
async function watch(window, minutes) {
  const series = [];
  for (let minute = 1; minute <= minutes; minute++) {
    await new Promise((resolve) => setTimeout(resolve, MINUTE_MS));
    const memory = residentMegabytes(window.pid);
    const heapMegabytes = (await window.heapBytes()) / 2 ** 20;
    series.push({ memory, heapMegabytes });
    const parts = [...memory].map(([role, megabytes]) => `${role} ${megabytes.toFixed(0)}`).join(', ');
    console.log(
      `minute ${minute}: ${total(memory).toFixed(0)} MB (${parts}; heap of the page ${heapMegabytes.toFixed(1)})`,
    );
  }
  return series;
}

function printSeries(series, minutes) {
  const from = series[Math.min(FROM_MINUTE, series.length) - 1];
  const last = series.at(-1);
  const row = (name, of) => [name, of(from).toFixed(1), of(last).toFixed(1), (of(last) - of(from)).toFixed(1)];
  printTable(
    `Resident memory while the demo song plays over and over, MB (wanted: no growth)`,
    ['process', `minute ${Math.min(FROM_MINUTE, minutes)}`, `minute ${minutes}`, 'more'],
    [
      ...[...last.memory.keys()].map((role) => row(role, ({ memory }) => memory.get(role) ?? 0)),
      row('all', ({ memory }) => total(memory)),
      row('the page’s JavaScript heap, after a collection', ({ heapMegabytes }) => heapMegabytes),
    ],
  );
}
