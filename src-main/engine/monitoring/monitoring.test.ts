import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { channelParameters } from '../../../src-shared/dsp/channel/channel.ts';
import { type ParameterSpec, withDefaults } from '../../../src-shared/dsp/core/parameter-spec.ts';
import { processors } from '../../../src-shared/dsp/processors.ts';
import type { MonitorState } from '../../../src-shared/protocol/monitoring.ts';
import { HEAD, INPUT, inputOffset, STRIP, stripOffset } from '../../../src-shared/protocol/telemetry.ts';
import { laneValueAt } from '../../../src-shared/session/automation-curve.ts';
import { runCommand } from '../../../src-shared/session/commands/index.ts';
import type { Input, MonitorMode } from '../../../src-shared/session/records/input.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { createWavFile } from '../../media/create-wav-file.ts';
import { FreeRunEngine } from '../../testing/free-run-engine.ts';
import { RecordingEngine } from '../../testing/recording-engine.ts';
import { TAPE_RAMP_FRAMES } from './tape-gate.ts';

const RATE = 48_000;
const FRAMES = 6 * RATE;
const SONG = 0.5;
const BLOCK = 256;

let folder = '';
/** Says when the disk has what came in. */
class MonitoredEngine extends FreeRunEngine {
  settled(): Promise<void> {
    return this.engine.settled();
  }
}
let engine: FreeRunEngine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-monitor-'));
  const writer = createWavFile(join(folder, 'song.wav'), { sampleRateHz: RATE, channels: 1, bitDepth: '32f' });
  writer.write(new Float32Array(FRAMES).fill(SONG), FRAMES);
  await writer.finish();
});
afterEach(() => engine.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The sample of an input channel (from 0) at a frame of the stream: each frame has its own, in eighths of the song's level. */
const inputAt = (channel: number, frame: number): number => (1 + channel) * ((frame % 1_021) + 1) * 2 ** -14;

type Sound = (channel: number, frame: number) => number;

async function open(session: Session, sound: Sound = inputAt, bufferFrames = BLOCK): Promise<void> {
  const input = (frames: number, fromFrame: number) =>
    Float32Array.from({ length: 2 * frames }, (_, sample) => sound(sample % 2, fromFrame + (sample >> 1)));
  engine = new MonitoredEngine(bufferFrames, { inputChannels: 2, input });
  await engine.load(session, folder);
  while (!engine.messages.some(({ kind }) => kind === 'engine')) await new Promise(setImmediate);
  streamFrame = 0;
}

/** Where in the stream the next block begins. */
let streamFrame = 0;
/** The next frames, left side, and the stream frame of the first. */
async function hear(frames: number): Promise<{ at: number; left: Float32Array; right: Float32Array }> {
  const at = streamFrame;
  const both = await engine.run(frames);
  streamFrame += Math.ceil(frames / BLOCK) * BLOCK;
  return {
    at,
    left: both.filter((_, index) => index % 2 === 0),
    right: both.filter((_, index) => index % 2 === 1),
  };
}

/** A song on a track that has an input. */
function session(input: Partial<Input>, more?: (builder: SessionBuilder, track: string) => void): Session {
  const builder = new SessionBuilder();
  const track = builder.strip('track');
  builder.clip(track, builder.media(1, FRAMES, 'song.wav'));
  builder.arm(track, [1], input);
  more?.(builder, track);
  return builder.build();
}

async function record(): Promise<void> {
  await engine.ask('record', { on: true });
  await (engine as MonitoredEngine).settled();
  await new Promise((resolve) => setTimeout(resolve, 0));
}

type Heard = { at: number; left: Float32Array };
type Judge = (heard: Heard, from?: number) => boolean;

const isInput = (heard: Heard, from = 2 * TAPE_RAMP_FRAMES) =>
  heard.left.every((value, frame) => frame < from || value === Math.fround(inputAt(0, heard.at + frame)));
const isSong = ({ left }: { left: Float32Array }, from = 1_024) =>
  left.every((value, frame) => frame < from || value === SONG);
const isBoth = (heard: Heard, from = 1_024) =>
  heard.left.every((value, frame) => frame < from || value === Math.fround(SONG + inputAt(0, heard.at + frame)));
const isSilent = ({ left }: { left: Float32Array }, from = 1_024) =>
  left.every((value, frame) => frame < from || value === 0);

describe('what is heard of a track that is armed', () => {
  const expected: Record<MonitorMode, [stopped: Judge, playing: Judge, recording: Judge]> = {
    off: [isSilent, isSong, isSilent],
    input: [isInput, isInput, isInput],
    auto: [isInput, isSong, isInput],
    cue: [isInput, isBoth, isBoth],
  };

  test.each(Object.entries(expected))('%s: stopped, playing, recording, stopped again', async (mode, judges) => {
    const [stopped, playing, recording] = judges;
    await open(session({ monitor: mode as MonitorMode }));
    expect(stopped(await hear(4_096))).toBe(true);
    await engine.play();
    await hear(1_024);
    expect(playing(await hear(4_096), 0)).toBe(true);
    await record();
    await hear(1_024);
    expect(recording(await hear(4_096), 0)).toBe(true);
    await engine.ask('record', { on: false });
    await hear(1_024);
    expect(playing(await hear(4_096), 0)).toBe(true);
    await engine.ask('stop', null);
    await hear(2_048);
    expect(stopped(await hear(4_096), 0)).toBe(true);
  });

  test('auto is heard only while the track is armed; input whenever it is wanted', async () => {
    await open(session({ monitor: 'auto', armed: false }));
    expect(isSilent(await hear(2_048), 0)).toBe(true);
    await engine.close();
    await open(session({ monitor: 'input', armed: false }));
    expect(isInput(await hear(2_048))).toBe(true);
  });

  test('a pair is left and right, mono is on both sides', async () => {
    await open(session({ monitor: 'input', channels: [2, 1] }));
    const { at, left, right } = await hear(1_024);
    expect(left[1_000]).toBe(Math.fround(inputAt(1, at + 1_000)));
    expect(right[1_000]).toBe(Math.fround(inputAt(0, at + 1_000)));
    await engine.close();
    await open(session({ monitor: 'input', channels: [2] }));
    const mono = await hear(1_024);
    expect(mono.left[1_000]).toBe(Math.fround(inputAt(1, mono.at + 1_000)));
    expect(mono.right).toEqual(mono.left);
  });
});

describe('direct, or through the strip', () => {
  const half = (builder: SessionBuilder, track: string) => {
    builder.change(track, { channel: { gainDb: -6 } });
    const bus = builder.strip('bus');
    builder.device(bus, 'delay', { values: { mix: 1 } });
    builder.send(track, bus);
  };

  test('direct is the input as it comes, whatever the strip does', async () => {
    await open(session({ monitor: 'input', direct: true }, half));
    expect(isInput(await hear(40_000))).toBe(true);
  });

  test('through the strip are its fader, its sends and what they do', async () => {
    const impulse: Sound = (channel, frame) => (channel === 0 && frame === 1_000 ? 0.5 : 0);
    await open(session({ monitor: 'input' }, half), impulse);
    const { left } = await hear(60_000);
    expect(left[1_000]).toBeCloseTo(0.5 * 10 ** (-6 / 20), 3);
    expect(left.subarray(2_000).some((value) => Math.abs(value) > 0.01)).toBe(true);
  });
});

describe('low latency', () => {
  const late = (builder: SessionBuilder, track: string) => {
    builder.device(track, 'saturation');
    builder.device(track, 'eq');
    builder.device('master', 'limiter');
  };

  test.each([64, 256, 1_000])(
    'an impulse goes out in the frame in which it came in, at blocks of %i',
    async (block) => {
      const impulse: Sound = (channel, frame) => (channel === 0 && frame === 4_321 ? 0.5 : 0);
      await open(session({ monitor: 'cue' }, late), impulse, block);
      const stopped = await engine.run(4_000);
      expect(stopped.every((sample) => sample === 0)).toBe(true);
      const at = Math.ceil(4_000 / block) * block;
      const heard = await engine.run(2_000);
      const first = heard.findIndex((sample) => sample !== 0);
      expect(first >> 1).toBe(4_321 - at);
      expect(heard[first]).toBeCloseTo(0.5, 2);
    },
  );

  test('what is late steps aside, and is told; what is not stays', async () => {
    const song = session({ monitor: 'input' }, late);
    await open(song);
    await hear(1_024);
    const { steppedAside } = await engine.ask('monitor', { changes: {} });
    const types = steppedAside.map(({ deviceId }) => song.devices[deviceId]?.type);
    expect(types.sort()).toEqual(['limiter', 'saturation']);
    for (const { why, trackIds } of steppedAside) expect([why, trackIds]).toEqual(['late', ['track-1']]);
  });

  test('the song stays as late as it is, and is heard as without an input', async () => {
    await open(session({ monitor: 'off', armed: false }, late));
    await engine.play();
    const without = await engine.run(20_000);
    await engine.close();
    await open(session({ monitor: 'cue' }, late), () => 0);
    await engine.play();
    expect(await engine.run(20_000)).toEqual(without);
  });
});

describe('punch', () => {
  const [FROM, TO] = [20_011, 31_023];
  /** A track that nobody hears and that makes the song late. */
  const late = (builder: SessionBuilder) => {
    const track = builder.strip('track');
    builder.device(track, 'limiter');
    return track;
  };
  const limiter = processors['limiter'];
  const latency = limiter?.latencyFrames(withDefaults(limiter.parameters, {}), RATE) ?? 0;

  /** What of each is heard in the range. */
  type Within = { readonly song: 0 | 1; readonly input: 0 | 1 };
  const tapeMachine: Within = { song: 0, input: 1 };

  function wrong(
    heard: Heard,
    sessionAt: (frame: number) => number,
    { song, input } = tapeMachine,
    isWithin = (at: number) => at >= FROM && at < TO,
  ): number {
    // What it fades in with is over by then.
    let level = isWithin(sessionAt(511)) ? TAPE_RAMP_FRAMES : 0;
    return heard.left.findIndex((value, frame) => {
      const at = sessionAt(frame - latency);
      if (frame - latency < 512) return false;
      level = isWithin(at) ? Math.min(TAPE_RAMP_FRAMES, level + 1) : Math.max(0, level - 1);
      const share = level / TAPE_RAMP_FRAMES;
      const ofSong = Math.fround(SONG * (1 - share * (1 - song)));
      const exact = Math.fround(ofSong + Math.fround(input * share * inputAt(0, heard.at + frame)));
      // What leads into a loop's jump is crossfaded with what leads into its target: here the same, but for rounding.
      return Math.abs(value - exact) > (share === 1 ? 0 : 2e-7);
    });
  }

  test('the tape becomes the input at the punch and the tape again behind it, to the frame', async () => {
    expect(latency).toBeGreaterThan(0);
    await open(session({ monitor: 'auto' }, late));
    await engine.ask('set', { punch: { fromFrames: FROM, toFrames: TO }, punchInOn: true, punchOutOn: true });
    await hear(BLOCK);
    await record();
    expect(wrong(await hear(50_000), (frame) => frame)).toBe(-1);
  });

  test('in a loop it does so in every pass', async () => {
    const [START, END] = [12_000, 48_000];
    const sessionAt = (frame: number) => (frame < END ? frame : START + ((frame - END) % (END - START)));
    await open(session({ monitor: 'auto' }, late));
    await engine.ask('set', { punch: { fromFrames: FROM, toFrames: TO }, punchInOn: true, punchOutOn: true });
    await engine.ask('set', { loop: { fromFrames: START, toFrames: END }, loopOn: true });
    await hear(BLOCK);
    await record();
    expect(wrong(await hear(150_000), sessionAt)).toBe(-1);
  });

  test('with one end it does so at that end, in every pass of a loop', async () => {
    const [START, END] = [12_000, 48_000];
    const sessionAt = (frame: number) => (frame < END ? frame : START + ((frame - END) % (END - START)));
    for (const ends of [{ punchInOn: true }, { punchOutOn: true }]) {
      await open(session({ monitor: 'auto' }, late));
      await engine.ask('set', { punch: { fromFrames: FROM, toFrames: TO }, ...ends });
      await engine.ask('set', { loop: { fromFrames: START, toFrames: END }, loopOn: true });
      await hear(BLOCK);
      await record();
      const within = (at: number) => ('punchInOn' in ends ? at >= FROM : at < TO);
      expect(wrong(await hear(150_000), sessionAt, tapeMachine, within)).toBe(-1);
      await engine.close();
    }
    await open(session({}));
  });

  test('not monitored, what is recorded over is silent, to the frame, in every pass', async () => {
    const [START, END] = [12_000, 48_000];
    const sessionAt = (frame: number) => (frame < END ? frame : START + ((frame - END) % (END - START)));
    await open(session({ monitor: 'off' }, late));
    await engine.ask('set', { punch: { fromFrames: FROM, toFrames: TO }, punchInOn: true, punchOutOn: true });
    await engine.ask('set', { loop: { fromFrames: START, toFrames: END }, loopOn: true });
    await hear(BLOCK);
    await record();
    expect(wrong(await hear(150_000), sessionAt, { song: 0, input: 0 })).toBe(-1);
  });

  test('on cue it sounds on beside the input, and a track that is not recorded sounds on', async () => {
    for (const [input, within] of [
      [
        { monitor: 'off', armed: false },
        { song: 1, input: 0 },
      ],
      [
        { monitor: 'off', channels: [9] },
        { song: 1, input: 0 },
      ],
    ] as const) {
      await open(session(input as Partial<Input>, (builder) => builder.arm(late(builder), [1], { monitor: 'off' })));
      await engine.ask('set', { punch: { fromFrames: FROM, toFrames: TO }, punchInOn: true, punchOutOn: true });
      await hear(BLOCK);
      await record();
      expect(wrong(await hear(40_000), (frame) => frame, within)).toBe(-1);
      await engine.close();
    }
    await open(session({ monitor: 'cue' }));
    await hear(BLOCK);
    await record();
    await hear(1_024);
    expect(isBoth(await hear(4_096), 0)).toBe(true);
  });

  test('disarmed while it is recorded, it stays silent until that is over; stopped, nothing of it is heard', async () => {
    await open(session({ monitor: 'off' }));
    await hear(BLOCK);
    await record();
    await hear(2_048);
    await engine.change(runCommand(engine.document.session, 'setInput', { trackId: 'track-1', armed: false }));
    expect(isSilent(await hear(8_192), 0)).toBe(true);
    await engine.ask('stop', null);
    expect(isSilent(await hear(4_096), 0)).toBe(true);
    await engine.ask('locate', { atFrames: 0 });
    await engine.play();
    expect(isSong(await hear(4_096))).toBe(true);
  });
});

describe('along the tape', () => {
  test('a pre-roll plays the tape, and the input is heard from where it records', async () => {
    await open(session({ monitor: 'auto' }));
    await engine.ask('set', { preRollSeconds: 0.25 });
    await engine.ask('locate', { atFrames: 24_000 });
    await hear(BLOCK);
    await record();
    const heard = await hear(24_000);
    // It begins at 12 000 and fades in; 12 000 frames later it records.
    const first = heard.left.findIndex((value, frame) => frame > 400 && value !== SONG);
    expect(first).toBe(12_000);
    expect(isInput(heard, first + TAPE_RAMP_FRAMES)).toBe(true);
  });

  test('a count-in is sung along to, and what is recorded then', async () => {
    await open(session({ monitor: 'auto' }));
    await engine.ask('set', { countInBars: 1, metronomeGainDb: Number.NEGATIVE_INFINITY });
    await hear(BLOCK);
    await record();
    expect(isInput(await hear(2 * RATE + 20_000), 0)).toBe(true);
  });

  test('its fader is where its automation is: at the place while it stands, along the song while it plays', async () => {
    const points = [
      { atFrames: 0, value: 0, shape: 'linear', bend: 0 },
      { atFrames: 48_000, value: -24, shape: 'linear', bend: 0 },
    ] as const;
    const wantedDb = (atFrames: number) => laneValueAt(points, channelParameters['gainDb'] as ParameterSpec, atFrames);
    const ramp = (builder: SessionBuilder, track: string) =>
      builder.lane(track, { kind: 'channel' }, 'gainDb', [...points]);
    await open(session({ monitor: 'input' }, ramp), () => 0.5);
    const levelDb = ({ left }: Heard, frame: number) => 20 * Math.log10((left[frame] as number) / 0.5);
    await engine.ask('locate', { atFrames: 24_000 });
    await hear(2_048);
    expect(levelDb(await hear(20_000), 19_000)).toBeCloseTo(wantedDb(24_000) as number, 3);
    await engine.play();
    // A control step is 1.3 ms, in which the lane falls by a few hundredths of a dB.
    expect(levelDb(await hear(12_032), 12_000)).toBeCloseTo(wantedDb(36_000) as number, 1);
  });
});

describe('the monitor section', () => {
  const sections = { dim: true, dimDb: -20, mono: true, gainDb: -6 };

  test('works on what goes to the device', async () => {
    await open(session({ monitor: 'input', channels: [1, 2] }));
    await engine.ask('monitor', { changes: sections });
    await hear(2_048);
    const { at, left, right } = await hear(1_024);
    const middle = ((inputAt(0, at + 9) + inputAt(1, at + 9)) / 2) * 10 ** (-26 / 20);
    expect(left[9]).toBeCloseTo(middle, 6);
    expect(right).toEqual(left);
    await engine.ask('monitor', { changes: { muted: true } });
    await hear(2_048);
    expect(isSilent(await hear(1_024), 0)).toBe(true);
  });

  test('changes nothing of what is recorded, and glides', async () => {
    const takes: Float32Array[] = [];
    for (const changes of [{}, { ...sections, muted: true, outputGainDb: -30 }]) {
      const recorder = new RecordingEngine(mkdtempSync(join(folder, 'take-')), 2);
      engine = recorder;
      const builder = new SessionBuilder();
      builder.arm(builder.strip('track'), [1, 2], { monitor: 'input' });
      await recorder.open(builder.build());
      await recorder.ask('monitor', { changes });
      await recorder.run(BLOCK);
      await recorder.record();
      await recorder.run(20 * BLOCK);
      await recorder.ask('stop', null);
      const [take] = await recorder.takes();
      takes.push(take?.samples as Float32Array);
      await recorder.close();
    }
    expect(takes[0]?.length).toBeGreaterThan(20 * BLOCK);
    expect(takes[1]).toEqual(takes[0]);
  });

  test('at 0 dB with nothing on leaves every bit of the song', async () => {
    await open(session({ monitor: 'off', armed: false }));
    await engine.play();
    expect(isSong(await hear(4_096), 0)).toBe(true);
  });
});

describe('while the input is heard', () => {
  const sine: Sound = (_, frame) => 0.25 * Math.sin((2 * Math.PI * 200 * frame) / RATE);
  const largestStep = (signal: Float32Array): number => {
    let most = 0;
    for (let frame = 1; frame < signal.length; frame++)
      most = Math.max(most, Math.abs((signal[frame] as number) - (signal[frame - 1] as number)));
    return most;
  };
  /** Of the sine itself. */
  const STEP = 0.25 * ((2 * Math.PI * 200) / RATE);

  test('a device, a fader, a mode and direct are changed without a click', async () => {
    const song = session({ monitor: 'input' });
    await open(song, sine);
    await hear(4_096);
    const input = song.inputs['track-1'] as Input;
    const strip = song.strips['track-1'] as Session['strips'][string];
    const eq = { id: 'device-99', type: 'eq', enabled: true, values: {}, sidechainId: null };
    const withEq = { ...strip, deviceIds: ['device-99'] };
    const quiet = { ...withEq, channel: { gainDb: -3 } };
    const direct = { ...input, direct: true };
    const changes = [
      [
        { table: 'devices', id: 'device-99', before: null, after: eq },
        { table: 'strips', id: strip.id, before: strip, after: withEq },
      ],
      [{ table: 'strips', id: strip.id, before: withEq, after: quiet }],
      [{ table: 'inputs', id: input.id, before: input, after: direct }],
      [{ table: 'inputs', id: input.id, before: direct, after: { ...direct, monitor: 'off' } }],
    ] as const;
    for (const diff of changes) {
      await engine.change(diff as never);
      const { left } = await hear(8_192);
      expect(largestStep(left)).toBeLessThan(2.5 * STEP);
    }
    const { left } = await hear(1_024);
    expect(left.every((value) => value === 0)).toBe(true);
  });

  test('an input is metered for one who looks, though nothing is armed or monitored', async () => {
    await open(session({ monitor: 'off' }), () => 0.5);
    const peakDb = async () => {
      await hear(4_096);
      await new Promise((resolve) => setTimeout(resolve, 30));
      await hear(BLOCK);
      await new Promise(setImmediate);
      const record = engine.telemetry;
      return record[inputOffset(record[HEAD.strips] as number, 0) + INPUT.peakDb];
    };
    expect(await engine.ask('listen', null)).toEqual({ listening: true });
    expect(await peakDb()).toBeCloseTo(-6.02, 2);
  });

  test('the meter of its strip shows it, and the input its clips', async () => {
    const loud: Sound = (channel, frame) => (channel === 1 && frame % 6_000 === 5_000 ? 1 : channel === 0 ? 0.5 : 0);
    await open(session({ monitor: 'input' }), loud);
    await hear(24_000);
    let record = engine.telemetry;
    // The song is still being rehearsed for a moment, which starts its meters anew: it is looked at again.
    for (let look = 0; look < 15; look++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
      await hear(BLOCK);
      await new Promise(setImmediate);
      record = engine.telemetry;
      if ((record[stripOffset(0) + STRIP.peakLeftDb] as number) > -60) break;
    }
    const strips = record[HEAD.strips] as number;
    expect(record[HEAD.inputs]).toBe(2);
    expect(record[HEAD.monitoring]).toBe(1);
    expect(record[stripOffset(0) + STRIP.peakLeftDb]).toBeCloseTo(-6.02, 2);
    expect(record[inputOffset(strips, 0) + INPUT.rmsDb]).toBeCloseTo(-6.02, 2);
    expect(record[inputOffset(strips, 0) + INPUT.clips]).toBe(0);
    expect(record[inputOffset(strips, 1) + INPUT.clips]).toBe(4);
    await engine.ask('clearClips', { channel: 2 });
    await new Promise((resolve) => setTimeout(resolve, 30));
    await hear(BLOCK);
    await new Promise(setImmediate);
    expect(engine.telemetry[inputOffset(strips, 1) + INPUT.clips]).toBe(0);
  });

  test('a howl is muted with a sentence, and can be listened to again', async () => {
    const howl: Sound = (_, frame) => Math.sin((2 * Math.PI * 997 * frame) / RATE) * Math.min(1, frame / RATE);
    await open(session({ monitor: 'input' }), howl);
    await hear(2 * RATE);
    expect(isSilent(await hear(1_024), 0)).toBe(true);
    await new Promise((resolve) => setTimeout(resolve, 30));
    await hear(BLOCK);
    await new Promise(setImmediate);
    const states = engine.messages.flatMap((message): MonitorState[] =>
      message.kind === 'monitor' ? [message.state] : [],
    );
    expect(states.at(-1)).toMatchObject({ isHowlMuted: true, sentence: expect.stringContaining('howled') });
    expect(engine.messages).toContainEqual(
      expect.objectContaining({ kind: 'notice', sentence: expect.stringContaining('howled') }),
    );
    const { isHowlMuted } = await engine.ask('monitor', { changes: { muted: false } });
    expect(isHowlMuted).toBe(false);
    await hear(2_048);
    expect(isSilent(await hear(1_024), 0)).toBe(false);
  });

  test('a howl stays muted whichever input is chosen; with monitoring off on every track, the next one is heard', async () => {
    const howl: Sound = (channel, frame) => (channel === 0 ? Math.sin((2 * Math.PI * 997 * frame) / RATE) : 0.25);
    const song = session({ monitor: 'input' });
    await open(song, howl);
    await hear(RATE);
    expect(isSilent(await hear(1_024), 0)).toBe(true);
    const input = song.inputs['track-1'] as Input;
    const other = { ...input, channels: [2] };
    const off = { ...other, monitor: 'off' };
    const change = (before: unknown, after: unknown) =>
      engine.change([{ table: 'inputs', id: input.id, before, after }] as never);
    await change(input, other);
    await hear(2_048);
    expect(isSilent(await hear(1_024), 0)).toBe(true);
    expect((await engine.ask('monitor', { changes: {} })).isHowlMuted).toBe(true);
    await change(other, off);
    await change(off, other);
    await hear(2_048);
    expect(isSilent(await hear(1_024), 0)).toBe(false);
    expect((await engine.ask('monitor', { changes: {} })).isHowlMuted).toBe(false);
  });

  test('music at full scale does not count as a howl', async () => {
    const drum: Sound = (_, frame) => Math.sin(0.2 * frame) * Math.exp(-(frame % 12_000) / 2_000);
    await open(session({ monitor: 'input' }), drum);
    await hear(3 * RATE);
    expect((await engine.ask('monitor', { changes: {} })).isHowlMuted).toBe(false);
  });
});
