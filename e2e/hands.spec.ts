/** What lies over the screen or is held by a hand: Enter, Esc and arrows in dialogs and menus, and what goes back. */
import type { Locator } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { host, type OpenApp, openApp } from './open-app.ts';

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
  await app.page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(() => app?.close());
// What failed in the middle leaves nothing open or held for the next.
afterEach(async () => {
  await app.page.mouse.up();
  for (let layers = 0; layers < 2; layers++) await app.page.keyboard.press('Escape');
});

const press = (key: string) => app.page.keyboard.press(key);
const head = (name: string) => app.page.getByRole('listitem', { name: new RegExp(`^${name}, `) });
const settings = () => app.page.getByRole('dialog', { name: 'Settings' });
const blur = () => app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
const focusedName = () => app.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

async function boxOf(locator: Locator) {
  const box = await locator.boundingBox();
  if (!box) throw new Error('it is not on screen');
  return { ...box, right: box.x + box.width, bottom: box.y + box.height };
}

/** Takes hold at a place and moves, and does not let go. */
async function hold(from: { x: number; y: number }, { dx = 0, dy = 0 }): Promise<void> {
  const { mouse } = app.page;
  await mouse.move(from.x, from.y);
  await mouse.down();
  await mouse.move(from.x + dx, from.y + dy, { steps: 4 });
}

test('no key acts behind a dialog or a menu, wherever the focus is', async () => {
  const { page } = app;
  const clips = page.getByRole('option', { name: /^Clip / });
  const count = await clips.count();
  const bass = await boxOf(page.getByRole('option', { name: /^Clip Bass, starts 5\|/ }));
  const choose = () => page.mouse.click(bass.x + 30, bass.y + bass.height * 0.6);
  const pressKeys = async () => {
    await blur();
    for (const key of ['Delete', 'Space', 'Digit2']) await press(key);
  };
  await choose();
  await press('Control+Comma');
  await settings().waitFor();
  await pressKeys();
  await press('Escape');
  await settings().waitFor({ state: 'hidden' });
  await page.mouse.click(bass.x + 30, bass.y + bass.height * 0.6, { button: 'right' });
  await page.getByRole('menu').waitFor();
  await pressKeys();
  await page.mouse.click(bass.x - 40, bass.y + 10);
  await page.getByRole('menu').waitFor({ state: 'hidden' });
  expect(await clips.count()).toBe(count);
  expect(await page.getByRole('button', { name: 'Play', exact: true }).getAttribute('aria-pressed')).toBe('false');
  expect(await page.getByRole('tab', { name: 'Arrange' }).getAttribute('aria-selected')).toBe('true');
});

test('Enter and Esc are for the line that is typed into, and then for the dialog around it', async () => {
  await press('Control+Comma');
  const level = settings().getByRole('spinbutton');
  const text = () => level.getAttribute('aria-valuetext');
  const before = await text();
  const type = async (value: string, key: string) => {
    await level.dblclick();
    await app.page.keyboard.type(value);
    await press(key);
    await settings().getByRole('textbox', { name: /click/ }).waitFor({ state: 'hidden' });
    expect(await settings().isVisible()).toBe(true);
  };
  await type('-30', 'Escape');
  expect(await text()).toBe(before);
  await type('-20', 'Enter');
  await expect.poll(text).toBe('−20.0 dB');
  await press('Escape');
  await settings().waitFor({ state: 'hidden' });
});

test('a dialog that the browser itself closes, at a second Esc, is closed', async () => {
  const itself = () => settings().evaluate((one: HTMLDialogElement) => one.close());
  for (const close of [itself, () => press('Escape')]) {
    await press('Control+Comma');
    await settings().waitFor();
    await close();
    await settings().waitFor({ state: 'hidden' });
    await press('Escape');
  }
});

test('a notice is over an open dialog, and what it offers can be had', async () => {
  const { page } = app;
  await head('Crash').focus();
  await press('Control+Shift+Backspace');
  await head('Crash').waitFor({ state: 'detached' });
  await press('Control+Comma');
  await settings().waitFor();
  await page.locator('.toast').getByRole('button', { name: 'Undo' }).click();
  await press('Escape');
  await head('Crash').waitFor();
  expect(await settings().count()).toBe(0);
});

