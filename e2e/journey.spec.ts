/** One sitting at the demo song, by the hands and eyes of a musician: roles, names and values, then the bounced file. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lufsByFfmpeg, measureByProgram } from './judges.ts';
import { host, type OpenApp, openApp } from './open-app.ts';
import { peakDb, wavSamples } from './wav-samples.ts';

/** The demo song is at 90 beats a minute, four to the bar. */
const BEAT_SECONDS = 60 / 90;
const barSeconds = (bar: number) => (bar - 1) * 4 * BEAT_SECONDS;

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
});
afterAll(() => app?.close());

const slider = (name: string) => app.page.getByRole('slider', { name, exact: true });
const clip = (name: RegExp) => app.page.getByRole('option', { name });
const clipsOf = (track: string) =>
  clip(new RegExp(`on ${track}$`)).evaluateAll((options) => options.map((option) => option.getAttribute('aria-label')));
const showScreen = (name: string) => app.page.getByRole('tab', { name }).click();
/** As the counter shows it, which moves while it plays. */
async function playheadSeconds(): Promise<number> {
  const text = await app.page.getByRole('button', { name: /^Time/ }).innerText();
  const [, minutes, seconds] = /(\d+):(\d+\.\d+)/.exec(text) ?? [];
  return Number(minutes) * 60 + Number(seconds);
}

/** Clicks into the body of a clip, which is drawn on a canvas under its element. */
async function clickClip(name: RegExp): Promise<void> {
  const box = await clip(name).boundingBox();
  if (!box) throw new Error(`no clip ${name} on screen`);
  await app.page.mouse.click(box.x + box.width / 4, box.y + box.height * 0.6);
}

/** Clicks into the ruler so far along a clip. */
async function clickRulerOver(name: RegExp, share: number): Promise<void> {
  const [over, ruler] = [
    await clip(name).boundingBox(),
    await app.page.getByRole('group', { name: 'Ruler' }).boundingBox(),
  ];
  if (!over || !ruler) throw new Error('no ruler, or no clip under it');
  await app.page.mouse.click(over.x + over.width * share, ruler.y + ruler.height - 6);
}

/** The file itself is heard: its time goes on, until it is ended. */
async function listenTo(report: Locator): Promise<void> {
  const listen = report.getByRole('button', { name: 'Listen', exact: true });
  await listen.click();
  await report.getByText(/^00:0[1-9]$/).waitFor({ timeout: 10_000 });
  await listen.click();
  await expect.poll(() => listen.getAttribute('aria-pressed')).toBe('false');
}

/** A browser gets a copy of the bounced file; a window shows the file itself. */
async function keepFrom(report: Locator, file: string): Promise<void> {
  if (host !== 'chromium') {
    await report.getByRole('button', { name: 'Show in its folder' }).waitFor();
    await report.locator('[draggable=true]', { hasText: 'Journey.wav' }).waitFor();
    return;
  }
  const download = app.page.waitForEvent('download');
  await report.getByRole('link', { name: 'Download' }).click();
  const kept = await download;
  expect(kept.suggestedFilename()).toBe('Journey.wav');
  expect(readFileSync(await kept.path()).equals(readFileSync(file))).toBe(true);
}

test('the demo song opens from the palette', async () => {
  const { page } = app;
  // The very first start has opened it already: a change tells the fresh one from that.
  await page.getByLabel('Tracks', { exact: true }).getByRole('button', { name: 'Mute Bass' }).click();
  await page.getByLabel('Bass, track, muted', { exact: true }).waitFor();
  await page.keyboard.press('Control+KeyK');
  await page.getByRole('combobox', { name: 'Find an action' }).fill('open the demo');
  await page.keyboard.press('Enter');
  await page.getByLabel('Bass, track', { exact: true }).waitFor();
  expect(await page.getByLabel(/, track$/).count()).toBe(10);
  await expect.poll(() => clipsOf('Bass')).toHaveLength(4);
});

