/** A sitting at a song that records itself: the null device hears what it plays, as if by a cable from output to input. */
import { cpSync, mkdtempSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bounceByProgram, sessionOf } from './judges.ts';
import { host, type OpenApp, openApp } from './open-app.ts';
import { seriousViolations } from './serious-violations.ts';
import { wavSamples } from './wav-samples.ts';

let app: OpenApp;
beforeAll(async () => {
  app = await openApp(undefined, { nullInput: 'loopback' });
  await app.page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(() => app?.close());

const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true });
const clip = (name: RegExp) => app.page.getByRole('option', { name });
const take = (number: number) => app.page.getByLabel(new RegExp(`^Track take ${number}, take of Track`));
const spoken = () => app.page.locator('[aria-live]').allInnerTexts();

const seriousHere = () => seriousViolations(app.page);

/** Types a place into the counter. */
async function goTo(place: string): Promise<void> {
  const { page } = app;
  await button(/^Position/).press('Enter');
  await page.keyboard.type(place);
  await page.keyboard.press('Enter');
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  await expect.poll(() => playhead.getAttribute('aria-valuetext')).toContain(`${place},`);
}

/** Records from where the playhead is for so long, and stops. */
async function record(ms: number, look?: () => Promise<void>): Promise<void> {
  await button('Record').click();
  await button('Stop recording').waitFor();
  await app.page.waitForTimeout(ms);
  await look?.();
  await app.page.keyboard.press('Space');
  await button('Record').waitFor();
}

test('a track is armed by key, and its input is not heard where that would be a howl', async () => {
  const { page } = app;
  await page.keyboard.press('Control+Alt+KeyT');
  const head = page.getByLabel(/^Track, track/);
  await head.waitFor();
  await head.focus();
  await page.keyboard.press('KeyR');
  await expect.poll(() => head.getByRole('button', { name: 'Record Track' }).getAttribute('aria-pressed')).toBe('true');
  const monitor = head.getByRole('button', { name: 'Monitor Track' });
  await expect.poll(() => monitor.getAttribute('aria-pressed')).toBe('true');
  await head.focus();
  await page.keyboard.press('KeyI');
  await expect.poll(() => monitor.getAttribute('aria-pressed')).toBe('false');
  await head.getByRole('button', { name: 'Input of Track: In 1' }).waitFor();
});

test('a take over the song is there when it stops, can be undone and comes back', async () => {
  const { page } = app;
  await button(/^Marker Verse/).press('Enter');
  // It reaches past the end of the next take, which is punched into it.
  await record(3500, async () => expect(await seriousHere()).toEqual([]));
  await clip(/^Clip Track take 1, starts 5\|1\|1.* on Track$/).waitFor();
  await expect.poll(spoken).toContainEqual(expect.stringContaining('Track take 1 kept'));
  await page.keyboard.press('Control+KeyZ');
  await clip(/^Clip Track take 1/).waitFor({ state: 'detached' });
  await page.keyboard.press('Control+Shift+KeyZ');
  await clip(/^Clip Track take 1/).waitFor();
});

/** A take, and how much later its clip lies than the song that it was played to, in frames. */
async function whereItLies(takeName: string): Promise<{ startFrames: number; lengthFrames: number; late: number }> {
  // Every change is on the disk within a second.
  await app.page.waitForTimeout(1200);
  const [name = ''] = readdirSync(join(app.folder, 'data/unsaved'));
  const folder = mkdtempSync(join(app.folder, 'copy-'));
  const copy = join(folder, 'Song.mixdown');
  cpSync(join(app.folder, 'data/unsaved', name), copy, { recursive: true });
  const { clips, takes, media } = sessionOf(copy);
  const taken = Object.values(clips).find((one) => one.name === takeName);
  const take = Object.values(takes).find((one) => one.name === takeName);
  if (!taken || !take) throw new Error('no clip plays the take');
  const recorded = wavSamples(join(copy, media[taken.mediaId]?.path ?? '')).samples;
  const bounced = join(folder, 'song.wav');
  bounceByProgram(copy, bounced, { toSeconds: 26 });
  const song = wavSamples(bounced).samples;
  /** How alike half a second of both is when the take lies so many frames later. */
  const likeness = (late: number) => {
    let sum = 0;
    const [there, here] = [taken.startFrames + 22_050, taken.offsetFrames + 22_050 + late];
    for (let frame = 0; frame < 22_050; frame++) sum += (song[there + frame] ?? 0) * (recorded[here + frame] ?? 0);
    return sum;
  };
  const found = Array.from({ length: 1201 }, (_, index) => ({ late: index - 600, sum: likeness(index - 600) }));
  const best = found.reduce((most, one) => (one.sum > most.sum ? one : most));
  expect(best.sum).toBeGreaterThan(1);
  return { ...take, late: best.late };
}