test('a menu in a menu is opened, chosen from and left by key', async () => {
  const { page } = app;
  const menus = page.getByRole('menu');
  const colour = () => head('Bass').evaluate((element) => element.style.getPropertyValue('--colour').trim());
  const before = await colour();
  await head('Bass').focus();
  await press('Shift+F10');
  await menus.waitFor();
  await press('KeyC');
  await press('ArrowRight');
  await expect.poll(() => menus.count()).toBe(2);
  const [first, second] = [await boxOf(menus.first()), await boxOf(menus.last())];
  expect(second.x).toBeGreaterThanOrEqual(first.right - 6);
  const shown = () => page.evaluate(() => document.activeElement?.textContent?.trim());
  const chosen = await menus.last().getByRole('menuitemcheckbox', { checked: true }).innerText();
  await expect.poll(shown).toBe(chosen.trim());
  // One level at a time.
  await press('ArrowLeft');
  await expect.poll(shown).toBe('Colour');
  await press('ArrowRight');
  await press('Escape');
  await expect.poll(shown).toBe('Colour');
  expect(await menus.count()).toBe(1);
  await press('ArrowRight');
  await press('End');
  await press('Enter');
  await expect.poll(colour).not.toBe(before);
  expect(await menus.count()).toBe(0);
  await expect.poll(focusedName).toMatch(/^Bass, track/);
  await press('Control+KeyZ');
  await expect.poll(colour).toBe(before);
  await press('Shift+F10');
  await menus.waitFor();
  await press('Escape');
  await menus.waitFor({ state: 'hidden' });
  expect(await focusedName()).toMatch(/^Bass, track/);
});

test('a menu in a menu at the right edge covers nothing of it', async () => {
  const { page } = app;
  await press('Digit2');
  const limiter = page.getByLabel('Inserts of Master').getByRole('button', { name: /^Limiter: / });
  const { right, y } = await boxOf(limiter);
  await page.mouse.click(right - 6, y + 6, { button: 'right' });
  const menus = page.getByRole('menu');
  await menus.waitFor();
  await menus.locator('[aria-haspopup]').first().focus();
  await press('ArrowRight');
  await expect.poll(() => menus.count()).toBe(2);
  const [first, second] = [await boxOf(menus.first()), await boxOf(menus.last())];
  expect(second.right).toBeLessThanOrEqual(first.x + 6);
  for (const left of [1, 0]) {
    await press('Escape');
    await expect.poll(() => menus.count()).toBe(left);
  }
});

test('a choice that the studio refuses goes back', async () => {
  const { page } = app;
  await press('Digit2');
  // What keys it may not hear it.
  await page.getByRole('button', { name: 'Comp: Compressor on Kick', exact: true }).click();
  const source = page.getByRole('combobox', { name: /^Side-chain of/ });
  const before = await source.inputValue();
  await source.selectOption({ label: 'Drums' });
  await page.locator('.toast.warning').waitFor();
  expect(await source.inputValue()).toBe(before);
  await source.selectOption({ label: 'Snare' });
  await expect.poll(() => source.evaluate((one: HTMLSelectElement) => one.selectedOptions[0]?.text)).toBe('Snare');
  await press('Control+KeyZ');
  await expect.poll(() => source.inputValue()).toBe(before);
});

test('the counter is typed into while it runs: Enter goes there, Esc does not', async () => {
  const { page } = app;
  await press('Digit1');
  const position = page.getByRole('button', { name: /^Position/ });
  const entry = page.getByRole('textbox', { name: 'Position' });
  const bar = async () => Number(/(\d+)\|/.exec((await position.innerText()).replace(/\s/g, ''))?.[1]);
  const goTo = async (place: string, key: string) => {
    await position.dblclick();
    await entry.waitFor();
    const begun = await entry.inputValue();
    await page.waitForTimeout(400);
    // What it began with stays, however the counter moves.
    expect(await entry.inputValue()).toBe(begun);
    await page.keyboard.type(place);
    await press(key);
    await entry.waitFor({ state: 'hidden' });
    return begun;
  };
  await goTo('9|1|1', 'Enter');
  await expect.poll(bar).toBe(9);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(async () => (await position.innerText()).replace(/\s/g, '')).toMatch(/:9\|[2-4]/);
  // It begins with where the song is by now, not with where it began to play.
  expect(await goTo('2|1|1', 'Escape')).toMatch(/^(9\|[2-4]|10\|)/);
  expect(await bar()).toBeGreaterThanOrEqual(9);
  await goTo('5|1|1', 'Enter');
  await expect.poll(bar).toBe(5);
  await page.getByRole('button', { name: 'Stop', exact: true }).first().click();
});

