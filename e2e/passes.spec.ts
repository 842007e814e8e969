/** A loop that is recorded: each pass that is over is a lane at once, and the stop changes nothing of what is seen. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { host, type OpenApp, openApp } from './open-app.ts';
import { seriousViolations } from './serious-violations.ts';

let app: OpenApp;
beforeAll(async () => {
  app = await openApp(undefined, { nullInput: 'loopback' });
  await app.page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(() => app?.close());

const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true });
const over = (number: number) =>
  app.page.getByLabel(new RegExp(`^Track take ${number}, take of Track, starts .*in the session when`));
const going = (number: number) =>
  app.page.getByLabel(`Track take ${number}, take of Track, recording`, { exact: true });
const taken = (number: number) =>
  app.page.getByLabel(new RegExp(`^Track take ${number}, take of Track, starts .*% used`));

/** A picture of lanes beside a head, as far as that is on screen. MIXDOWN_E2E_PICTURES keeps it. */
async function laneOf(head: ReturnType<typeof over>, name: string): Promise<string> {
  const { page } = app;
  const [box, lanes] = [await head.boundingBox(), await page.locator('#lanes').boundingBox()];
  if (!box || !lanes) throw new Error('no lane');
  const picture = await page.screenshot({
    clip: { x: lanes.x, y: box.y, width: lanes.width - 20, height: box.height },
  });
  if (process.env.MIXDOWN_E2E_PICTURES) writeFileSync(`${process.env.MIXDOWN_E2E_PICTURES}/${name}.png`, picture);
  return picture.toString('base64');
}

/** Whether a wave is drawn in a lane, where the loop begins. */
async function isBright(head: ReturnType<typeof over>): Promise<boolean> {
  const [box, loop] = [await head.boundingBox(), await app.page.getByLabel('Loop start').boundingBox()];
  if (!box || !loop) return false;
  return app.page.evaluate(
    ([x = 0, y = 0]) => {
      const canvas = document.querySelector<HTMLCanvasElement>('#lanes canvas');
      const [context, ratio] = [canvas?.getContext('2d'), devicePixelRatio];
      if (!canvas || !context) return false;
      const { left, top } = canvas.getBoundingClientRect();
      const { data } = context.getImageData(Math.round((x - left) * ratio), Math.round((y - top) * ratio), 20, 1);
      return data.some((value, index) => index % 4 < 3 && value > 60);
    },
    [loop.x + loop.width, box.y + box.height / 2],
  );
}

test('each pass of a loop that is over is a lane at once, while the session stays as it is', async () => {
  const { page } = app;
  await page.keyboard.press('Control+Alt+KeyT');
  const head = page.getByLabel(/^Track, track/);
  await head.focus();
  await page.keyboard.press('KeyR');
  await page.keyboard.press('KeyI');
  await button(/^Marker Verse/).press('Enter');
  const playhead = page.getByRole('slider', { name: 'Playhead' });
  await expect.poll(() => playhead.getAttribute('aria-valuetext')).toContain('5|1|1,');
  await page.keyboard.press('Shift+BracketLeft');
  await page.keyboard.press('Shift+KeyL');
  const loop = page.getByRole('slider', { name: 'Loop start' });
  await expect.poll(() => loop.getAttribute('aria-valuetext')).toBe('5|1|1');
  await button('Record').click();
  await over(1).waitFor();
  await going(2).waitFor();
  await over(2).waitFor();
  await going(3).waitFor();
  expect(await page.getByRole('option', { name: /^Clip Track take/ }).count()).toBe(0);
  await button(/^Hide 3 takes .*of Track/).waitFor();
  await expect.poll(() => page.getByLabel('Status').innerText()).toContain('Track take 3 writing');
  expect(await seriousViolations(page)).toEqual([]);
});

// The window's page is never loaded anew while it lives.
test.skipIf(host !== 'chromium')('a client that comes while it rolls sees them too', async () => {
  const { page } = app;
  await page.reload();
  await over(1).waitFor();
  await over(2).waitFor();
  // Waves of what was played before are read from the disk.
  await expect.poll(() => isBright(over(1))).toBe(true);
});

test('the stop changes nothing of what is seen of them', async () => {
  const { page } = app;
  await over(3).waitFor();
  await page.mouse.move(700, 5);
  await page.evaluate(() => document.styleSheets[0]?.insertRule('.playhead { opacity: 0 !important; }'));
  const before = [await laneOf(over(1), 'before-1'), await laneOf(over(2), 'before-2')];
  const places = await Promise.all([1, 2, 3].map((number) => over(number).boundingBox()));
  await page.keyboard.press('Space');
  for (const number of [1, 2, 3, 4]) await taken(number).waitFor();
  const heads = await Promise.all([1, 2, 3].map((number) => taken(number).boundingBox()));
  expect(heads).toEqual(places);
  await expect.poll(() => laneOf(taken(1), 'after-1')).toBe(before[0]);
  await expect.poll(() => laneOf(taken(2), 'after-2')).toBe(before[1]);
});