test('it plays: the playhead is where it should be, and the meters move with the tracks', async () => {
  const { page } = app;
  const level = (track: string) =>
    page
      .getByLabel(new RegExp(`^${track}, (track|master)`))
      .getByRole('img', { name: /level/ })
      .getAttribute('aria-label');
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(playheadSeconds, { timeout: 10_000 }).toBeGreaterThan(0.5);
  const [fromMs, fromSeconds] = [performance.now(), await playheadSeconds()];
  await page.waitForTimeout(1500);
  const wentSeconds = (await playheadSeconds()) - fromSeconds;
  expect(wentSeconds).toBeGreaterThan((performance.now() - fromMs) / 1000 - 0.6);
  expect(wentSeconds).toBeLessThan((performance.now() - fromMs) / 1000 + 0.6);
  await expect.poll(() => level('Master')).toMatch(/−\d+\.\d dBFS/);
  // In the first bars the guitar plays and the bass does not.
  expect(await level('Guitar')).toMatch(/−\d+\.\d dBFS/);
  expect(await level('Bass')).toMatch(/silent/);
  // A screen reader finds one way to stop by that name.
  expect(await page.getByRole('button', { name: 'Stop', exact: true }).count()).toBe(1);
  await page.keyboard.press('Space');
  await page.getByRole('button', { name: 'Play', exact: true, pressed: false }).waitFor();
  await page.waitForTimeout(200);
  const stoppedAt = await playheadSeconds();
  await page.waitForTimeout(300);
  expect(await playheadSeconds()).toBe(stoppedAt);
});

test('a fader moves in one step, which is undone and done again', async () => {
  const { page } = app;
  await showScreen('Mix');
  const fader = slider('Bass level');
  const text = () => fader.getAttribute('aria-valuetext');
  expect(await text()).toBe('−6.0 dB');
  const box = await fader.boundingBox();
  if (!box) throw new Error('no fader');
  const [x, y] = [box.x + box.width * 0.66, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x, y + 30, { steps: 6 });
  await page.mouse.up();
  await expect.poll(text).toMatch(/^−1\d\.\d dB$/);
  const moved = await text();
  await page.keyboard.press('Control+KeyZ');
  await expect.poll(text).toBe('−6.0 dB');
  await page.keyboard.press('Control+Shift+KeyZ');
  await expect.poll(text).toBe(moved);
});

test('a clip is split at the playhead, and the halves crossfade', async () => {
  const { page } = app;
  await showScreen('Arrange');
  await clip(/^Clip Bass, starts 5\|1\|1, 4 bars/).waitFor({ state: 'attached' });
  await clickRulerOver(/^Clip Bass, starts 5\|/, 0.5);
  await expect.poll(playheadSeconds).toBeCloseTo(barSeconds(7), 2);
  await clickClip(/^Clip Bass, starts 5\|/);
  await page.keyboard.press('KeyS');
  await expect
    .poll(() => clipsOf('Bass'))
    .toEqual(
      [
        ['5|1|1', '2 bars'],
        ['7|1|1', '2 bars'],
        ['9|1|1', '4 bars'],
        ['13|1|1', '4 bars'],
        ['21|1|1', '4 bars'],
      ].map(([start, length]) => `Clip Bass, starts ${start}, ${length}, on Bass`),
    );
  await clickClip(/^Clip Bass, starts 5\|/);
  await page.keyboard.press('KeyX');
  // They overlap by as much as they fade.
  await expect.poll(async () => (await clipsOf('Bass'))[0]).toMatch(/starts 5\|1\|1, 2\.0\d bars/);
});

test('a clip moves by the grid', async () => {
  await clickClip(/^Clip Bass, starts 21\|1\|1/);
  await app.page.keyboard.press('ArrowRight');
  await expect.poll(() => clipsOf('Bass')).toContain('Clip Bass, starts 21|2|1, 4 bars, on Bass');
});

test('a point is added to an automation lane', async () => {
  const { page } = app;
  await page.getByLabel('Tracks', { exact: true }).getByRole('button', { name: 'Automation of Guitar' }).click();
  const lane = page.getByLabel(/^Automation Pan of Guitar/);
  await expect.poll(() => lane.getAttribute('aria-label')).toMatch(/, 4 points/);
  await lane.focus();
  await page.keyboard.press('Enter');
  await expect.poll(() => lane.getAttribute('aria-label')).toMatch(/, 5 points/);
});

test('what was done stands in the undo history, a step each', async () => {
  const { page } = app;
  await page.keyboard.press('Control+Shift+KeyH');
  const history = page.getByRole('dialog', { name: 'Undo history' });
  const steps = async () =>
    (await history.getByRole('listitem').allInnerTexts()).map((step) => step.replace(/^\s*\d+\s*/, '').trim());
  await expect
    .poll(steps)
    .toEqual([
      'Add automation point',
      'Nudge clip',
      expect.stringMatching(/crossfade/i),
      'Split clip',
      expect.any(String),
      'Make the demo song',
      'As it began',
    ]);
  await page.keyboard.press('Escape');
  await history.waitFor({ state: 'hidden' });
});

