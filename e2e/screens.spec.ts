/** Every screen, in both themes, while the song plays: a picture to look at, and axe's verdict. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { host, type OpenApp, openApp } from './open-app.ts';
import { seriousViolations } from './serious-violations.ts';

const pictures = join(import.meta.dirname, '../out/test/screens');

let app: OpenApp;
beforeAll(async () => {
  mkdirSync(pictures, { recursive: true });
  app = await openApp();
  const { page } = app;
  await page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(() => app?.close());

const showScreen = (name: string) => app.page.getByRole('tab', { name }).click();
const closeOverlay = async () => {
  await app.page.keyboard.press('Escape');
  await app.page.getByRole('dialog').waitFor({ state: 'hidden' });
};
const openDialog = (keys: string) => async () => {
  await app.page.keyboard.press(keys);
  await app.page.getByRole('dialog').waitFor();
};

/** How each screen is come to, and left. */
const screens: readonly { name: string; open(): Promise<unknown>; close?(): Promise<unknown> }[] = [
  { name: 'arrange', open: () => showScreen('Arrange') },
  {
    name: 'clip',
    open: async () => {
      const box = await app.page
        .getByRole('option', { name: /^Clip Guitar/ })
        .nth(1)
        .boundingBox();
      if (box) await app.page.mouse.click(box.x + box.width / 3, box.y + box.height * 0.6);
    },
  },
  { name: 'mix', open: () => showScreen('Mix') },
  {
    name: 'device',
    open: () => app.page.getByRole('button', { name: 'EQ: Equaliser on Bass', exact: true }).last().click(),
  },
  { name: 'master', open: () => showScreen('Master') },
  { name: 'bounce', open: openDialog('Control+Shift+KeyE'), close: closeOverlay },
  { name: 'palette', open: openDialog('Control+KeyK'), close: closeOverlay },
  { name: 'shortcuts', open: openDialog('Shift+Slash'), close: closeOverlay },
  { name: 'history', open: openDialog('Control+Shift+KeyH'), close: closeOverlay },
  { name: 'open', open: openDialog('Control+KeyO'), close: closeOverlay },
  { name: 'settings', open: openDialog('Control+Comma'), close: closeOverlay },
];

// One host is enough for both themes.
for (const theme of host === 'chromium' ? ['dark', 'light'] : ['dark']) {
  test(`the ${theme} theme is chosen`, async () => {
    const { page } = app;
    const shown = () => page.evaluate(() => document.documentElement.dataset.theme);
    if ((await shown()) !== theme) {
      await page.keyboard.press('Control+KeyK');
      await page.getByRole('combobox', { name: 'Find an action' }).fill('light or dark');
      await page.keyboard.press('Enter');
    }
    await expect.poll(shown).toBe(theme);
    // Ten seconds before the chorus, where every track plays: by then the devices are looked at.
    await showScreen('Arrange');
    // While it plays, the play button is named Stop too.
    for (const name of ['Stop', 'Go to the start', 'Fit the song'])
      await page.getByRole('button', { name, exact: true }).first().click();
    await page.getByRole('button', { name: /^Marker Lift/ }).press('Enter');
    await page.getByRole('button', { name: 'Play', exact: true }).click();
  });

  test.each(screens)(`$name in the ${theme} theme has no serious violation`, async ({ name, open, close }) => {
    await open();
    // A level and a panel have come to rest, and a meter has been drawn.
    await app.page.waitForTimeout(700);
    await app.page.screenshot({ path: join(pictures, `${host}-${name}-${theme}.png`) });
    const found = await seriousViolations(app.page);
    await close?.();
    expect(found).toEqual([]);
  });
}
