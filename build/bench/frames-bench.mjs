// 100 tracks × 50 clips in Chromium: what a frame costs while the timeline scrolls and zooms; and a browser's commands.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import { appFolder } from '../build-app.mjs';
import { buildRenderer } from '../build-renderer.mjs';
import { findChromium } from '../find-chromium.mjs';
import { printRoundTrips } from './app-bench.mjs';
import { percentile, printTable } from './measure.mjs';
import { conversation, roundTrips } from './page-scripts.mjs';
import { CLIPS_A_TRACK, makeTimelineSong, TRACKS } from './timeline-song.mjs';

const FRAMES = 240;
const COMMANDS = 500;
const WANTED_MS = 16.7;

/** A turn of the wheel for each frame. */
const MOVES = {
  'scroll along the song': (frame) => ({ deltaX: frame < FRAMES / 2 ? 40 : -40 }),
  'scroll the tracks': (frame) => ({ deltaY: frame < FRAMES / 2 ? 30 : -30 }),
  'zoom in and out': (frame) => ({ deltaY: frame < FRAMES / 2 ? -8 : 8, ctrlKey: true }),
};

/** In the page: turns the wheel once a frame. */
async function turnWheel(turns) {
  const lanes = document.getElementById('lanes');
  const { left, top, width, height } = lanes.getBoundingClientRect();
  const place = { clientX: left + width / 2, clientY: top + height / 2, bubbles: true, cancelable: true };
  for (const turn of turns) {
    await new Promise((resolve) => requestAnimationFrame(resolve));
    lanes.dispatchEvent(new WheelEvent('wheel', { ...place, ...turn }));
  }
}

async function openBrowser(song, folder) {
  const server = spawn(process.execPath, [join(appFolder, 'web.js'), '--port', '0', song], {
    env: { ...process.env, MIXDOWN_DATA: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let link;
  for await (const line of createInterface({ input: server.stdout })) {
    link = /http:\/\/127\.0\.0\.1\S+/.exec(line)?.[0];
    if (link) break;
  }
  const args = ['--disable-background-networking', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])];
  const browser = await chromium.launch({ executablePath: await findChromium(), args });
  return { server, browser, link };
}

async function measure(browser, page) {
  const rows = [];
  for (const [name, move] of Object.entries(MOVES)) {
    const turns = Array.from({ length: FRAMES }, (_, frame) => move(frame));
    // Once for the waves to come.
    await page.evaluate(turnWheel, turns);
    await page.waitForTimeout(1500);
    await browser.startTracing(page, { categories: ['cc', 'devtools.timeline'] });
    await page.evaluate(turnWheel, turns);
    const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
    rows.push(rowOf(name, traceEvents));
  }
  return rows;
}

/**
 * What Chromium traced of its frames (`tdur` is the processor time of the thread, which other programs do not lengthen):
 * the scripts that answered the wheel and drew; and the whole frame on that thread, with style, layout, painting, and where
 * no graphics card does it, the pixels of the canvases.
 */
function rowOf(name, events) {
  const frames = events.filter((event) => event.name === 'ProxyMain::BeginMainFrame' && event.ph === 'X');
  const scripts = frames.map(({ tid, ts, dur }) =>
    events
      .filter(
        (event) => event.name === 'FireAnimationFrame' && event.tid === tid && event.ts >= ts && event.ts < ts + dur,
      )
      .reduce((sum, { tdur }) => sum + tdur / 1000, 0),
  );
  const apart = frames.slice(1).map(({ ts }, index) => (ts - frames[index].ts) / 1000);
  const pair = (numbers) => [0.5, 0.95].map((share) => percentile(numbers, share).toFixed(1)).join(' / ');
  const milliseconds = (field) => pair(frames.map((frame) => frame[field] / 1000));
  return [name, pair(scripts), milliseconds('tdur'), milliseconds('dur'), pair(apart)];
}

/** From the page that shows the song, which draws what was moved before it hears more; and from one that shows nothing. */
async function measureRoundTrips(page) {
  const ask = (from) => from.evaluate(conversation('web', roundTrips(COMMANDS)));
  const beside = await ask(page);
  const quiet = await page.context().newPage();
  await quiet.goto(await page.evaluate(() => document.querySelector('link[rel=icon]').href));
  await page.close();
  return { 'from the page that shows these 5000 clips': beside, 'from a page that draws nothing': await ask(quiet) };
}

export async function benchFrames() {
  if (!(await findChromium())) return console.log('skipped: the frames: no Chromium or Chrome on this machine');
  await buildRenderer();
  const folder = mkdtempSync(join(tmpdir(), 'mixdown-frames-bench-'));
  const { server, browser, link } = await openBrowser(makeTimelineSong(), folder);
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    const page = await context.newPage();
    await page.goto(link);
    await page.locator('#lanes').waitFor();
    await page.waitForTimeout(3000);
    printTable(
      `${TRACKS} tracks × ${CLIPS_A_TRACK} clips at 1440 × 900, a turn of the wheel a frame: ms, median / 95 % (wanted: 95 % under ${WANTED_MS})`,
      ['', 'processor time of scripts', 'of the whole frame', 'its wall clock', 'from frame to frame'],
      await measure(browser, page),
    );
    printRoundTrips('a browser', await measureRoundTrips(page));
  } finally {
    await browser.close();
    server.kill('SIGTERM');
    await new Promise((resolve) => server.once('exit', resolve));
    rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
