import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { EngineState, TransportState } from '../../src-shared/protocol/answers.ts';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import { commit, newDocument, type SessionDocument } from '../../src-shared/session/document.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import type { AudioBlock, EngineListener } from './engine-link.ts';
import type { EngineProcess } from './engine-process.ts';
import { EngineSupervisor } from './engine-supervisor.ts';

const RATE = 48_000;
let folder = '';
let engine: EngineSupervisor;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-engine-'));
  const writer = createWavFile(join(folder, 'constant.wav'), { sampleRateHz: RATE, channels: 1, bitDepth: '32f' });
  writer.write(new Float32Array(30 * RATE).fill(0.25), 30 * RATE);
  await writer.finish();
});
afterEach(() => engine.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function oneTrack(): SessionDocument {
  const builder = new SessionBuilder();
  builder.clip(builder.strip('track'), builder.media(1, 30 * RATE, 'constant.wav'));
  return newDocument(builder.build());
}

/** Everything the engine says, as it comes. */
class Listener implements EngineListener {
  readonly notices: string[] = [];
  readonly states: EngineState['state'][] = [];
  readonly audio: number[] = [];
  playheadSeconds = 0;
  #waiters: (() => void)[] = [];

  onTransport(_state: TransportState): void {
    this.#wake();
  }
  onEngine({ state }: EngineState): void {
    this.states.push(state);
    this.#wake();
  }
  onTelemetry(record: Float32Array): void {
    this.playheadSeconds = (record[HEAD.playheadSeconds] as number) + (record[HEAD.playheadFrames] as number) / RATE;
    this.#wake();
  }
  onAudio({ interleaved }: AudioBlock): void {
    this.audio.push(...interleaved);
    this.#wake();
  }
  onMonitor(): void {}
  onRecording(): void {}
  onPasses(): void {}
  onColumns(): void {}
  onRecorded(): void {}
  onNotice(_kind: 'info' | 'warning', sentence: string): void {
    this.notices.push(sentence);
    this.#wake();
  }

  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  #wake(): void {
    for (const resolve of this.#waiters.splice(0)) resolve();
  }
}

function listen(to: EngineSupervisor): Listener {
  engine = to;
  const listener = new Listener();
  engine.listen(listener);
  return listener;
}

test('plays in a process of its own, and what goes to the device can be heard elsewhere', async () => {
  const listener = listen(new EngineSupervisor());
  const document = oneTrack();
  await engine.load({ folder, document: () => document });
  expect(engine.state).toMatchObject({ state: 'running', deviceName: 'Null device', sampleRateHz: RATE });
  engine.hear(true);
  expect((await engine.play()).playing).toBe(true);
  await listener.until(() => listener.playheadSeconds > 0.3 && listener.audio.length > RATE / 5);
  // Silent until the file is read, then without a gap.
  const sounding = listener.audio.slice(listener.audio.findIndex((sample) => sample !== 0));
  expect(new Set(sounding)).toEqual(new Set([0.25]));
  const { playing, atFrames } = await engine.stop();
  expect(playing).toBe(false);
  expect(atFrames / RATE).toBeGreaterThanOrEqual(listener.playheadSeconds - 0.05);
  await listener.until(() => listener.playheadSeconds === atFrames / RATE);
});

test('killed while it plays it is started again, has the newest session and plays on', async () => {
  const listener = listen(new EngineSupervisor());
  let document = oneTrack();
  await engine.load({ folder, document: () => document });
  await engine.set({ metronomeOn: true, metronomeGainDb: -40 });
  await engine.watch('device-7');
  await engine.locate(10 * RATE);
  await engine.play();
  await listener.until(() => listener.playheadSeconds > 10.3);
  const first = engine.pid as number;
  process.kill(first, 'SIGKILL');
  const marker = { id: 'marker-50', name: 'While it was away', atFrames: 0 };
  const step = commit(document, 'Add marker', [{ table: 'markers', id: marker.id, before: null, after: marker }]);
  if (!step) throw new Error('nothing changed');
  document = step.document;
  engine.follow(step.entry);
  await listener.until(() => listener.states.includes('restarting'));
  listener.playheadSeconds = 0;
  await listener.until(() => listener.playheadSeconds > 10.6);
  expect(listener.playheadSeconds).toBeLessThan(13);
  expect(engine.pid).not.toBe(first);
  expect(engine.transport).toMatchObject({ playing: true, metronomeOn: true, metronomeGainDb: -40 });
  expect(engine.state.watchedDeviceId).toBe('device-7');
  expect(listener.notices).toHaveLength(1);
  expect(listener.notices[0]).toMatch(/started again/);
  // The next change follows the newest session: nothing is out of step.
  const next = commit(document, 'Remove marker', [{ table: 'markers', id: marker.id, before: marker, after: null }]);
  if (!next) throw new Error('nothing changed');
  document = next.document;
  engine.follow(next.entry);
  await engine.stop();
  expect(listener.notices).toHaveLength(1);
});

test('waits until it may start, and then does what was asked of it', async () => {
  let letStart: () => void = () => undefined;
  const mayStart = new Promise<void>((resolve) => {
    letStart = resolve;
  });
  listen(new EngineSupervisor({ mayStart }));
  const document = oneTrack();
  const loaded = engine.load({ folder, document: () => document });
  const played = engine.play();
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(engine.pid).toBeUndefined();
  letStart();
  expect((await played).playing).toBe(true);
  await loaded;
});

test('that never might start ends at once, and refuses what waits', async () => {
  listen(new EngineSupervisor({ mayStart: new Promise(() => undefined) }));
  const played = engine.play();
  await engine.close();
  await expect(played).rejects.toThrow(/closing/);
});

test('that hangs is ended and started again', async () => {
  const listener = listen(new EngineSupervisor({ longestSilenceMs: 2_000 }));
  const document = oneTrack();
  await engine.load({ folder, document: () => document });
  process.kill(engine.pid as number, 'SIGSTOP');
  await expect(engine.play()).rejects.toThrow(/started again/);
  await listener.until(() => engine.state.state === 'running' && listener.states.includes('restarting'));
  expect((await engine.play()).playing).toBe(true);
});

test('that dies again and again is given up with a sentence, until it is asked for again', async () => {
  let starts = 0;
  const listener = listen(
    new EngineSupervisor({
      start: (): EngineProcess => {
        starts++;
        return {
          pid: undefined,
          post: () => undefined,
          onMessage: () => undefined,
          onExit: (ended) => setTimeout(() => ended('SIGSEGV'), 1),
          kill: () => undefined,
        };
      },
    }),
  );
  await expect(engine.play()).rejects.toThrow(/SIGSEGV/);
  expect(listener.states.at(-1)).toBe('failed');
  expect(starts).toBe(6);
  await expect(engine.play()).rejects.toThrow(/SIGSEGV/);
  expect(starts).toBe(12);
});
