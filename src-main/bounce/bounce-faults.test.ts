/** A bounce whose process dies, or whose disk is full: by the command line, in a process of its own. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';

const cli = fileURLToPath(new URL('../../out/app/cli.js', import.meta.url));
const SECONDS = 60;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-faults-'));
  const writer = createWavFile(join(folder, 'take.wav'), { sampleRateHz: 48_000, channels: 2, bitDepth: '24' });
  const second = stereoNoise({ amplitude: 0.3, frames: 48_000, seed: 1 });
  for (let index = 0; index < SECONDS; index++) writer.write(second, 48_000);
  await writer.finish();
  execFileSync(process.execPath, [cli, 'new', 'Song'], { cwd: folder });
  execFileSync(process.execPath, [cli, 'import', 'Song', 'take.wav'], { cwd: folder });
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bounceArguments = [cli, 'bounce', 'Song', '-o', 'mix.wav', '--overwrite', '--threads', '2'];

describe.skipIf(process.platform === 'win32')('the old file', () => {
  test('is whole after the disk was full, and one sentence says so', () => {
    writeFileSync(join(folder, 'mix.wav'), 'the old one');
    // A limit on the size of a file stands in for a full disk: the system refuses the write just so.
    const shell = ['-c', 'ulimit -f 2000; exec "$0" "$@"', process.execPath, ...bounceArguments];
    const { status, stderr } = spawnSync('sh', shell, { cwd: folder, encoding: 'utf8' });
    expect(stderr).toMatch(/“.*mix\.wav” could not be written: .*disk/);
    expect(status).toBe(1);
    expect(readFileSync(join(folder, 'mix.wav'), 'utf8')).toBe('the old one');
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test('is whole after the process was killed in the middle', async () => {
    writeFileSync(join(folder, 'mix.wav'), 'the old one');
    const child = spawn(process.execPath, bounceArguments, { cwd: folder, stdio: 'ignore' });
    const ended = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
    while (!readdirSync(folder).some((name) => name.endsWith('.part')))
      await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(readFileSync(join(folder, 'mix.wav'), 'utf8')).toBe('the old one');
  });

  test('is whole after Ctrl+C, and one sentence says that nothing was written', async () => {
    writeFileSync(join(folder, 'mix.wav'), 'the old one');
    const child = spawn(process.execPath, bounceArguments, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let error = '';
    child.stderr.on('data', (text) => {
      error += text;
    });
    const ended = new Promise((resolve) => child.on('close', resolve));
    const parts = (): string[] => readdirSync(folder).filter((name) => name.includes(`${child.pid}-`));
    while (parts().length === 0) await new Promise((resolve) => setTimeout(resolve, 2));
    child.kill('SIGINT');
    expect(await ended).toBe(1);
    expect(error).toBe('mixdown: cancelled: nothing was written\n');
    expect(readFileSync(join(folder, 'mix.wav'), 'utf8')).toBe('the old one');
    expect(parts()).toEqual([]);
  });
});
