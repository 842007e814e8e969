import { readdir, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { RecordingColumns } from '../../../src-shared/protocol/recording.ts';
import { armTrack, RecordingStudio, taken, takesOf, unbrokenTake } from '../../testing/recording-studio.ts';
import { TestClient } from '../../testing/test-studio.ts';
import { recordingLogs } from './take-in.ts';

let studio: RecordingStudio;
let client: TestClient;
beforeEach(async () => {
  studio = await RecordingStudio.start();
  client = studio.client;
});
afterEach(() => studio.end());

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms));
const folderNow = async () => (await client.request('session/snapshot', {})).file.folder;

/** Records for so long; the takes are in the session when it resolves. */
async function record(ms: number, during: () => Promise<unknown> = async () => undefined): Promise<void> {
  await client.request('transport/record', { on: true });
  await pause(ms);
  await during();
  await client.request('transport/stop', {});
  await taken(client);
}

/** Every take is there from its first sample to its last; how long each is. */
async function expectWhole(channels: readonly (readonly number[])[]): Promise<number[]> {
  const folder = await folderNow();
  const takes = takesOf(client);
  expect(takes).toHaveLength(channels.length);
  for (const [index, take] of takes.entries())
    expect(unbrokenTake(client, folder, take, channels[index] ?? [])).toBe(take.lengthFrames);
  return takes.map(({ lengthFrames }) => lengthFrames);
}

test('a stop leaves a take, a clip and one step to undo; the log goes', async () => {
  await armTrack(client, 'Vocal', [1]);
  await armTrack(client, 'Room', [4, 2]);
  await record(600);
  const lengths = await expectWhole([[1], [4, 2]]);
  for (const length of lengths) expect(length).toBeGreaterThan(0.4 * 48_000);
  expect(takesOf(client).map(({ name, startFrames }) => [name, startFrames])).toEqual([
    ['Vocal take 1', 0],
    ['Room take 1', 0],
  ]);
  expect(Object.values(client.mirror.session.clips)).toMatchObject([{ startFrames: 0 }, { startFrames: 0 }]);
  const folder = await folderNow();
  await expect.poll(() => recordingLogs(folder)).toEqual([]);
  await client.request('session/undo', {});
  expect([takesOf(client), client.mirror.session.clips, client.mirror.session.media]).toEqual([[], {}, {}]);
  await client.request('session/redo', {});
  await expectWhole([[1], [4, 2]]);
});

test('what is edited while it records never hurts the take', async () => {
  const trackId = await armTrack(client, 'Vocal', [1]);
  await record(700, async () => {
    await client.run('renameStrip', { stripId: trackId, name: 'Singer' });
    await client.request('session/undo', {});
    await client.run('setInput', { trackId, armed: false });
    await client.run('removeStrip', { stripId: trackId });
    await pause(200);
  });
  const [take] = takesOf(client);
  expect(client.mirror.session.strips[take?.trackId ?? '']).toMatchObject({ name: 'Vocal', kind: 'track' });
  const [length] = await expectWhole([[1]]);
  expect(length).toBeGreaterThan(0.7 * 48_000);
});

test('an engine that is killed leaves the take; it is told of, and the engine comes back', async () => {
  await armTrack(client, 'Vocal', [2]);
  await client.request('transport/record', { on: true });
  await pause(1200);
  process.kill(studio.engine.pid as number, 'SIGKILL');
  await taken(client);
  const [length] = await expectWhole([[2]]);
  expect(length).toBeGreaterThan(0.2 * 48_000);
  const notice = await client.event('notice', ({ sentence }) => sentence.startsWith('A recording was cut off.'));
  expect(notice.sentence).toBe('A recording was cut off. What came in until then is kept: “Vocal take 1”.');
  await expect.poll(() => studio.engine.state.state, { timeout: 20_000 }).toBe('running');
  expect(await client.request('record/state', {})).toMatchObject({ isRecording: false, takes: [] });
  await expect.poll(() => studio.engine.state.inputChannels, { timeout: 20_000 }).toBe(4);
  expect(studio.engine.transport.recording).toBe(false);
});

