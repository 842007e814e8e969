import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createFileByteSink } from './file-byte-sink.ts';
import { temporaryFile } from './temporary-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-stale-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** The number of a process that has ended. */
const deadPid = spawnSync(process.execPath, ['-e', '']).pid;

function leave(name: string, ageHours: number): string {
  const path = join(folder, name);
  writeFileSync(path, 'left');
  const seconds = Date.now() / 1_000 - ageHours * 3_600;
  utimesSync(path, seconds, seconds);
  return name;
}

test('beside a new file, what a killed process left goes; everything else stays', () => {
  leave(`.mixdown-${deadPid}-0123456789ab.part`, 2);
  leave(`.mixdown-${deadPid}-0123456789ac.premaster`, 2);
  const kept = [
    leave(`.mixdown-${deadPid}-0123456789ad.part`, 0.5),
    leave(`.mixdown-${process.pid}-0123456789ab.part`, 2),
    leave(`.mixdown-${deadPid}-notes.part`, 2),
    leave('song.part', 2),
  ];
  const sink = createFileByteSink(join(folder, 'song.wav'));
  sink.append(new Uint8Array(4));
  sink.commit();
  expect(readdirSync(folder).sort()).toEqual([...kept, 'song.wav'].sort());
});

test('a folder that is not there gives a name all the same', () => {
  expect(basename(temporaryFile(join(folder, 'none'), 'part'))).toMatch(/^\.mixdown-\d+-[0-9a-f]{12}\.part$/);
});
