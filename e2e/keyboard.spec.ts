/** The app without a mouse: every pane by F6, one stop of Tab for a strip or a head, and every control from there. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type OpenApp, openApp } from './open-app.ts';

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
  await app.page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(() => app?.close());

const press = (key: string) => app.page.keyboard.press(key);
const focused = () =>
  app.page.evaluate(() => {
    const { activeElement: element } = document;
    const pane = element?.closest('[data-pane]')?.getAttribute('data-pane') ?? '';
    return { pane, name: element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? '' };
  });

/** What Tab stops at, once round the page. */
async function tabStops(): Promise<readonly { pane: string; name: string }[]> {
  const stops = [];
  for (let count = 0; count < 80; count++) {
    await press('Tab');
    const stop = await focused();
    if (stops.length > 0 && JSON.stringify(stop) === JSON.stringify(stops[0])) return stops;
    stops.push(stop);
  }
  throw new Error(`Tab is not round after ${stops.length} stops`);
}

describe.each([
  { screen: 'Arrange', key: '1', panes: ['Tools', 'Ruler', 'Tracks', 'Lanes', 'Inspector'] },
  { screen: 'Mix', key: '2', panes: ['Console', 'Device editor'] },
  { screen: 'Master', key: '3', panes: ['Chain', 'Measures', 'Delivery'] },
])('$screen', ({ key, panes }) => {
  beforeEach(async () => {
    await app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await press(key);
  });

  test('F6 goes from pane to pane, and Shift+F6 back', async () => {
    const all = [...panes, 'Status', 'Transport'];
    for (const pane of all) {
      await press('F6');
      expect((await focused()).pane).toBe(pane);
    }
    for (const pane of [...all].reverse().slice(1)) {
      await press('Shift+F6');
      expect((await focused()).pane).toBe(pane);
    }
  });

  test('Tab stops in every pane, and once at all the tracks', async () => {
    const stops = await tabStops();
    for (const pane of panes) expect(stops.map((stop) => stop.pane)).toContain(pane);
    expect(stops.filter(({ pane }) => pane === 'Tracks').length).toBeLessThanOrEqual(1);
    // The strip, and what adds another.
    expect(stops.filter(({ pane }) => pane === 'Console').length).toBeLessThanOrEqual(2);
  });
});

describe.each([
  { place: 'a strip', key: '2', pane: 'Console', next: 'ArrowRight' },
  { place: 'a head', key: '1', pane: 'Tracks', next: 'ArrowDown' },
])('$place', ({ key, pane, next }) => {
  const controls = () =>
    app.page.evaluate(
      () =>
        document.activeElement
          ?.closest('[data-strip-id]')
          ?.querySelectorAll('button:not([disabled]), select, [role="slider"], [role="spinbutton"]').length ?? 0,
    );

  test('is gone into with Enter, and every control in it is reached', async () => {
    await app.page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
    await press(key);
    while ((await focused()).pane !== pane) await press('F6');
    await press('Home');
    const from = (await focused()).name;
    await press(next);
    const strip = (await focused()).name;
    expect(strip).not.toBe(from);
    const names = [];
    const count = await controls();
    expect(count).toBeGreaterThan(3);
    await press('Enter');
    for (let at = 0; at < count; at++) {
      names.push((await focused()).name);
      await press('ArrowRight');
    }
    expect(new Set(names).size).toBe(count);
    // The last one stays, and another pane is come back from to it.
    expect((await focused()).name).toBe(names.at(-1));
    await press('F6');
    await press('Shift+F6');
    expect((await focused()).name).toBe(names.at(-1));
    await press('Escape');
    expect((await focused()).name).toBe(strip);
    await press('Enter');
    expect((await focused()).name).toBe(names.at(-1));
    await press('Escape');
  });
});

test('letters act on the clip that has the focus, chosen or not', async () => {
  const { page } = app;
  await press('1');
  await page.keyboard.press('Escape');
  // The choices of a field are options as well.
  const clips = () => page.locator('[role=option]').count();
  while ((await focused()).pane !== 'Lanes') await press('F6');
  await press('ArrowDown');
  const before = await clips();
  expect((await focused()).name).toMatch(/^Clip /);
  expect(await page.locator('[role=option][aria-selected=true]').count()).toBe(0);
  await press('Delete');
  await expect.poll(clips).toBe(before - 1);
  await press('Control+KeyZ');
  await expect.poll(clips).toBe(before);
  // The focus stayed in the lanes, and Tab comes back to it.
  expect((await focused()).pane).toBe('Lanes');
  await press('Tab');
  expect((await focused()).name).toMatch(/^Clip /);
  // A copy is chosen; undone, it is not.
  await press('Control+KeyD');
  await expect.poll(clips).toBe(before + 1);
  await press('Control+KeyZ');
  await expect.poll(clips).toBe(before);
  await page.getByRole('contentinfo', { name: 'Status' }).getByText('selected').waitFor({ state: 'hidden' });
});

test('a track goes to another place, and its first automation is that of its level', async () => {
  const { page } = app;
  while ((await focused()).pane !== 'Tracks') await press('F6');
  await press('Home');
  const heads = () =>
    page
      .getByLabel('Tracks', { exact: true })
      .getByRole('listitem')
      .evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')?.replace(/,.*/, '')));
  while (!/^Bass,/.test((await focused()).name)) await press('ArrowDown');
  const before = await heads();
  const [at, next] = [before.indexOf('Bass'), before[before.indexOf('Bass') + 1]];
  await press('Alt+ArrowDown');
  await expect.poll(async () => (await heads()).slice(at, at + 2)).toEqual([next, 'Bass']);
  await expect.poll(async () => (await focused()).name).toMatch(/^Bass,/);
  await press('KeyA');
  await page.getByLabel(/^Automation Volume of Bass, 0 points/).waitFor();
  await press('Control+KeyZ');
  await press('Control+KeyZ');
  await expect.poll(heads).toEqual(before);
});

test('the console is come to at the chosen strip, the master too', async () => {
  const { page } = app;
  await press('1');
  while ((await focused()).pane !== 'Tracks') await press('F6');
  await press('End');
  await expect.poll(async () => (await focused()).name).toMatch(/^Master/);
  await press('2');
  await page.getByLabel('Console').waitFor();
  while ((await focused()).pane !== 'Console') await press('F6');
  expect((await focused()).name).toMatch(/^Mix bus/);
});

test('a value is changed where the focus is, and typed', async () => {
  const { page } = app;
  await press('2');
  await page.getByRole('slider', { name: 'Bass level', exact: true }).focus();
  const text = () => page.getByRole('slider', { name: 'Bass level', exact: true }).getAttribute('aria-valuetext');
  expect(await text()).toBe('−6.0 dB');
  await press('ArrowUp');
  await expect.poll(text).toBe('−5.5 dB');
  await page.keyboard.type('-9');
  await press('Enter');
  await expect.poll(text).toBe('−9.0 dB');
  expect((await focused()).name).toBe('Bass level');
});