test('what was recorded lies to the frame where it was played', async () => {
  const { page } = app;
  // So that neither the bounce nor the next take has it again.
  await page.getByLabel(/^Track, track/).focus();
  await page.keyboard.press('KeyM');
  await page.getByLabel('Track, track, muted', { exact: true }).waitFor();
  expect((await whereItLies('Track take 1')).late).toBe(0);
});

test('a punch records its range and no more', async () => {
  const { page } = app;
  await goTo('6|1|1');
  await page.keyboard.press('Alt+BracketLeft');
  await goTo('7|1|1');
  await page.keyboard.press('Alt+BracketRight');
  for (const [name, place] of [
    ['Punch in', '6|1|1'],
    ['Punch out', '7|1|1'],
  ] as const) {
    const end = page.getByRole('slider', { name, exact: true });
    await expect.poll(() => end.getAttribute('aria-valuetext')).toBe(place);
  }
  await goTo('5|4|1');
  await record(1500);
  await clip(/^Clip Track take 2/)
    .first()
    .waitFor();
  await page.keyboard.press('KeyP');
});

test('once stop was clicked, Home goes to the start of the song', async () => {
  const { page } = app;
  await goTo('3|1|1');
  await button('Play').click();
  await button('Stop').click();
  await page.keyboard.press('Home');
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  await expect.poll(() => playhead.getAttribute('aria-valuetext')).toContain('1|1|1,');
});

test('the menu of the inputs opens at the one that is chosen', async () => {
  const { page } = app;
  await page
    .getByLabel(/^Track, track/)
    .getByRole('button', { name: 'Input of Track: In 1' })
    .click();
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  await expect.poll(focused).toMatch(/^In 1/);
  await page.keyboard.press('Escape');
});

test('a take that is discarded can be brought back, and then nobody offers it any more', async () => {
  const { page } = app;
  await goTo('20|1|1');
  // On a head R would take the arm off: the other key records from there too.
  await page.getByLabel(/^Track, track/).focus();
  await page.keyboard.press('Shift+Space');
  await button('Stop recording').waitFor();
  await page.waitForTimeout(700);
  await page.keyboard.press('Space');
  await button('Record').waitFor();
  await page.keyboard.press('Control+Space');
  const offer = page.getByText('Take discarded. Redo brings it back').first();
  await offer.waitFor();
  await page.keyboard.press('Control+Shift+KeyZ');
  await clip(/^Clip Track take 3, starts 20/).waitFor();
  await offer.waitFor({ state: 'detached', timeout: 2000 });
  await page.keyboard.press('Control+KeyZ');
});

test('the comp plays what is swiped, or all of a take', async () => {
  const { page } = app;
  await button(/^Show 2 takes .*of Track/)
    .first()
    .click();
  await app.page.getByLabel(/^Track take 2, take of Track, starts 6\|1\|1/).waitFor();
  const there = await clip(/^Clip Track take 2/)
    .first()
    .boundingBox();
  const used = (number: number) => take(number).getAttribute('aria-label');
  await take(2).focus();
  await page.keyboard.press('ArrowUp');
  const focused = () => page.evaluate(() => document.activeElement?.getAttribute('aria-label'));
  await expect.poll(focused).toMatch(/^Track take 1, take/);
  await page.keyboard.press('Enter');
  await expect.poll(() => used(1)).toMatch(/, 100 % used/);
  expect(await used(2)).toMatch(/, 0 % used/);
  const lane = await take(2).boundingBox();
  if (!lane || !there) throw new Error('no lane, or no take in it');
  await page.mouse.move(there.x + 4, lane.y + lane.height / 2);
  await page.mouse.down();
  await page.mouse.move(there.x + 14, lane.y + lane.height / 2, { steps: 3 });
  await page.mouse.up();
  await expect.poll(() => used(2)).toMatch(/, [1-9]\d? % used/);
  await clip(/^Clip Track take 2/).waitFor();
  await page.keyboard.press('Control+KeyZ');
  await expect.poll(() => used(2)).toMatch(/, 0 % used/);
  // The same without a mouse: from the punch on, a bar.
  await goTo('6|1|1');
  await page.keyboard.press('Shift+BracketLeft');
  await take(2).focus();
  await page.keyboard.press('Shift+Enter');
  await expect.poll(() => used(2)).toMatch(/, [1-9]\d? % used/);
  expect(await seriousHere()).toEqual([]);
});

