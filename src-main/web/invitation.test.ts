import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'uqr';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { openBrowser } from './open-browser.ts';
import { qrText } from './qr-text.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mixdown-invite-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

test('the code in a terminal has every module of the code, two rows a line', () => {
  const rows = encode('http://192.0.2.1:1234/?token=abc', { border: 4 }).data.map((row) => row.map(Number).join(''));
  // Between the colours that a line begins with and those that it ends with.
  const cells = (line: string) => [...line.slice(line.indexOf('m') + 1, line.lastIndexOf('\u001b'))];
  const lines = qrText(rows).trimEnd().split('\n').map(cells);
  const read = lines.flatMap((line) => [
    line.map((cell) => Number('▀█'.includes(cell))).join(''),
    line.map((cell) => Number('▄█'.includes(cell))).join(''),
  ]);
  expect(read.slice(0, rows.length)).toEqual(rows);
});

test.skipIf(process.platform !== 'linux')('a browser is opened by a page that only this user may read', async () => {
  const opener = join(folder, 'xdg-open');
  await writeFile(opener, `#!/bin/sh\necho "$1" > "${folder}/asked"\n`);
  await chmod(opener, 0o755);
  vi.stubEnv('PATH', `${folder}:${process.env.PATH}`);
  vi.stubEnv('DISPLAY', ':7');
  expect(await openBrowser('http://127.0.0.1:1/?token=abc', folder)).toBe(true);
  await expect.poll(() => readFile(join(folder, 'asked'), 'utf8').catch(() => '')).toMatch(/^file:\/\/.*\.html\n$/);
  const asked = (await readFile(join(folder, 'asked'), 'utf8')).trim();
  // The link itself stands on no command line.
  expect(asked).not.toContain('token');
  const page = fileURLToPath(asked);
  expect((await stat(page)).mode & 0o777).toBe(0o600);
  expect(await readFile(page, 'utf8')).toContain('url=http://127.0.0.1:1/?token=abc');
});

test.skipIf(process.platform !== 'linux')('a machine without a screen opens none', async () => {
  vi.stubEnv('DISPLAY', '');
  vi.stubEnv('WAYLAND_DISPLAY', '');
  expect(await openBrowser('http://127.0.0.1:1/', folder)).toBe(false);
});
