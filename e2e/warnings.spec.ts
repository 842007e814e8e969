/** What a musician is warned of while they record, on every screen, and what they can do about it; what is told of the sound card is changed on its way. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenApp, openApp } from './open-app.ts';
import { seriousViolations } from './serious-violations.ts';

let app: OpenApp;
/** Fields of the recording's state as the page is told them. */
let told: { readonly dropouts?: number; readonly diskSecondsLeft?: number } = {};

beforeAll(async () => {
  app = await openApp(undefined, { nullInput: 'loopback' });
  const { page } = app;
  await page.routeWebSocket(/.*/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => socket.send(typeof message === 'string' ? changed(message) : message));
  });
  await page.reload();
  await page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(() => app?.close());

function changed(message: string): string {
  const parsed = JSON.parse(message) as { name?: string; data?: object };
  if (parsed.name !== 'record/changed') return message;
  return JSON.stringify({ ...parsed, data: { ...parsed.data, ...told } });
}

const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true });
const screens = ['Mix', 'Master', 'Arrange'] as const;
const head = () => app.page.getByLabel(/^Track, track/);

test('a disk that lasts for less than ten minutes is said before it is recorded, on every screen', async () => {
  const { page } = app;
  told = { diskSecondsLeft: 599 };
  await page.keyboard.press('Control+Alt+KeyT');
  await head().focus();
  await page.keyboard.press('KeyR');
  await page.getByText('The disk is full after 9 min of what is armed.').first().waitFor();
  for (const screen of screens) {
    await page.getByRole('tab', { name: screen }).click();
    await expect.poll(() => page.getByLabel('Status').innerText()).toMatch(/Disk nearly full:\s+9 min\s+left/);
  }
});

test('what steps aside for a musician who monitors is named at the track, at the master, and in the mix', async () => {
  const { page } = app;
  const monitor = head().getByRole('button', { name: 'Monitor Track' });
  if ((await monitor.getAttribute('aria-pressed')) === 'false') await monitor.click();
  const words = /Limiter of .* aside while you monitor: \d+\.\d ms less latency\. The mix has/;
  await expect.poll(() => head().getAttribute('aria-label')).toMatch(words);
  await head()
    .getByRole('img', { name: /^Low latency on Track/ })
    .waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await page.getByRole('tab', { name: 'Mix' }).click();
  const strip = page.getByRole('group', { name: /^Track, track/ });
  await expect.poll(() => strip.getAttribute('aria-label')).toMatch(words);
  await page.getByRole('group', { name: /^Mix bus.*Limiter.* aside while you monitor/ }).waitFor();
  await page.getByRole('tab', { name: 'Arrange' }).click();
  await monitor.click();
  await expect.poll(() => head().getAttribute('aria-label')).not.toContain('aside');
});

test('a dropout is told while it rolls; a click retakes from the same place, and the take stays in its lane', async () => {
  const { page } = app;
  await button(/^Marker Verse/).press('Enter');
  await button('Record').click();
  await button('Stop recording').waitFor();
  await page.waitForTimeout(1000);
  told = { dropouts: 1, diskSecondsLeft: 599 };
  await page
    .getByText(/^Sound was lost while you record\..* Retake \(.*R\) keeps it in its lane/)
    .first()
    .waitFor();
  const lost = button('1 dropout in this recording. Retake');
  for (const screen of screens) {
    await page.getByRole('tab', { name: screen }).click();
    await lost.waitFor();
  }
  expect(await seriousViolations(page)).toEqual([]);
  await lost.click();
  told = { diskSecondsLeft: 599 };
  await lost.waitFor({ state: 'detached' });
  await expect.poll(() => page.getByLabel('Status').innerText()).toContain('Track take 2 writing');
  await page.waitForTimeout(1000);
  await page.keyboard.press('Space');
  await button('Record').waitFor();
  await page.getByRole('option', { name: /^Clip Track take 2, starts 5\|1\|1/ }).waitFor();
  expect(await page.getByRole('option', { name: /^Clip Track take 1/ }).count()).toBe(0);
  await button(/^Show 2 takes .*of Track/)
    .first()
    .waitFor();
});
