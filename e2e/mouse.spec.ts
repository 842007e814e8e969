/** What a hand on the mouse does beyond the journey: strips and clips are dragged, files let go, a lost file found again. */
import { readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { host, type OpenApp, openApp } from './open-app.ts';

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
  await app.page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(() => app?.close());

const clip = (name: RegExp) => app.page.getByRole('option', { name });
const clipsOf = (track: string) =>
  clip(new RegExp(`on ${track}`)).evaluateAll((options) =>
    options.map((option) =>
      option.getAttribute('aria-label')?.replace(/^Clip \w+, starts ([^,]+), ([^,]+),.*$/, '$1 $2'),
    ),
  );
const undo = () => app.page.keyboard.press('Control+KeyZ');

async function boxOf(name: RegExp) {
  const box = await clip(name).boundingBox();
  if (!box) throw new Error(`no clip ${name} on screen`);
  return box;
}

async function drag(from: { x: number; y: number }, dx: number): Promise<void> {
  const { mouse } = app.page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + dx / 2, from.y, { steps: 4 });
  await mouse.move(from.x + dx, from.y, { steps: 4 });
  await mouse.up();
}

test('a strip is dragged by its name, and back by undo', async () => {
  const { page } = app;
  await page.keyboard.press('2');
  const order = () =>
    page
      .getByLabel('Console')
      .getByRole('group', { name: /, (track|group|bus)$/ })
      .evaluateAll((strips) => strips.map((strip) => strip.getAttribute('aria-label')?.replace(/,.*/, '')));
  const before = await order();
  const [guitar, crash] = [before.indexOf('Guitar'), before.indexOf('Crash')];
  const box = await page.getByRole('group', { name: 'Guitar, track' }).boundingBox();
  if (!box) throw new Error('no strip of the guitar');
  await drag({ x: box.x + 20, y: box.y + 16 }, (crash - guitar) * box.width - 30);
  await expect.poll(async () => (await order()).indexOf('Guitar')).toBe(crash);
  await undo();
  await expect.poll(order).toEqual(before);
});

test('a device is dragged to another strip', async () => {
  const { page } = app;
  const device = (strip: string) =>
    page.getByLabel(`Inserts of ${strip}`).getByRole('button', { name: /^De-ess: De-esser/ });
  const [from, to] = [await device('Guitar').boundingBox(), await page.getByLabel('Inserts of Choir').boundingBox()];
  if (!from || !to) throw new Error('no inserts');
  await page.mouse.move(from.x + 20, from.y + 8);
  await page.mouse.down();
  await page.mouse.move(to.x + 20, to.y + 30, { steps: 6 });
  await page.mouse.up();
  await device('Choir').waitFor();
  expect(await device('Guitar').count()).toBe(0);
  await undo();
  await device('Guitar').waitFor();
});

test('with ripple, what is moved takes the later clips of its track along', async () => {
  const { page } = app;
  await page.keyboard.press('1');
  const ripple = page.getByRole('button', { name: /^Ripple/ });
  await ripple.click();
  await expect.poll(() => clipsOf('Bass')).toEqual(['5|1|1 4 bars', '9|1|1 4 bars', '13|1|1 4 bars', '21|1|1 4 bars']);
  const [box, next] = [await boxOf(/^Clip Bass, starts 9\|/), await boxOf(/^Clip Bass, starts 13\|/)];
  await drag({ x: box.x + 30, y: box.y + box.height * 0.6 }, (next.x - box.x) / 4);
  await expect.poll(() => clipsOf('Bass')).toEqual(['5|1|1 4 bars', '10|1|1 4 bars', '14|1|1 4 bars', '22|1|1 4 bars']);
  expect(await clipsOf('Kick')).toContain('9|1|1 4 bars');
  await undo();
  await ripple.click();
});

test('Shift and a click choose a second clip, X fades them into each other', async () => {
  const { page } = app;
  for (const [start, modifiers] of [
    ['5', []],
    ['9', ['Shift']],
  ] as const) {
    const box = await boxOf(new RegExp(`^Clip Bass, starts ${start}\\|`));
    for (const key of modifiers) await page.keyboard.down(key);
    await page.mouse.click(box.x + 30, box.y + box.height * 0.6);
    for (const key of modifiers) await page.keyboard.up(key);
  }
  expect(await page.locator('[role=option][aria-selected=true]').count()).toBe(2);
  await page.keyboard.press('KeyX');
  await expect.poll(async () => (await clipsOf('Bass'))[0]).toMatch(/^5\|1\|1 4\.0\d bars$/);
  await undo();
});

/** Lets a second of silence go over a place of the page. */
async function letGo(place: { x: number; y: number }, name: string): Promise<void> {
  await app.page.evaluate(
    ({ x, y, name }) => {
      const frames = 48_000;
      const wav = new DataView(new ArrayBuffer(44 + frames * 2));
      const text = (at: number, letters: string) => {
        for (const [index, letter] of [...letters].entries()) wav.setUint8(at + index, letter.charCodeAt(0));
      };
      text(0, 'RIFF');
      wav.setUint32(4, 36 + frames * 2, true);
      text(8, 'WAVEfmt ');
      for (const [at, value] of [
        [16, 16],
        [20, 0x1_0001],
        [24, 48_000],
        [28, 96_000],
        [32, 0x10_0002],
        [40, frames * 2],
      ] as const)
        wav.setUint32(at, value, true);
      text(36, 'data');
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([wav], name, { type: 'audio/wav' }));
      for (const type of ['dragover', 'drop']) {
        const event = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer, clientX: x, clientY: y });
        document.elementFromPoint(x, y)?.dispatchEvent(event);
      }
    },
    { ...place, name },
  );
}

