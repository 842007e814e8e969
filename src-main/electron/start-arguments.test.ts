import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { OPENER } from '../studio/session-folder/session-opener.ts';
import { sessionFolderOf, startArguments } from './start-arguments.ts';

describe('start arguments', () => {
  test('a session folder is found among the switches of Chromium and the app’s own folder', () => {
    const found = startArguments(['--no-sandbox', 'out/electron', '--smoke', 'Songs/Harbour.mixdown'], '/home/ada');
    expect(found).toEqual({
      smoke: true,
      sessionFolder: resolve('/home/ada/Songs/Harbour.mixdown'),
      soundFiles: [],
    });
  });

  test('sound files are brought in, whatever the case of their ending', () => {
    const { soundFiles, sessionFolder, smoke } = startArguments(['a.WAV', '/b.flac', 'notes.txt'], '/music');
    expect(soundFiles).toEqual([resolve('/music/a.WAV'), resolve('/b.flac')]);
    expect(sessionFolder).toBeUndefined();
    expect(smoke).toBe(false);
  });

  test('a desktop names files as addresses', () => {
    const { soundFiles, sessionFolder } = startArguments(
      [pathToFileURL('/music/My Song.mixdown').href, pathToFileURL('/music/Gitarre Öl.wav').href, 'file:%zz'],
      '/home/ada',
    );
    expect(sessionFolder).toBe(resolve('/music/My Song.mixdown'));
    expect(soundFiles).toEqual([resolve('/music/Gitarre Öl.wav')]);
  });

  test('the file in a session folder stands for the folder', () => {
    const folder = resolve('/x/Song.mixdown');
    expect(sessionFolderOf(join(folder, 'session.json'))).toBe(folder);
    expect(sessionFolderOf(join(folder, OPENER))).toBe(folder);
    expect(sessionFolderOf('/x/other.json')).toBeUndefined();
  });
});
