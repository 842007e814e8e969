// The desktop app: how soon it can be used beside an empty window, how long a command takes, what it costs to stand and play.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildElectron, electronFolder } from '../build-electron.mjs';
import { buildRenderer } from '../build-renderer.mjs';
import { findElectron } from '../find-electron.mjs';
import { INTERACTIVE_MS, openDisplay, openWindow } from './app-window.mjs';
import { median, percentile, printTable } from './measure.mjs';
import { conversation, PLAY, roundTrips, STOP, saveAs } from './page-scripts.mjs';
import { processorSeconds, total } from './process-tree.mjs';

const COMMANDS = 500;
const WATCH_SECONDS = 30;
const SETTLE_MS = 8000;

/** An app that is a window with nothing in it, opened as ours is. */
function writeEmptyApp(folder) {
  mkdirSync(folder);
  const files = {
    'package.json': '{ "name": "empty", "version": "1.0.0", "main": "main.js" }',
    'main.js': `const { app, BrowserWindow } = require('electron');
      app.setPath('userData', process.env.MIXDOWN_DATA);
      app.whenReady().then(() => {
        const window = new BrowserWindow({ width: 1440, height: 900, show: false, webPreferences: { sandbox: true } });
        window.once('ready-to-show', () => window.show());
        window.loadFile('index.html');
      });
      app.on('window-all-closed', () => app.quit());`,
    'index.html': '<!doctype html><title>empty</title><body><script src="page.js"></script></body>',
    'page.js': `requestAnimationFrame(() => setTimeout(() => performance.mark('interactive')));`,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

async function secondsToInteractive(start) {
  const window = await openWindow(start);
  const seconds = ((await window.evaluate(INTERACTIVE_MS)) - window.startedMs) / 1000;
  await window.close();
  return seconds;
}

/** Leaves a data folder as after a session with a song that was saved. */
async function saveSong(data, env) {
  mkdirSync(data);
  const window = await openWindow({ app: electronFolder, env: { ...env, MIXDOWN_DATA: data } });
  await window.evaluate(INTERACTIVE_MS);
  await window.evaluate(conversation('electron', saveAs(join(data, 'Song.mixdown'))));
  // What the first picture put off, such as the peaks of its waves, is done.
  await pause(SETTLE_MS);
  await window.close();
}

/** In turn, so that a machine that slows down slows all alike. The first round is not counted: it reads the disk. */
async function benchStart(folder, env, rounds) {
  const empty = join(folder, 'empty');
  writeEmptyApp(empty);
  const used = join(folder, 'used');
  await saveSong(used, env);
  const seconds = { empty: [], first: [], again: [] };
  for (let round = -1; round < rounds; round++) {
    const starts = {
      empty: { app: empty, data: join(folder, `empty-${round}`) },
      first: { app: electronFolder, data: join(folder, `first-${round}`) },
      again: { app: electronFolder, data: used },
    };
    for (const [name, { app, data }] of Object.entries(starts)) {
      mkdirSync(data, { recursive: true });
      const taken = await secondsToInteractive({ app, env: { ...env, MIXDOWN_DATA: data } });
      if (round >= 0) seconds[name].push(taken);
    }
  }
  const middle = (name) => median(seconds[name]);
  const row = (title, name) => [
    title,
    middle(name).toFixed(2),
    `${Math.min(...seconds[name]).toFixed(2)}–${Math.max(...seconds[name]).toFixed(2)}`,
    (middle(name) - middle('empty')).toFixed(2),
    (middle(name) / middle('empty')).toFixed(2),
  ];
  printTable(
    'From the start of the program until the screen is drawn and can be used (wanted: at most 1.50 s more than empty)',
    ['window', 'median s', 'min–max s', 'more than empty, s', 'times empty'],
    [
      row('empty', 'empty'),
      row('the app with a song', 'again'),
      row('its very first start, which makes the demo song', 'first'),
    ],
  );
}

/** Shares of one core, by role, over a while. */
async function load(window) {
  const before = processorSeconds(window.pid);
  await pause(WATCH_SECONDS * 1000);
  const after = processorSeconds(window.pid);
  return new Map([...after].map(([role, seconds]) => [role, (seconds - (before.get(role) ?? 0)) / WATCH_SECONDS]));
}

function pause(milliseconds) {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;
const loadRow = (what, shares) => [
  what,
  percent(total(shares)),
  [...shares].map(([role, share]) => `${role} ${percent(share)}`).join(', '),
];

async function benchStanding(folder, env) {
  const window = await openWindow({ app: electronFolder, env: { ...env, MIXDOWN_DATA: join(folder, 'standing') } });
  await window.evaluate(INTERACTIVE_MS);
  await pause(SETTLE_MS);
  const idle = await load(window);
  await window.evaluate(conversation('electron', PLAY));
  await pause(2000);
  const playing = await load(window);
  const whilePlaying = await window.evaluate(conversation('electron', roundTrips(COMMANDS)));
  await window.evaluate(conversation('electron', STOP));
  const stopped = await window.evaluate(conversation('electron', roundTrips(COMMANDS)));
  await window.close();
  printTable(
    `Processor of all processes of the app over ${WATCH_SECONDS} s, of one core (the demo song, Arrange)`,
    ['', 'all', 'by process'],
    [loadRow('open, stopped', idle), loadRow('playing', playing)],
  );
  printRoundTrips('the desktop window', { stopped, playing: whilePlaying });
}

export function printRoundTrips(where, series) {
  printTable(
    `A command from ${where} to the studio and back, ${COMMANDS} moves of a fader (wanted: under 10 ms)`,
    ['', 'median ms', '95 % ms', 'worst ms'],
    Object.entries(series).map(([name, times]) => [
      name,
      ...[0.5, 0.95, 1].map((place) => percentile(times, place).toFixed(2)),
    ]),
  );
}

export async function benchApp({ rounds }) {
  if (process.platform !== 'linux' || !findElectron())
    return console.log('skipped: the desktop app: it is measured on Linux, with Electron at hand');
  await Promise.all([buildElectron(), buildRenderer()]);
  const folder = mkdtempSync(join(tmpdir(), 'mixdown-app-bench-'));
  const display = await openDisplay();
  try {
    await benchStart(folder, display.env, rounds);
    await benchStanding(folder, display.env);
  } finally {
    display.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
