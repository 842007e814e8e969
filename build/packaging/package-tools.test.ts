import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { linuxTargets } from './package-tools.mjs';

const kinds = ['AppImage', 'deb', 'tar.gz'];
let silent: Server;
let cache = '';
let told: string[] = [];
beforeEach(async () => {
  cache = mkdtempSync(join(tmpdir(), 'mixdown-packaging-'));
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  vi.stubEnv('ELECTRON_BUILDER_CACHE', cache);
  vi.stubEnv('ELECTRON_BUILDER_BINARIES_MIRROR', `http://127.0.0.1:${port}/`);
  told = [];
  vi.spyOn(console, 'log').mockImplementation((line) => void told.push(String(line)));
});
afterEach(() => {
  silent.close();
  rmSync(cache, { recursive: true });
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('leaves out, with a sentence, what it has no tools for and cannot fetch them', async () => {
  expect(await linuxTargets(kinds, {})).toEqual(['tar.gz']);
  expect(told).toEqual([
    expect.stringMatching(
      /^not made: AppImage: its tools are not on this machine, and 127\.0\.0\.1:\d+ does not answer$/,
    ),
    expect.stringMatching(/^not made: deb: /),
  ]);
  expect(await linuxTargets(['AppImage'], {})).toEqual([]);
});

it('makes what the machine has the tools for: its own dpkg, and what was fetched before', async () => {
  expect(await linuxTargets(kinds, { CUSTOM_FPM_PATH: '/x/deb-by-dpkg.mjs' })).toEqual(['deb', 'tar.gz']);
  mkdirSync(join(cache, 'appimage-12'));
  expect(await linuxTargets(kinds, { CUSTOM_FPM_PATH: '/x/deb-by-dpkg.mjs' })).toEqual(kinds);
  expect(told.filter((line) => line.includes('deb'))).toEqual([]);
});