// A file that a script makes has no path, which the window needs; and its dialogs are the system's.
const inBrowser = test.skipIf(host !== 'chromium');

test('what a thing does is read over an open dialog, and what was said is in it while it is open', async () => {
  const { page } = app;
  await page.keyboard.press('Control+Comma');
  const dialog = page.getByRole('dialog', { name: 'Settings' });
  await dialog.getByLabel('Output device').hover();
  await dialog.locator('.tip').getByText('Output device').waitFor();
  expect(await dialog.getByRole('status').count()).toBe(1);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('status').waitFor({ state: 'attached' });
});

test('a node whose gain lies beyond the graph is dragged sideways without losing it', async () => {
  const { page } = app;
  await page.keyboard.press('2');
  await page.getByRole('button', { name: 'EQ: Equaliser on Bass', exact: true }).last().click();
  const editor = page.getByRole('region', { name: 'Equaliser on Bass' });
  const gain = editor.locator('.cell').nth(3).getByRole('spinbutton').nth(1);
  await gain.dblclick();
  await page.keyboard.type('18');
  await page.keyboard.press('Enter');
  await expect.poll(() => gain.getAttribute('aria-valuetext')).toBe('+18.0 dB');
  const node = editor.getByRole('slider', { name: 'Band 4' });
  const box = await node.boundingBox();
  if (!box) throw new Error('the node is not on screen');
  const before = await node.getAttribute('aria-valuenow');
  await drag({ x: box.x + box.width / 2, y: box.y + box.height / 2 }, 60);
  await expect.poll(() => node.getAttribute('aria-valuenow')).not.toBe(before);
  expect(await gain.getAttribute('aria-valuetext')).toBe('+18.0 dB');
  await undo();
  await undo();
});

test('a card that Alt with an arrow moves keeps the keyboard', async () => {
  const { page } = app;
  await page.keyboard.press('3');
  const names = () =>
    page.locator('[data-card]').evaluateAll((cards) => cards.map((card) => card.getAttribute('aria-label')));
  const before = await names();
  await page.getByRole('button', { name: 'Limiter: more' }).focus();
  for (const places of [1, 2]) {
    await page.keyboard.press('Alt+ArrowUp');
    await expect.poll(async () => (await names()).indexOf('Limiter')).toBe(before.indexOf('Limiter') - places);
  }
  await undo();
  await undo();
  await expect.poll(names).toEqual(before);
  await page.keyboard.press('1');
});

inBrowser('a file that is let go over a track begins there, on the grid', async () => {
  const [box, next] = [await boxOf(/^Clip Bass, starts 5\|/), await boxOf(/^Clip Bass, starts 9\|/)];
  await letGo({ x: box.x - (next.x - box.x) / 2 + 3, y: box.y + 20 }, 'Tone.wav');
  await expect.poll(() => clipsOf('Bass')).toContain('3|1|1 1.5 beats');
  await undo();
  await expect.poll(async () => (await clipsOf('Bass')).length).toBe(4);
});

inBrowser('a file that went is missed, and found again', async () => {
  const { page, folder } = app;
  await page.keyboard.press('Control+Shift+KeyS');
  const save = page.getByRole('dialog', { name: 'Save as' });
  await save.getByRole('textbox').first().fill('Song');
  await save.getByText(`${folder}/Song.mixdown`).waitFor();
  await save.getByRole('button', { name: /^Save/ }).click();
  await save.waitFor({ state: 'hidden' });
  const find = async (action: string) => {
    // A dialog has the keys to itself until it is gone.
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.keyboard.press('Control+KeyK');
    await page.getByRole('combobox', { name: 'Find an action' }).fill(action);
    await page.keyboard.press('Enter');
  };
  await find('open the demo');
  await expect.poll(() => page.title()).toMatch(/^Sample Grid/);
  const audio = join(folder, 'Song.mixdown/audio');
  const guitar = readdirSync(audio).find((name) => /Guitar/.test(name)) ?? '';
  renameSync(join(audio, guitar), join(folder, 'Guitar elsewhere.wav'));
  await page.keyboard.press('Control+KeyO');
  await page.getByRole('dialog', { name: 'Open a session' }).getByRole('button', { name: /^Song/ }).click();
  const missing = clip(/^Clip Guitar.*file missing$/);
  await expect.poll(() => missing.count()).toBe(6);
  await find('missing');
  const dialog = page.getByRole('dialog', { name: 'Missing files' });
  await dialog.getByRole('button', { name: 'Locate…' }).click();
  await dialog.getByText('Guitar elsewhere.wav').click();
  await dialog.getByRole('button', { name: 'Use this file' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await expect.poll(() => missing.count()).toBe(0);
});
