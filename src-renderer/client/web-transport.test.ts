import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { encodeAudio, encodeMessage, encodeTelemetry } from '../../src-shared/protocol/frames.ts';
import type { StudioMessage } from '../../src-shared/protocol/wire.ts';
import { fromJson } from '../../src-shared/session/json.ts';
import { StudioClient } from './studio-client.ts';
import { WebTransport } from './web-transport.ts';

/** The other end of each connection that was tried, newest last. */
let tried: FakeSocket[] = [];
/** What the next connections meet. */
let isReachable = true;
let status = 200;

class FakeSocket {
  binaryType = 'blob';
  readonly sent: { id: number; name: string }[] = [];
  onopen: () => void = () => undefined;
  onclose: () => void = () => undefined;
  onmessage: (event: { data: unknown }) => void = () => undefined;

  constructor() {
    tried.push(this);
    const opens = isReachable;
    queueMicrotask(() => (opens ? this.onopen() : this.onclose()));
  }

  send(text: string): void {
    this.sent.push(fromJson(text) as { id: number; name: string });
  }

  /** The studio says something. */
  tell(message: StudioMessage): void {
    const data = encodeMessage(message);
    this.onmessage({ data: typeof data === 'string' ? data : data.buffer });
  }

  answer(name: string, result: unknown): void {
    const id = this.sent.find((message) => message.name === name)?.id ?? -1;
    this.tell({ kind: 'answer', id, result });
  }
}

const newest = () => tried[tried.length - 1] as FakeSocket;

async function connect(): Promise<{ transport: WebTransport; client: StudioClient }> {
  const transport = await WebTransport.open('ws://127.0.0.1:1/studio');
  return { transport, client: new StudioClient(transport) };
}

beforeEach(() => {
  tried = [];
  isReachable = true;
  status = 200;
  vi.useFakeTimers();
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.stubGlobal('fetch', async () => {
    if (!isReachable && status === 200) throw new TypeError('refused');
    return { status };
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test('answers, floats, events, telemetry and sound arrive as they were sent', async () => {
  const { transport, client } = await connect();
  expect(newest().binaryType).toBe('arraybuffer');
  const columns = Float32Array.from([-0.5, 1, Number.NEGATIVE_INFINITY]);
  const peaks = client.request('media/peaks', { mediaId: 'media-1', framesPerColumn: 64, fromColumn: 0, columns: 1 });
  newest().answer('media/peaks', { channels: 1, framesPerColumn: 64, fromColumn: 0, columns });
  expect(await peaks).toEqual({ channels: 1, framesPerColumn: 64, fromColumn: 0, columns });

  const heard: unknown[] = [];
  client.on('notice', (notice) => heard.push(notice));
  newest().tell({ kind: 'event', name: 'notice', data: { kind: 'info', sentence: 'Öl 🎸' } });
  transport.onAudio((frame) => heard.push(frame));
  newest().onmessage({ data: encodeAudio({ sampleRateHz: 48_000, block: 7, interleaved: columns }).buffer });
  newest().onmessage({ data: encodeTelemetry(columns).buffer });
  expect(heard).toEqual([
    { kind: 'info', sentence: 'Öl 🎸' },
    { kind: 'audio', sampleRateHz: 48_000, block: 7, interleaved: columns },
  ]);
  expect(client.telemetry).toEqual(columns);
});

test('a lost connection fails what waits, is made again, and then the whole session is told as if it were another', async () => {
  const { transport, client } = await connect();
  const told: unknown[] = [];
  const reopened = vi.fn();
  transport.onReopen(reopened);
  for (const name of ['session/replaced', 'engine/changed', 'transport/changed', 'notice'] as const)
    client.on(name, (data) => told.push([name, data]));
  const waiting = client.request('session/undo', {});
  waiting.catch(() => undefined);
  isReachable = false;
  newest().onclose();
  await expect(waiting).rejects.toMatchObject({ code: 'internal', message: expect.stringContaining('not connected') });
  await expect(client.request('session/redo', {})).rejects.toMatchObject({ code: 'internal' });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(tried.length).toBeGreaterThan(2);
  isReachable = true;
  await vi.advanceTimersByTimeAsync(5_000);
  expect(reopened).toHaveBeenCalledOnce();
  newest().answer('session/snapshot', { sequence: 9 });
  newest().answer('engine/state', { state: 'running' });
  newest().answer('transport/set', { playing: true });
  expect(told).toMatchObject([
    ['notice', { kind: 'warning' }],
    ['notice', { kind: 'info' }],
    ['session/replaced', { sequence: 9 }],
    ['engine/changed', { state: 'running' }],
    ['transport/changed', { playing: true }],
  ]);
  const undo = client.request('session/undo', {});
  newest().answer('session/undo', { names: [], position: 0 });
  expect(await undo).toEqual({ names: [], position: 0 });
});

test('a studio that knows this browser no more, or stays away, is said to be gone; nothing is tried any more', async () => {
  for (const [answer, sentence] of [
    [401, 'started anew'],
    [200, 'has ended'],
  ] as const) {
    const { transport } = await connect();
    const closed = vi.fn();
    transport.onClose(closed);
    isReachable = false;
    status = answer;
    newest().onclose();
    await vi.advanceTimersByTimeAsync(answer === 401 ? 1_000 : 50_000);
    expect(closed).toHaveBeenCalledTimes(answer === 401 ? 1 : 0);
    await vi.advanceTimersByTimeAsync(30_000);
    expect(closed).toHaveBeenCalledExactlyOnceWith(expect.stringContaining(sentence));
    const { length } = tried;
    await vi.advanceTimersByTimeAsync(60_000);
    expect(tried.length).toBe(length);
    isReachable = true;
    status = 200;
  }
});

test('a host that does not answer at all is refused with a sentence', async () => {
  isReachable = false;
  await expect(WebTransport.open('ws://127.0.0.1:1/studio')).rejects.toThrow('open the link');
});