test('killed behind a punch in, it leaves the take from there on; killed before it, none, and the file is kept', async () => {
  await armTrack(client, 'Vocal', [2]);
  const punch = { fromFrames: 9000, toFrames: 9001 };
  await client.request('transport/set', { punch, punchInOn: true });
  await client.request('transport/record', { on: true });
  await pause(1200);
  process.kill(studio.engine.pid as number, 'SIGKILL');
  await taken(client);
  expect(takesOf(client)).toMatchObject([{ name: 'Vocal take 1', startFrames: 9000 }]);
  const [length] = await expectWhole([[2]]);
  expect(length).toBeGreaterThan(0.2 * 48_000);
  await expect.poll(() => studio.engine.state.inputChannels, { timeout: 20_000 }).toBe(4);
  // The engine that came back has the punch as it was.
  expect(studio.engine.transport).toMatchObject({ punch, punchInOn: true, punchOutOn: false });
  await client.request('transport/stop', {});
  const far = { fromFrames: 48_000_000, toFrames: 48_000_001 };
  await client.request('transport/set', { punch: far });
  client.events.length = 0;
  await client.request('transport/record', { on: true });
  await pause(600);
  process.kill(studio.engine.pid as number, 'SIGKILL');
  const folder = await folderNow();
  await expect.poll(() => recordingLogs(folder)).toEqual([]);
  expect(takesOf(client)).toHaveLength(1);
  expect(await readdir(`${folder}/audio`)).toHaveLength(2);
});

test('discard takes the last recording back', async () => {
  await armTrack(client, 'Vocal', [1]);
  await record(300);
  expect(takesOf(client)).toHaveLength(1);
  await client.request('record/discard', {});
  expect(takesOf(client)).toEqual([]);
  await client.request('session/redo', {});
  expect(takesOf(client)).toHaveLength(1);
  await client.run('addMarker', { name: 'Bridge', atFrames: 0 });
  await expect(client.request('record/discard', {})).rejects.toThrow('The last step was no recording');
});

test('retake records again from the same place; the take stays in its lane, and its track plays what it played', async () => {
  await armTrack(client, 'Vocal', [1]);
  await record(900);
  const before = client.mirror.session.clips;
  await client.request('transport/locate', { atFrames: 9600 });
  await client.request('transport/record', { on: true });
  await pause(300);
  // While it rolls, a key that is pressed twice, and once more when it was stopped.
  const [first, second] = await Promise.all([client.request('record/retake', {}), client.request('record/retake', {})]);
  for (const state of [first, second]) expect(state).toMatchObject({ recording: true, atFrames: 9600 });
  expect(takesOf(client).map(({ name, startFrames }) => [name, startFrames])).toEqual([
    ['Vocal take 1', 0],
    ['Vocal take 2', 9600],
  ]);
  expect(client.mirror.session.clips).toEqual(before);
  await pause(300);
  client.events.length = 0;
  await client.request('transport/stop', {});
  await taken(client);
  const clipNames = () => Object.values(client.mirror.session.clips).map(({ name }) => name);
  expect(clipNames()).toContain('Vocal take 3');
  await client.request('record/retake', {});
  expect(takesOf(client)).toHaveLength(3);
  expect(client.mirror.session.clips).toEqual(before);
  await pause(300);
  await client.request('record/discard', {});
  // What was set aside is one step: undone, the track plays it again.
  await client.request('session/undo', {});
  expect(clipNames()).toContain('Vocal take 3');
  await expectWhole([[1], [1], [1]]);
});

