/** Files and folders that are let go over the page as the system lets them go, and a bounced file that is taken out. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { host, type OpenApp, openApp } from './open-app.ts';

let app: OpenApp;
beforeAll(async () => {
  app = await openApp();
  await app.page.getByLabel('Tracks', { exact: true }).getByText('Guitar').waitFor();
});
afterAll(() => app?.close());

/** A second of silence, 16 bits, mono. */
function writeSilence(file: string): void {
  const frames = 48_000;
  const wav = Buffer.alloc(44 + frames * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(36 + frames * 2, 4);
  wav.write('WAVEfmt ', 8);
  for (const [at, value] of [
    [16, 16],
    [24, 48_000],
    [28, 96_000],
    [40, frames * 2],
  ] as const)
    wav.writeUInt32LE(value, at);
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ] as const)
    wav.writeUInt16LE(value, at);
  wav.write('data', 36);
  writeFileSync(file, wav);
}

/** Carries files of the disk over a place of the page and lets them go there, as a file manager does. */
async function letGo(paths: readonly string[], { x, y }: { x: number; y: number }): Promise<void> {
  const session = await app.page.context().newCDPSession(app.page);
  const data = { items: [], files: [...paths], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await session.send('Input.dispatchDragEvent', { type, x, y, data });
  await session.detach();
}

const clipsNamed = (name: string) =>
  app.page
    .getByRole('option', { name: new RegExp(`^Clip ${name},`) })
    .evaluateAll((options) => options.map((option) => option.getAttribute('aria-label')));

async function placeOver(clip: RegExp) {
  const box = await app.page.getByRole('option', { name: clip }).boundingBox();
  if (!box) throw new Error('no such clip on screen');
  return { x: box.x - 20, y: box.y + box.height / 2 };
}

test('a file goes onto the track that it is let go over', async () => {
  const file = join(app.folder, 'Tone.wav');
  writeSilence(file);
  await letGo([file], await placeOver(/^Clip Bass, starts 5\|/));
  await expect.poll(() => clipsNamed('Tone')).toEqual([expect.stringMatching(/on Bass$/)]);
});

test('a folder comes in with all the sound in it, a track each, wherever it is let go', async () => {
  const stems = join(app.folder, 'Stems');
  mkdirSync(join(stems, 'Voices'), { recursive: true });
  for (const name of ['2 Low.wav', '10 High.wav', 'Voices/Lead.wav']) writeSilence(join(stems, name));
  writeFileSync(join(stems, 'notes.txt'), 'louder');
  await letGo([stems], await placeOver(/^Clip Bass, starts 5\|/));
  await app.page.getByText('3 files brought in').first().waitFor();
  await app.page.keyboard.press('Control+KeyZ');
  await expect.poll(() => clipsNamed('Tone')).toHaveLength(1);
});

test.skipIf(host !== 'chromium')('a file that is being sent says so, and is cancelled without a trace', async () => {
  const { page, folder } = app;
  const file = join(folder, 'Slow.wav');
  writeSilence(file);
  const network = await page.context().newCDPSession(page);
  const slowly = { offline: false, latency: 0, downloadThroughput: -1 };
  await network.send('Network.emulateNetworkConditions', { ...slowly, uploadThroughput: 5_000 });
  await letGo([file], await placeOver(/^Clip Bass, starts 5\|/));
  const sending = page.getByRole('progressbar', { name: 'Sending Slow.wav' });
  await sending.waitFor();
  await page.getByRole('button', { name: 'Cancel Sending Slow.wav' }).click();
  await page.getByText('Sending Slow.wav: cancelled.').first().waitFor();
  await network.send('Network.emulateNetworkConditions', { ...slowly, uploadThroughput: -1 });
  expect(await sending.count()).toBe(0);
  expect(await clipsNamed('Slow')).toEqual([]);
});

test.skipIf(host === 'chromium')('a bounced file is taken out by the pointer', async () => {
  const { page, electronApp, folder } = app;
  await page.keyboard.press('Control+Shift+KeyE');
  const dialog = page.getByRole('dialog', { name: 'Bounce' });
  await dialog.getByRole('textbox', { name: 'Name' }).fill('Out');
  await dialog.getByRole('textbox', { name: 'Folder' }).fill(folder);
  await dialog.getByRole('button', { name: 'Bounce', exact: true }).click();
  const name = page.getByRole('dialog', { name: 'Bounced' }).locator('[draggable=true]', { hasText: 'Out.wav' });
  await name.waitFor({ timeout: 50_000 });
  // The system's own drag begins here: it would wait for a hand.
  await electronApp?.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents) contents.startDrag = ({ file }) => Object.assign(globalThis, { takenOut: file });
  });
  const box = await name.boundingBox();
  if (!box) throw new Error('no name to drag');
  await page.mouse.move(box.x + 20, box.y + 8);
  await page.mouse.down();
  await page.mouse.move(box.x + 60, box.y + 40, { steps: 5 });
  await page.mouse.up();
  const taken = () => electronApp?.evaluate(() => (globalThis as { takenOut?: string }).takenOut ?? '');
  await expect.poll(async () => basename((await taken()) ?? '')).toBe('Out.wav');
});