test('a take is heard alone, which every screen says, until the comp is wanted again', async () => {
  const { page } = app;
  const status = () => page.getByLabel('Status').innerText();
  const isAlone = (number: number) => take(number).getByRole('button', { pressed: true });
  await take(1).focus();
  await page.keyboard.press('KeyS');
  await isAlone(1).waitFor();
  for (const words of ['a take alone', 'Track take 1 alone']) expect(await status()).toContain(words);
  await page.keyboard.press('Escape');
  await isAlone(1).waitFor({ state: 'detached' });
  expect(await status()).not.toContain('alone');
  // By its note in the status line, whose end leaves the focus where it was.
  await page.keyboard.press('KeyS');
  await isAlone(1).waitFor();
  await page
    .getByLabel('Status')
    .getByRole('button', { name: /Track take 1 alone/ })
    .click();
  await isAlone(1).waitFor({ state: 'detached' });
  const hasFocus = () => take(1).evaluate((lane) => lane === document.activeElement);
  await expect.poll(hasFocus).toBe(true);
  await take(2).getByRole('button', { name: 'Hear Track take 2 alone' }).click();
  await isAlone(2).waitFor();
  await take(1).focus();
  await page.keyboard.press('Enter');
  await isAlone(2).waitFor({ state: 'detached' });
});

test('what was played before record was pressed comes with the left edge', async () => {
  const { page } = app;
  await take(1).focus();
  const edge = await clip(/^Clip Track take 1, starts 5\|1\|1/).boundingBox();
  if (!edge) throw new Error('no clip');
  const y = edge.y + edge.height - 6;
  await page.mouse.move(edge.x + 1, y);
  await page.mouse.down();
  await page.mouse.move(edge.x - 12, y, { steps: 3 });
  await page.mouse.up();
  await clip(/^Clip Track take 1, starts [1-4]\|/).waitFor();
});

test('a punch in alone records from there until the stop, a punch out alone from the playhead to there', async () => {
  const { page } = app;
  const isOn = (name: string) => button(name).getAttribute('aria-pressed');
  const slider = (name: string) => page.getByRole('slider', { name, exact: true });
  // 90 bpm at 44.1 kHz.
  const beatFrames = 29_400;
  await goTo('9|2|1');
  await page.keyboard.press('Alt+BracketLeft');
  await expect.poll(() => slider('Punch in').getAttribute('aria-valuetext')).toBe('9|2|1');
  expect([await isOn('Punch in'), await isOn('Punch out')]).toEqual(['true', 'false']);
  await slider('Punch out, off').waitFor({ state: 'attached' });
  // By mouse it is moved, beyond the end that does not count, and switched.
  const drag = async (byX: number) => {
    const box = await page.getByRole('slider', { name: /^Punch in/ }).boundingBox();
    if (!box) throw new Error('no punch in');
    await page.mouse.move(box.x + 4, box.y + 7);
    await page.mouse.down();
    if (byX > 0) await page.mouse.move(box.x + 4 + byX, box.y + 7, { steps: 4 });
    await page.mouse.up();
  };
  await drag(150);
  await expect.poll(() => slider('Punch in').getAttribute('aria-valuetext')).toMatch(/^1\d\|/);
  await drag(0);
  await slider('Punch in, off').waitFor({ state: 'attached' });
  expect([await isOn('Punch in'), await isOn('Punch out')]).toEqual(['false', 'false']);
  await page.keyboard.press('Alt+BracketLeft');
  await expect.poll(() => slider('Punch in').getAttribute('aria-valuetext')).toBe('9|2|1');
  await goTo('9|1|1');
  await record(3000);
  await clip(/^Clip Track take 3, starts 9\|2\|1/).waitFor();
  const inOnly = await whereItLies('Track take 3');
  expect([inOnly.startFrames, inOnly.late]).toEqual([33 * beatFrames, 0]);
  expect(inOnly.lengthFrames).toBeGreaterThan(1.5 * 44_100);

  // The keys of the line on top, and the end of the ruler by key.
  await button('Punch in').click();
  await button('Punch out').click();
  await expect.poll(() => Promise.all(['Punch in', 'Punch out'].map(isOn))).toEqual(['false', 'true']);
  await goTo('9|4|1');
  await page.keyboard.press('Alt+BracketRight');
  await expect.poll(() => slider('Punch out').getAttribute('aria-valuetext')).toBe('9|4|1');
  await slider('Punch out').press('ArrowLeft');
  await expect.poll(() => slider('Punch out').getAttribute('aria-valuetext')).not.toBe('9|4|1');
  await slider('Punch out').press('ArrowRight');
  await expect.poll(() => slider('Punch out').getAttribute('aria-valuetext')).toBe('9|4|1');
  await goTo('9|1|1');
  await record(3000);
  await clip(/^Clip Track take 4, starts 9\|1\|1/).waitFor();
  const outOnly = await whereItLies('Track take 4');
  expect(outOnly).toMatchObject({ startFrames: 32 * beatFrames, lengthFrames: 3 * beatFrames, late: 0 });
  expect(await seriousHere()).toEqual([]);
  // Behind the punch out nothing is recorded, which is said.
  await goTo('10|1|1');
  await record(500);
  await expect.poll(spoken).toContainEqual(expect.stringContaining('behind the punch out'));
  await page.keyboard.press('KeyP');
  await expect.poll(() => Promise.all(['Punch in', 'Punch out'].map(isOn))).toEqual(['false', 'false']);
});

