import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { OpenFiles } from './open-files.ts';

test('the file that started the app waits until it can be opened, later ones are opened at once', () => {
  const app = new EventEmitter();
  const files = new OpenFiles(app);
  let prevented = 0;
  const name = (path: string) => app.emit('open-file', { preventDefault: () => prevented++ }, path);
  name('/songs/Harbour.mixdown');
  const opened: string[] = [];
  files.take((path) => opened.push(path));
  expect(opened).toEqual(['/songs/Harbour.mixdown']);
  name('/songs/Other.mixdown');
  expect(opened).toEqual(['/songs/Harbour.mixdown', '/songs/Other.mixdown']);
  expect(prevented).toBe(2);
});
