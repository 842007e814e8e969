import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { HEAD, STRIP, stripOffset } from '../../src-shared/protocol/telemetry.ts';
import { JUMP_FADE_FRAMES } from '../../src-shared/render/looping-clips.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { FreeRunEngine } from '../testing/free-run-engine.ts';
import { NO_INPUT } from './devices/audio-device.ts';
import { FADE_FRAMES } from './live-player.ts';

const RATE = 48_000;
const FRAMES = 10 * RATE;
/** Of the ramp: a sample's value tells its frame, exactly. */
const RAMP_STEP = 2 ** -22;

let folder = '';
let engine: FreeRunEngine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-player-'));
  await writeMono('constant.wav', () => 0.5);
  await writeMono('another-constant.wav', () => 0.5);
  await writeMono('ramp.wav', (frame) => frame * RAMP_STEP);
  await writeMono('sine.wav', (frame) => 0.5 * Math.sin((2 * Math.PI * 200 * frame) / RATE));
});
afterEach(() => engine.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function writeMono(name: string, sampleAt: (frame: number) => number): Promise<void> {
  const writer = createWavFile(join(folder, name), { sampleRateHz: RATE, channels: 1, bitDepth: '32f' });
  writer.write(
    Float32Array.from({ length: FRAMES }, (_, frame) => sampleAt(frame)),
    FRAMES,
  );
  await writer.finish();
}

/** One track with a clip of a file. */
function trackOf(builder: SessionBuilder, file: string): string {
  const track = builder.strip('track');
  builder.clip(track, builder.media(1, FRAMES, file));
  return track;
}

async function load(session: Session, bufferFrames = 256): Promise<void> {
  engine = new FreeRunEngine(bufferFrames);
  await engine.load(session, folder);
}

function left(samples: Float32Array): Float32Array {
  return samples.filter((_, index) => index % 2 === 0);
}

function largestStep(signal: Float32Array): number {
  let most = 0;
  for (let frame = 1; frame < signal.length; frame++)
    most = Math.max(most, Math.abs((signal[frame] as number) - (signal[frame - 1] as number)));
  return most;
}

describe('a loop', () => {
  const FROM = 20_011;
  const TO = 31_023;

  test('goes on at its start, to the sample, on every strip however late it is', async () => {
    const builder = new SessionBuilder();
    trackOf(builder, 'ramp.wav');
    builder.device(trackOf(builder, 'ramp.wav'), 'limiter');
    await load(builder.build());
    await engine.ask('set', { loop: { fromFrames: FROM, toFrames: TO }, loopOn: true });
    await engine.play();
    const heard = left(await engine.run(80_000));
    const latency = heard.findIndex((value) => value > 0) - 1;
    expect(latency).toBeGreaterThan(50);
    const wrong: number[] = [];
    for (let frame = 0; frame < heard.length - latency; frame++) {
      const untilJump = (((TO - frame) % (TO - FROM)) + (TO - FROM)) % (TO - FROM);
      const isFading = frame > FROM && untilJump > 0 && untilJump <= JUMP_FADE_FRAMES;
      const session = frame < TO ? frame : FROM + ((frame - TO) % (TO - FROM));
      const played = (heard[frame + latency] as number) / RAMP_STEP / 2;
      if (!isFading && Math.abs(played - session) > 1e-3) wrong.push(frame);
    }
    expect(wrong).toEqual([]);
  });

  test('jumps without a click, and its automation with it', async () => {
    const builder = new SessionBuilder();
    const track = trackOf(builder, 'constant.wav');
    builder.lane(track, { kind: 'channel' }, 'gainDb', [
      { atFrames: 0, value: -12, shape: 'hold', bend: 0 },
      { atFrames: 25_000, value: 0, shape: 'hold', bend: 0 },
    ]);
    await load(builder.build());
    await engine.ask('set', { loop: { fromFrames: FROM, toFrames: TO }, loopOn: true });
    await engine.play();
    const heard = left(await engine.run(60_000));
    expect(largestStep(heard.subarray(1))).toBeLessThan(0.5 / 60);
    const quiet = heard[FROM + 100] as number;
    expect(heard[TO + 100]).toBe(quiet);
    expect(heard[TO + 25_500 - FROM]).toBe(0.5);
  });

  test('that is set behind the playhead is played past, and one that is switched off is left', async () => {
    const builder = new SessionBuilder();
    trackOf(builder, 'ramp.wav');
    await load(builder.build());
    await engine.ask('set', { loop: { fromFrames: FROM, toFrames: TO }, loopOn: true });
    await engine.play();
    await engine.run(156 * 256);
    await engine.ask('set', { loopOn: false });
    const heard = left(await engine.run(20_000));
    expect(largestStep(heard) / RAMP_STEP).toBeCloseTo(1, 3);
    await engine.ask('set', { loop: { fromFrames: 0, toFrames: 5_000 }, loopOn: true });
    expect(largestStep(left(await engine.run(20_000))) / RAMP_STEP).toBeCloseTo(1, 3);
  });
});

describe('the transport', () => {
  test('seeks, starts within the song and stops without a click', async () => {
    const builder = new SessionBuilder();
    trackOf(builder, 'constant.wav');
    await load(builder.build());
    await engine.ask('locate', { atFrames: 70_001 });
    await engine.play();
    const start = left(await engine.run(5_120));
    await engine.ask('locate', { atFrames: 200_000 });
    const jump = left(await engine.run(5_120));
    const stopped = await engine.ask('stop', null);
    const end = left(await engine.run(5_120));
    const heard = Float32Array.from([0, ...start, ...jump, ...end]);
    expect(largestStep(heard)).toBeLessThan((1.01 * 0.5) / FADE_FRAMES);
    expect([start.at(-1), jump.at(-1), end.at(-1)]).toEqual([0.5, 0.5, 0]);
    // The files are read by the end of the fade.
    expect(jump[FADE_FRAMES - 1]).toBeLessThan(0.001);
    expect(stopped).toMatchObject({ playing: false, atFrames: 200_000 + 5_120 - FADE_FRAMES });
  });

  test('that is stopped and moved at once stands there, and does not play on', async () => {
    const builder = new SessionBuilder();
    trackOf(builder, 'sine.wav');
    await load(builder.build());
    await engine.play();
    await engine.run(RATE);
    // A record is sent in real time, and the engine runs ahead of that.
    const recorded = async () => {
      await new Promise((later) => setTimeout(later, 20));
      await engine.run(256);
      await new Promise((later) => setTimeout(later, 5));
    };
    await recorded();
    await engine.ask('stop', null);
    expect((await engine.ask('locate', { atFrames: 3 * RATE })).playing).toBe(false);
    const heard = await engine.run(RATE / 2);
    expect(
      left(heard)
        .slice(2 * FADE_FRAMES)
        .every((sample) => sample === 0),
    ).toBe(true);
    await recorded();
    expect(engine.telemetry[HEAD.playing]).toBe(0);
    expect(engine.telemetry[HEAD.playheadSeconds]).toBe(3);
  });

  test('tells the place that is heard', async () => {
    const builder = new SessionBuilder();
    builder.device(trackOf(builder, 'ramp.wav'), 'limiter');
    await load(builder.build());
    await engine.ask('locate', { atFrames: 100_000 });
    await engine.play();
    const heard = left(await engine.run(187 * 256));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.run(256);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { telemetry } = engine;
    const playhead = (telemetry[HEAD.playheadSeconds] as number) * RATE + (telemetry[HEAD.playheadFrames] as number);
    const frame = (heard.at(-1) as number) / RAMP_STEP;
    expect(playhead - frame).toBeGreaterThanOrEqual(1);
    expect(playhead - frame).toBeLessThanOrEqual(257);
    expect(telemetry[HEAD.playing]).toBe(1);
  });

  test('clicks on every beat, the first of a bar higher, and counts nobody in who listens', async () => {
    await load(new SessionBuilder().build());
    await engine.ask('set', { metronomeOn: true, countInBars: 1, metronomeGainDb: 0 });
    await engine.ask('play', null);
    const beat = RATE / 2;
    const heard = left(await engine.run(9 * beat));
    const clicks: number[] = [];
    for (let frame = 0; frame < heard.length; frame++) {
      if (heard[frame] !== 0 && frame - (clicks.at(-1) ?? -beat) > beat / 2) clicks.push(frame);
    }
    // The first sample of a sine is 0.
    expect(clicks).toEqual(Array.from({ length: 9 }, (_, index) => index * beat + 1));
    const crossings = clicks.map((at) => {
      let count = 0;
      for (let frame = at; frame < at + 600; frame++)
        count += Number((heard[frame] as number) * (heard[frame + 1] as number) < 0);
      return count;
    });
    const [accent, plain] = crossings as [number, number];
    expect(accent).toBeGreaterThan(1.3 * plain);
    expect(crossings).toEqual([accent, plain, plain, plain, accent, plain, plain, plain, accent]);
  });
});

describe('a click with outputs of its own', () => {
  /** Takes its blocks as a device with two pairs does. */
  class TwoPairEngine extends FreeRunEngine {
    async runPairs(frames: number, click?: Float32Array): Promise<Float32Array> {
      const song = new Float32Array(2 * frames);
      for (let at = 0; at < 2 * frames; at += 512) {
        await this.engine.settled();
        this.engine.process(song.subarray(at, at + 512), NO_INPUT, 0, click?.subarray(at, at + 512));
      }
      return song;
    }
  }
  const BLOCKS = 256 * 300;

  async function heard(metronomeOn: boolean, click?: Float32Array): Promise<Float32Array> {
    const builder = new SessionBuilder();
    trackOf(builder, 'sine.wav');
    const two = new TwoPairEngine();
    await two.load(builder.build(), folder);
    await two.ask('set', { metronomeOn, metronomeGainDb: 0 });
    await two.ask('play', null);
    const before = await two.runPairs(BLOCKS, click);
    await two.ask('stop', null);
    const after = await two.runPairs(1_024, click?.subarray(before.length));
    await two.close();
    return Float32Array.from([...before, ...after]);
  }

  test('the song has nothing of it, and both together are what is heard on one pair', async () => {
    const click = new Float32Array(2 * (BLOCKS + 1_024)).fill(9);
    const song = await heard(true, click);
    const both = await heard(true);
    const plain = await heard(false);
    expect(song).toEqual(plain);
    let most = 0;
    for (let n = 0; n < both.length; n++)
      most = Math.max(most, Math.abs((song[n] as number) + (click[n] as number) - (both[n] as number)));
    expect(most).toBeLessThan(1e-6);
    expect(click.some((sample) => Math.abs(sample) > 0.2)).toBe(true);
    expect(click.at(-1)).toBe(0);
  });
});

describe('a change while it plays', () => {
  test('of a fader glides; the same fader in a new plan stays', async () => {
    const builder = new SessionBuilder();
    const track = trackOf(builder, 'constant.wav');
    const session = builder.build();
    await load(session);
    await engine.play();
    await engine.run(5_120);
    const before = session.strips[track] as Session['strips'][string];
    const after = { ...before, channel: { gainDb: -20 } };
    await engine.change([{ table: 'strips', id: track, before, after }]);
    const moved = left(await engine.run(5_120));
    // 20 ms, half as steep again in its middle (dsp/core/parameter-ramps.ts).
    expect(largestStep(moved)).toBeLessThan((1.6 * 0.45) / 960);
    expect(moved.at(-1)).toBeCloseTo(0.05, 6);
    // A new plan and the old value in one change, as an undo of several does.
    const device = { id: 'device-900', type: 'eq', enabled: true, values: {}, sidechainId: null };
    await engine.change([
      { table: 'devices', id: device.id, before: null, after: device },
      { table: 'strips', id: track, before: after, after: { ...before, deviceIds: [device.id] } },
    ]);
    expect(left(await engine.run(5_120)).at(-1)).toBe(0.5);
  });

  test('of the structure leaves no gap and makes no click, even when it delays the whole mix', async () => {
    const builder = new SessionBuilder();
    const track = trackOf(builder, 'sine.wav');
    const session = builder.build();
    await load(session);
    await engine.play();
    const steady = left(await engine.run(38 * 256));
    const before = session.strips[track] as Session['strips'][string];
    const device = { id: 'device-900', type: 'limiter', enabled: true, values: {}, sidechainId: null };
    const withDevice = { ...before, deviceIds: [device.id] };
    await engine.change([
      { table: 'devices', id: device.id, before: null, after: device },
      { table: 'strips', id: track, before, after: withDevice },
    ]);
    const added = left(await engine.run(38 * 256));
    await engine.change([
      { table: 'strips', id: track, before: withDevice, after: before },
      { table: 'devices', id: device.id, before: device, after: null },
    ]);
    const removed = left(await engine.run(38 * 256));
    const clip = Object.values(session.clips)[0] as Session['clips'][string];
    await engine.change([{ table: 'clips', id: clip.id, before: clip, after: { ...clip, startFrames: 77 } }]);
    const moved = left(await engine.run(38 * 256));
    const natural = largestStep(steady);
    const all = Float32Array.from([...steady.slice(-1), ...added, ...removed, ...moved]);
    // Where a mirror image meets what it mirrors, the slope turns round, and a crossfade adds two slopes: no step.
    expect(largestStep(all)).toBeLessThan(2 * natural);
    // 10 ms is two periods: nowhere is there a hole.
    const window = RATE / 100;
    for (let at = 0; at + window < all.length; at += window / 2) {
      const power = all.subarray(at, at + window).reduce((sum, value) => sum + value * value, 0) / window;
      expect(10 * Math.log10(power / 0.125), `at ${at}`).toBeGreaterThan(-6);
    }
  });

  test('of what is played waits for the disk: no gap is heard, and none is counted', async () => {
    const builder = new SessionBuilder();
    trackOf(builder, 'constant.wav');
    const other = builder.media(1, FRAMES, 'another-constant.wav');
    const session = builder.build();
    await load(session);
    await engine.play();
    const [clip] = Object.values(session.clips) as [Session['clips'][string]];
    const heard: Float32Array[] = [await engine.run(10_240)];
    for (const mediaId of [other, clip.mediaId]) {
      const before = Object.values(engine.document.session.clips)[0] ?? null;
      await engine.change([{ table: 'clips', id: clip.id, before, after: { ...clip, mediaId } }]);
      // As the device does it: no block waits.
      heard.push(await engine.run(4_096, { impatient: true }), await engine.run(10_240));
    }
    const worst = Math.max(...heard.map((samples) => Math.max(...left(samples).map((value) => Math.abs(value - 0.5)))));
    expect(worst).toBeLessThan(1e-6);
    expect(engine.telemetry[HEAD.dropouts]).toBe(0);
  });

  test('that does not fit asks for the whole session, and plays on from it', async () => {
    const builder = new SessionBuilder();
    trackOf(builder, 'constant.wav');
    const session = builder.build();
    await load(session);
    await engine.play();
    await engine.run(512);
    const marker = { id: 'marker-1', name: 'Here', atFrames: 0 };
    await engine.change([{ table: 'markers', id: 'marker-1', before: null, after: marker }]);
    expect(engine.messages.some(({ kind }) => kind === 'outOfStep')).toBe(false);
    engine.skipChange([{ table: 'markers', id: 'marker-1', before: marker, after: null }]);
    await engine.change([{ table: 'markers', id: 'marker-1', before: null, after: marker }]);
    expect(engine.messages.some(({ kind }) => kind === 'outOfStep')).toBe(true);
    await engine.resync();
    expect(left(await engine.run(2_560)).every((value) => value === 0.5)).toBe(true);
  });
});

describe('telemetry', () => {
  test('shows levels behind the fader, and loudness', async () => {
    const builder = new SessionBuilder();
    const track = trackOf(builder, 'sine.wav');
    builder.change(track, { channel: { gainDb: -6 } });
    await load(builder.build());
    await engine.play();
    await engine.run(4 * RATE);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.run(2_048);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const { telemetry } = engine;
    const strip = stripOffset(0);
    const peak = 20 * Math.log10(0.5) - 6;
    expect(telemetry[strip + STRIP.peakLeftDb]).toBeCloseTo(peak, 2);
    expect(telemetry[strip + STRIP.rmsRightDb]).toBeCloseTo(peak - 3.01, 2);
    expect(telemetry[strip + STRIP.shortTermLufs]).toBeCloseTo(telemetry[HEAD.shortTermLufs] as number, 3);
    // BS.1770-5: two channels of a sine, −0.691 + 10·log10 of their power, at 200 Hz some tenths under the shelf and high-pass.
    expect(telemetry[HEAD.integratedLufs]).toBeGreaterThan(peak - 1.6);
    expect(telemetry[HEAD.integratedLufs]).toBeLessThan(peak - 0.6);
    expect(telemetry[HEAD.maxTruePeakDbtp]).toBeCloseTo(peak, 1);
    expect(telemetry[HEAD.correlation]).toBeCloseTo(1, 5);
    expect(telemetry[HEAD.dropouts]).toBe(0);
  });

  test('counts what the disk did not bring in time; it is silent, and playing goes on', async () => {
    const builder = new SessionBuilder();
    trackOf(builder, 'constant.wav');
    await load(builder.build());
    await engine.play();
    // Nothing is read while this runs: the thread is never left.
    const heard = left(await engine.run(6 * RATE, { impatient: true }));
    expect(heard[RATE]).toBe(0.5);
    expect(heard.at(-1)).toBe(0);
    expect(left(await engine.run(RATE)).at(-1)).toBe(0.5);
    await new Promise((resolve) => setTimeout(resolve, 20));
    await engine.run(2_048);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(engine.telemetry[HEAD.dropouts]).toBeGreaterThan(0);
  });
});

test('a seek during which the device stands still for long plays on at its place', async () => {
  const builder = new SessionBuilder();
  trackOf(builder, 'ramp.wav');
  await load(builder.build());
  await engine.play();
  await engine.run(1_024);
  await engine.ask('locate', { atFrames: 240_000 });
  // Longer than a start waits for the disk: a card that is gone is missed after 1.5 to 3 s.
  await new Promise((resolve) => setTimeout(resolve, 2_200));
  const heard = left(await engine.run(4_096));
  const gain = (heard[2_001] as number) - (heard[2_000] as number);
  expect(heard[2_000]).toBeCloseTo((240_000 + 2_000 - FADE_FRAMES) * gain, 3);
  expect(gain).toBeGreaterThan(0);
});
