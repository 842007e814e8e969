/** A tablet in the network: its page is at no secure address, and is a guest. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenApp, openApp } from './open-app.ts';

let app: OpenApp;
beforeAll(async () => {
  app = await openApp(undefined, { share: true });
  await app.page.getByRole('banner', { name: 'Transport' }).waitFor();
});
afterAll(() => app?.close());

test('a tablet mixes, and is greeted by no refusal', async (context) => {
  const { page, guest } = app;
  if (!guest) return context.skip('this machine has no address in a network');
  await guest.getByRole('banner', { name: 'Transport' }).waitFor();
  expect(await guest.evaluate(() => window.isSecureContext)).toBe(false);
  for (const screen of ['Arrange', 'Master', 'Mix']) await guest.getByRole('tab', { name: screen }).click();
  await page.getByRole('tab', { name: 'Mix' }).click();
  const fader = (of: typeof page) => of.getByRole('slider', { name: 'Bass level', exact: true });
  await expect.poll(() => fader(page).getAttribute('aria-valuetext')).toBe('−6.0 dB');
  await fader(guest).focus();
  await guest.keyboard.press('ArrowUp');
  await expect.poll(() => fader(page).getAttribute('aria-valuetext')).toBe('−5.5 dB');
  expect(await guest.getByText('Only the machine').count()).toBe(0);
});