test('the wizard measures the cable, and nothing is left', async () => {
  const { page } = app;
  await page.keyboard.press('Control+Comma');
  // The name of an input looks like what it is: a field for text.
  const name = page.getByRole('button', { name: /^Name of input 1/ });
  await expect.poll(() => name.evaluate((field) => getComputedStyle(field).cursor)).toBe('text');
  expect(await name.evaluate((field) => getComputedStyle(field).boxShadow)).not.toBe('none');
  await button('Measure…').click();
  await button('Measure').press('Enter');
  const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  await expect.poll(focused).toBe('Cancel');
  expect(await seriousHere()).toEqual([]);
  // The dialog says how it goes, and nothing beside it.
  expect(await page.getByRole('progressbar').count()).toBe(0);
  await page.getByText('0 frames left').waitFor();
  expect(await focused()).toBe('Done');
  await page.getByText('512 frames at 44.1 kHz').waitFor();
  expect(await seriousHere()).toEqual([]);
  await button('Done').click();
  await expect.poll(() => page.getByLabel('Status').innerText()).toContain('11.6 ms');
});

test('nothing of the transport is cut off, however narrow the window', async () => {
  const { page } = app;
  if (host !== 'chromium') return;
  await button(/^Tempo/).press('Enter');
  await page.keyboard.type('199.99');
  await page.keyboard.press('Enter');
  await button(/^Tempo in beats a minute: 199.99/).waitFor();
  for (const width of [1519, 1440, 1439, 1280, 1240, 1239, 1160, 1159, 1024]) {
    await page.setViewportSize({ width, height: 900 });
    const right = () => page.evaluate(() => document.querySelector('[role="tablist"]')?.getBoundingClientRect().right);
    await expect.poll(right).toBeLessThanOrEqual(width);
  }
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('Control+KeyZ');
});

test('a take that a power cut ended is there at the next start', async () => {
  const { folder, page } = app;
  await button(/^Marker Chorus/).press('Enter');
  await button('Record').click();
  await button('Stop recording').waitFor();
  await page.waitForTimeout(1200);
  await app.kill();
  app = await openApp(undefined, { nullInput: 'loopback', folder });
  await app.page.getByRole('button', { name: 'Restore' }).waitFor();
  await expect.poll(() => app.page.evaluate(() => document.activeElement?.textContent?.trim())).toBe('Restore');
  await app.page.keyboard.press('Enter');
  await clip(/^Clip Track take \d, starts 13\|1\|1/).waitFor();
  await expect.poll(spoken).toContainEqual(expect.stringContaining('A recording was cut off'));
});
