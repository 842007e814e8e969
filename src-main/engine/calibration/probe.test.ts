import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { chirp, findRoundTrip } from '../../../src-shared/analysis/round-trip.ts';
import type { EngineProbe } from '../../../src-shared/protocol/engine-messages.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { FreeRunEngine } from '../../testing/free-run-engine.ts';
import type { VirtualInputOptions } from '../devices/virtual-input.ts';

let engine: FreeRunEngine;
afterEach(() => engine.close());

async function open(rate: number, bufferFrames: number, input: VirtualInputOptions): Promise<void> {
  engine = new FreeRunEngine(bufferFrames, input);
  await engine.load(new SessionBuilder(rate).build(), '');
  while (!engine.messages.some(({ kind }) => kind === 'engine')) await new Promise(setImmediate);
}

/** A probe, with the device running beside it. */
async function probe(args: EngineProbe) {
  const result = engine.ask('probe', args);
  await engine.run(args.captureFrames + 96_000 / 4 + 2 * engine.device.bufferFrames);
  return result;
}

describe.each([44_100, 48_000, 96_000])('at %i Hz', (rate) => {
  test.each([
    [64, 64],
    [256, 777],
    [512, 1_024],
    [1_024, 5_003],
  ])('in blocks of %i a cable of %i frames is found to the frame, by the right channel', async (block, cable) => {
    await open(rate, block, { inputChannels: 2, loopback: { roundTripFrames: cable, channels: [null, 1] } });
    const played = chirp(rate, -12);
    // Nothing that a musician set for the ears is in the way.
    await engine.ask('monitor', { changes: { muted: true, dim: true, mono: true, outputGainDb: -40 } });
    const captureFrames = played.length + 10_000;
    const { captured, device, dropouts } = await probe({
      signal: played,
      outputChannel: 2,
      inputChannel: 2,
      captureFrames,
    });
    expect(dropouts).toBe(0);
    expect(device).toMatchObject({ sampleRateHz: rate, bufferFrames: block });
    const found = findRoundTrip({ played, captured, sampleRateHz: rate, throughAir: false });
    expect(found).toMatchObject({ kind: 'found', delayFrames: cable });
    expect(found.kind === 'found' && found.gainDb).toBeCloseTo(0, 3);
  });
});

test('on the other channel nothing is heard', async () => {
  await open(48_000, 256, { inputChannels: 2, loopback: { roundTripFrames: 300, channels: [0, null] } });
  const played = chirp(48_000, -12);
  const { captured } = await probe({ signal: played, outputChannel: 1, inputChannel: 2, captureFrames: 60_000 });
  expect(findRoundTrip({ played, captured, sampleRateHz: 48_000, throughAir: false }).kind).toBe('nothing');
});

test('sound that is lost meanwhile is said', async () => {
  await open(48_000, 256, { inputChannels: 1, loopback: { roundTripFrames: 300 } });
  const result = engine.ask('probe', {
    signal: chirp(48_000, -12),
    outputChannel: 1,
    inputChannel: 1,
    captureFrames: 60_000,
  });
  await engine.run(20_000);
  engine.device.loseFrames(100);
  await engine.run(60_000);
  expect((await result).dropouts).toBe(1);
});

test('without an input there is nothing to measure, and a second one waits for the first', async () => {
  await open(48_000, 256, {});
  const args = { signal: chirp(48_000, -12), outputChannel: 1, inputChannel: 1, captureFrames: 60_000 };
  await expect(engine.ask('probe', args)).rejects.toThrow(/No input is chosen/);
  await engine.close();
  await open(48_000, 256, { inputChannels: 1, loopback: { roundTripFrames: 300 } });
  const first = probe(args);
  await expect(engine.ask('probe', args)).rejects.toThrow(/under way/);
  await first;
});

test('the song stops for it; while it records it is refused', async () => {
  const builder = new SessionBuilder();
  builder.arm(builder.strip('track'), [1]);
  engine = new FreeRunEngine(256, { inputChannels: 1, loopback: { roundTripFrames: 300 } });
  const folder = mkdtempSync(join(tmpdir(), 'mixdown-probe-'));
  await engine.load(builder.build(), folder);
  while (!engine.messages.some(({ kind }) => kind === 'engine')) await new Promise(setImmediate);
  const args = { signal: chirp(48_000, -12), outputChannel: 1, inputChannel: 1, captureFrames: 60_000 };
  await engine.ask('record', { on: true });
  await engine.run(4_096);
  await expect(engine.ask('probe', args)).rejects.toThrow(/records: stop first/);
  await engine.ask('record', { on: false });
  await engine.run(4_096);
  const { captured } = await probe(args);
  const transport = engine.messages.filter(({ kind }) => kind === 'transport').at(-1);
  expect(transport).toMatchObject({ state: { playing: false } });
  const found = findRoundTrip({ played: args.signal, captured, sampleRateHz: 48_000, throughAir: false });
  expect(found).toMatchObject({ kind: 'found', delayFrames: 300 });
  await engine.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a device that is changed meanwhile ends it: what was taken down is of two', async () => {
  await open(48_000, 256, { inputChannels: 1, loopback: { roundTripFrames: 300 } });
  const args = { signal: chirp(48_000, -12), outputChannel: 1, inputChannel: 1, captureFrames: 60_000 };
  const heard = engine.ask('probe', args).catch((error: Error) => error.message);
  await engine.run(30_000);
  await engine.ask('choose', { bufferFrames: 512 });
  await engine.run(96_000);
  expect(await heard).toBe('Something else began meanwhile: calibrate again.');
  expect(await probe(args)).toMatchObject({ dropouts: 0 });
});

test('a song that is played meanwhile ends it', async () => {
  await open(48_000, 256, { inputChannels: 1, loopback: { roundTripFrames: 300 } });
  const args = { signal: chirp(48_000, -12), outputChannel: 1, inputChannel: 1, captureFrames: 60_000 };
  const heard = engine.ask('probe', args).catch((error: Error) => error.message);
  await engine.run(30_000);
  await engine.play();
  await engine.run(30_000);
  await engine.ask('stop', null);
  await engine.run(60_000);
  expect(await heard).toBe('Something else began meanwhile: calibrate again.');
});