test('Esc takes the map of the song back to where it was', async () => {
  const { page } = app;
  const map = page.getByRole('scrollbar', { name: 'Part of the song on screen' });
  const shown = () => map.getAttribute('aria-valuetext');
  await press('Control+KeyF');
  for (let times = 0; times < 3; times++) await press('Equal');
  const before = await shown();
  const box = await boxOf(map);
  const frame = await boxOf(map.locator('.frame'));
  for (const x of [frame.x + frame.width / 2, frame.right - 1]) {
    await hold({ x, y: box.y + box.height / 2 }, { dx: frame.width / 4 });
    await expect.poll(shown).not.toBe(before);
    await press('Escape');
    await expect.poll(shown).toBe(before);
    await page.mouse.up();
  }
  await press('Control+KeyF');
});

test('Esc takes the scroll bar of the tracks back to where it was', async () => {
  const { page } = app;
  for (let times = 0; times < 4; times++) await press('Control+ArrowUp');
  const bar = page.getByRole('scrollbar', { name: 'Tracks on screen' });
  const at = () => bar.getAttribute('aria-valuenow');
  const box = await boxOf(bar);
  const before = await at();
  await hold({ x: box.x + 6, y: box.y + 8 }, { dy: 40 });
  await expect.poll(at).not.toBe(before);
  await press('Escape');
  await expect.poll(at).toBe(before);
  await page.mouse.up();
  for (let times = 0; times < 4; times++) await press('Control+ArrowDown');
});

test('Esc gives every track the height back that it had, its own too', async () => {
  const { page } = app;
  const heads = page.getByLabel('Tracks', { exact: true }).getByRole('listitem', { name: /, track/ });
  const heights = () => heads.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
  const edgeOf = async (name: string) => {
    const { x, width, bottom } = await boxOf(head(name));
    return { x: x + width / 2, y: bottom - 1 };
  };
  await hold(await edgeOf('Bass'), { dy: 24 });
  await page.mouse.up();
  const before = await heights();
  expect(new Set(before).size).toBe(2);
  for (const all of [true, false]) {
    if (all) await page.keyboard.down('Shift');
    await hold(await edgeOf('Kick'), { dy: -12 });
    await expect.poll(heights).not.toEqual(before);
    await press('Escape');
    await expect.poll(heights).toEqual(before);
    await page.mouse.up();
    if (all) await page.keyboard.up('Shift');
  }
});

test.skipIf(host !== 'chromium')('on a display with smaller pixels every canvas is drawn as sharp', async () => {
  const { page } = app;
  const metrics = await page.context().newCDPSession(page);
  /** The canvases that have not as many pixels as their place, of all that can be seen. */
  const blurred = (ratio: number) =>
    page.locator('canvas:visible').evaluateAll(
      (all, wanted) =>
        all
          .map((one) => one as HTMLCanvasElement)
          .filter((one) => one.clientWidth > 0 && Math.abs(one.width - one.clientWidth * wanted) > wanted)
          .map(({ width, clientWidth, parentElement }) => `${parentElement?.className}: ${width} for ${clientWidth}`),
      ratio,
    );
  for (const screen of ['Digit1', 'Digit2', 'Digit3']) {
    await press(screen);
    for (const ratio of [1, 2]) {
      // Only with another size is the page told of an emulated display; a meter is as large as before.
      const size = { width: 1440 - ratio, height: 900, mobile: false };
      await metrics.send('Emulation.setDeviceMetricsOverride', { ...size, deviceScaleFactor: ratio });
      await expect.poll(() => blurred(ratio), { message: `${screen} at ${ratio}` }).toEqual([]);
      expect(await page.locator('canvas:visible').count()).toBeGreaterThan(3);
    }
  }
  await metrics.detach();
});

test('nothing went wrong in the page meanwhile', () => {
  expect(app.complaints.filter((text) => !/favicon|404/.test(text))).toEqual([]);
});