test('the bounced file holds what was made', async () => {
  const { page, folder } = app;
  await page.getByLabel('Tracks', { exact: true }).getByRole('button', { name: 'Solo Bass' }).click();
  await page.keyboard.press('Control+Shift+KeyE');
  const dialog = page.getByRole('dialog', { name: 'Bounce' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Journey');
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await dialog.getByRole('button', { name: 'Bounce', exact: true }).click();
  const bounced = page.getByRole('dialog', { name: 'Bounced' });
  await bounced.waitFor({ timeout: 50_000 });
  const told = Number(/−(\d+\.\d)\s*LUFS/.exec(await bounced.innerText())?.[1]) * -1;
  const file = join(folder, 'Journey.wav');
  await listenTo(bounced);
  await keepFrom(bounced, file);
  await page.keyboard.press('Escape');

  expect(statSync(file).size).toBeGreaterThan(1_000_000);
  const measured = measureByProgram(file);
  expect(measured.integratedLufs).toBeCloseTo(told, 0);
  expect(Math.abs(measured.integratedLufs - told)).toBeLessThanOrEqual(0.051);
  expect(measured.truePeakDbtp).toBeLessThanOrEqual(-0.9);
  const judged = lufsByFfmpeg(file);
  if (judged !== undefined) expect(Math.abs(judged - measured.integratedLufs)).toBeLessThanOrEqual(0.15);

  // The bass alone: from bar 5, none in the break, and then a beat later than it was written.
  const wav = wavSamples(file);
  expect(peakDb(wav, 0, barSeconds(5) - 0.01)).toBeLessThan(-120);
  expect(peakDb(wav, barSeconds(5), barSeconds(5) + 0.5)).toBeGreaterThan(-40);
  expect(peakDb(wav, barSeconds(21), barSeconds(21) + BEAT_SECONDS - 0.01)).toBeLessThan(-100);
  expect(peakDb(wav, barSeconds(21) + BEAT_SECONDS, barSeconds(21) + BEAT_SECONDS + 0.5)).toBeGreaterThan(-40);
  // The seam of the split is as loud as what is around it.
  expect(peakDb(wav, barSeconds(7) - 0.2, barSeconds(7) + 0.2)).toBeGreaterThan(-40);
});

test('what is heard was compared with what was bounced, and a change takes the claim back', async () => {
  const { page } = app;
  const seal = page.getByRole('contentinfo', { name: 'Status' }).getByRole('button', { name: /^Heard = bounced/ });
  // A short look follows every bounce.
  await expect.poll(() => seal.innerText(), { timeout: 20_000 }).toMatch(/identical, 10 s checked/);
  await showScreen('Arrange');
  await page.getByLabel('Tracks', { exact: true }).getByRole('button', { name: 'Solo Bass' }).click();
  await expect.poll(() => seal.innerText()).toMatch(/changed since/);
  // The whole song, while it plays.
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await seal.click();
  await expect.poll(() => seal.innerText(), { timeout: 50_000 }).toMatch(/identical, \d\d+ s checked/);
  expect(Number(/(\d+) s checked/.exec(await seal.innerText())?.[1])).toBeGreaterThan(60);
});

test('before and after the chain are heard as loud as each other, and nothing of it is a step', async () => {
  const { page } = app;
  await showScreen('Master');
  const side = (name: string) => page.getByRole('radio', { name, exact: true });
  const chain = page.getByLabel('Chain', { exact: true });
  const undo = await page.getByRole('button', { name: 'Undo', exact: true }).getAttribute('data-tip');
  await expect.poll(() => chain.innerText(), { timeout: 10_000 }).toMatch(/The chain: \+\d+\.\d LU/);
  await side('Before').click();
  await expect.poll(() => chain.innerText()).toMatch(/Level-matched: before/);
  // Not what is bounced, and the foot of the screen says so.
  await page.getByRole('button', { name: /^Heard = bounced before the chain/ }).waitFor();
  await page.keyboard.press('KeyB');
  await expect.poll(() => side('After').getAttribute('aria-checked')).toBe('true');
  await expect.poll(() => chain.innerText()).toMatch(/Level-matched: after −\d+\.\d dB/);
  // On every other screen the master is heard as it is bounced.
  await showScreen('Mix');
  await showScreen('Master');
  await expect.poll(() => side('Off').getAttribute('aria-checked')).toBe('true');
  expect(await page.getByRole('button', { name: 'Undo', exact: true }).getAttribute('data-tip')).toBe(undo);
  await page.keyboard.press('Space');
});

test('nothing went wrong in the page meanwhile', () => {
  expect(app.complaints.filter((text) => !/favicon|404/.test(text))).toEqual([]);
});