test('passes that are over are told as the tape rolls, to those who come later too, with their waves', async () => {
  const trackId = await armTrack(client, 'Vocal', [1]);
  await client.request('transport/set', { loop: { fromFrames: 0, toFrames: 24_000 }, loopOn: true });
  await client.request('transport/record', { on: true });
  const rolling = () => studio.engine.recording.takes[0];
  await expect.poll(() => rolling()?.passes, { timeout: 10_000 }).toBeGreaterThanOrEqual(2);
  expect(takesOf(client)).toEqual([]);
  const later = await TestClient.connect(studio.studio, 'guest');
  const { takes } = await later.request('record/state', {});
  const [told] = await later.request('record/passes', {});
  expect(told).toMatchObject({ roll: 'recording-1.jsonl', fromPass: 0, fromLoss: 0 });
  expect(told?.passes.length).toBe(takes[0]?.passes);
  const { path = '', fromAt = 0 } = takes[0] ?? {};
  const peaks = await later.request('record/peaks', { path, fromColumn: 0, columns: 64 });
  expect(peaks.columns).toHaveLength(64 * 3);
  const grown = client.events.flatMap(({ name, data }) =>
    name === 'record/columns' ? [data as RecordingColumns] : [],
  );
  const [seen] = grown;
  if (!seen) throw new Error('no columns came');
  const same = await later.request('record/peaks', {
    path,
    fromColumn: seen.fromColumn,
    columns: seen.columns.length / 3,
  });
  expect(same.columns).toEqual(seen.columns);
  await expect(later.request('record/peaks', { path: 'session.json', fromColumn: 0, columns: 1 })).rejects.toThrow(
    'That file is not being recorded.',
  );
  client.events.length = 0;
  await client.request('transport/stop', {});
  await taken(client);
  const all = takesOf(client).filter((take) => take.trackId === trackId);
  expect(all.length).toBeGreaterThan(2);
  for (const [index, run] of (told?.passes ?? []).entries())
    expect(all[index]).toMatchObject({
      startFrames: run.sessionFrame,
      offsetFrames: run.fromAt - fromAt,
      lengthFrames: run.toAt - run.fromAt,
    });
  expect(await later.request('record/passes', {})).toEqual([]);
});

test('a save under another name, another session and the end of the program end the take first', async () => {
  await armTrack(client, 'Vocal', [1]);
  await client.request('transport/record', { on: true });
  await pause(400);
  const saved = await client.request('session/saveAs', { folder: `${studio.parent}/Saved` });
  expect(takesOf(client)).toHaveLength(1);
  await expectWhole([[1]]);
  await client.request('transport/record', { on: true });
  await pause(400);
  await studio.studio.close();
  const again = await RecordingStudio.start(studio.parent, saved.file.folder);
  client = again.client;
  await expectWhole([[1], [1]]);
  studio = again;
});

test('what cannot be recorded is refused with a sentence', async () => {
  await expect(client.request('transport/record', { on: true })).rejects.toMatchObject({
    code: 'refused',
    message: 'Nothing is armed: arm a track to record it.',
  });
  await armTrack(client, 'Vocal', [9]);
  await expect(client.request('transport/record', { on: true })).rejects.toThrow(
    '“Vocal” is armed with input 9, and “Null device” has 4 inputs: choose another for it.',
  );
  expect(await readdir(`${await folderNow()}/audio`)).toEqual([]);
});

test('how takes are written is kept for this machine', async () => {
  expect(await client.request('record/set', { bitDepth: '24' })).toMatchObject({ bitDepth: '24' });
  await studio.studio.close();
  studio = await RecordingStudio.start(studio.parent);
  client = studio.client;
  await expect.poll(async () => (await client.request('record/state', {})).bitDepth).toBe('24');
});

test('a recording that was stopped a moment ago is the one that is discarded', async () => {
  await armTrack(client, 'Vocal', [1]);
  await record(300);
  for (const presses of [1, 2]) {
    client.events.length = 0;
    await client.request('transport/record', { on: true });
    await pause(300);
    await client.request('transport/stop', {});
    await Promise.all(Array.from({ length: presses }, () => client.request('record/discard', {})));
    await pause(300);
    expect(takesOf(client)).toMatchObject([{ name: 'Vocal take 1' }]);
  }
});

test('a log that cannot be read keeps no other from being taken in', async () => {
  await armTrack(client, 'Vocal', [1]);
  await client.request('transport/record', { on: true });
  await pause(600);
  const folder = await folderNow();
  await writeFile(`${folder}/recording-0.jsonl`, '{"kind":"start","version":2}\n');
  process.kill(studio.engine.pid as number, 'SIGKILL');
  await taken(client);
  await expect.poll(() => recordingLogs(folder)).toEqual(['recording-0.jsonl']);
  expect(takesOf(client)).toHaveLength(1);
});
