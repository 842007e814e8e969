/** The sound interface of a machine without a card: what is said of it, its rate, a howl, and where notices lie. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type OpenApp, openApp } from './open-app.ts';
import { seriousViolations } from './serious-violations.ts';

const RATE = 44_100;
const folder = mkdtempSync(join(tmpdir(), 'mixdown-e2e-howl-'));

/** A second of stereo in 16 bits: a howl at full scale on the left, a quiet tone on the right. */
function writeHowl(file: string): void {
  const bytes = Buffer.alloc(44 + 4 * RATE);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + 4 * RATE, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(RATE, 24);
  bytes.writeUInt32LE(4 * RATE, 28);
  bytes.writeUInt16LE(4, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(4 * RATE, 40);
  for (let frame = 0; frame < RATE; frame++) {
    const sine = Math.sin((2 * Math.PI * 1_000 * frame) / RATE);
    bytes.writeInt16LE(Math.round(32_767 * sine), 44 + 4 * frame);
    bytes.writeInt16LE(Math.round(3_000 * sine), 46 + 4 * frame);
  }
  writeFileSync(file, bytes);
}

let app: OpenApp;
beforeAll(async () => {
  const howl = join(folder, 'howl.wav');
  writeHowl(howl);
  app = await openApp(undefined, { nullInput: howl });
  await app.page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(async () => {
  await app?.close();
  rmSync(folder, { recursive: true, force: true });
});

const button = (name: string | RegExp) => app.page.getByRole('button', { name, exact: true });
const status = () => app.page.getByLabel('Status').innerText();
const closeDialog = async () => {
  await app.page.keyboard.press('Escape');
  await app.page.getByRole('dialog').waitFor({ state: 'hidden' });
};

for (const [width, height] of [
  [1280, 720],
  [1440, 900],
] as const)
  test(`at ${width} × ${height} a notice lies on no head of a track and on no scroll bar`, async () => {
    const { page } = app;
    await page.setViewportSize({ width, height });
    await button(/^Numbers/).click();
    const dismiss = button('Dismiss');
    await dismiss.first().waitFor();
    const covered = await page.evaluate(() => {
      const toast = document.querySelector('.notices .toast')?.getBoundingClientRect();
      const others = document.querySelectorAll(
        '[data-head], [role=scrollbar], main .minimap, main .info, main .inspector, [aria-label=Status] button',
      );
      if (!toast || toast.width === 0) return ['no notice'];
      return [...others]
        .filter((element) => {
          const box = element.getBoundingClientRect();
          return box.left < toast.right && box.right > toast.left && box.top < toast.bottom && box.bottom > toast.top;
        })
        .map((element) => element.getAttribute('aria-label') ?? element.className);
    });
    expect(covered).toEqual([]);
    expect(await page.getByRole('scrollbar').count()).toBeGreaterThan(0);
    await dismiss.first().click();
  });

test('through the null device nothing is heard, and no delay is claimed', async () => {
  const { page } = app;
  await page.keyboard.press('Control+Comma');
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Nothing is heard through the null device').waitFor();
  expect(await dialog.getByText(/≈ \d/).count()).toBe(0);
  expect(await status()).not.toContain('excellent');
  await closeDialog();
});

test('a howl is muted, and says so where another input is chosen', async () => {
  const { page } = app;
  await page.keyboard.press('Control+Alt+KeyT');
  const head = page.getByLabel(/^Track, track/);
  await head.waitFor();
  await head.focus();
  await page.keyboard.press('KeyR');
  await expect.poll(status).toContain('Howl muted');
  await head.getByRole('button', { name: /^Input of Track/ }).click();
  await page.getByRole('menuitem', { name: 'A howl was muted: listen again' }).waitFor();
  await page.getByRole('menuitemcheckbox', { name: /^In 2/ }).click();
  await head.getByRole('button', { name: 'Input of Track: In 2' }).waitFor();
  expect(await status()).toContain('Howl muted');
  await page.getByText('A howl was muted: no input is heard.').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await page.keyboard.press('Control+Comma');
  await page.getByRole('dialog').getByRole('button', { name: 'Listen again' }).click();
  await expect.poll(status).not.toContain('Howl muted');
  await closeDialog();
});

test('a session keeps its rate, and a new one is begun at another', async () => {
  const { page } = app;
  await page.keyboard.press('Control+Comma');
  const rate = page.getByLabel('Sample rate of the session');
  expect(await rate.inputValue()).toBe('44100');
  await rate.selectOption('96000');
  await page.getByText('“Sample Grid” stays at 44.1 kHz, the rate of its').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
  await button('New session at 96 kHz').click();
  await expect.poll(status).toContain('96 kHz');
  await page.getByText('A new session at 96 kHz.').first().waitFor();
  // The next one too.
  await page.keyboard.press('Control+Alt+KeyN');
  await page.keyboard.press('Control+Comma');
  await expect.poll(() => rate.inputValue()).toBe('96000');
  await closeDialog();
});
