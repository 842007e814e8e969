import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { HEAD } from '../../../src-shared/protocol/telemetry.ts';
import { runCommand } from '../../../src-shared/session/commands/index.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { SessionBuilder } from '../../../src-shared/testing/session-builder.ts';
import { ahead, diskError } from '../../testing/failing-disk.ts';
import { inputSample, type KnownTake, RecordingEngine } from '../../testing/recording-engine.ts';

const RATE = 48_000;
let folder = '';
let engine: RecordingEngine | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-record-'));
});
afterEach(async () => {
  await engine?.close();
  engine = undefined;
  rmSync(folder, { recursive: true, force: true });
});

/** A track for each list of channels, armed with it. */
function armed(...channels: readonly (readonly number[])[]): Session {
  const builder = new SessionBuilder(RATE);
  for (const [index, list] of channels.entries())
    builder.arm(builder.strip('track', { name: `Track ${index + 1}` }), list);
  return builder.build();
}

async function start(session: Session, options: ConstructorParameters<typeof RecordingEngine>[2] = {}, channels = 2) {
  engine = new RecordingEngine(folder, channels, options);
  await engine.open(session);
  return engine;
}

/** The input of a take's channels over a stretch of the stream. */
function known(channels: readonly number[], fromFrame: number, frames: number): Float32Array {
  return Float32Array.from({ length: frames * channels.length }, (_, sample) =>
    inputSample((channels[sample % channels.length] as number) - 1, fromFrame + Math.floor(sample / channels.length)),
  );
}

/** Where two runs of samples begin to differ; −1 where they do not. */
function difference(samples: Float32Array, wanted: Float32Array): number {
  if (samples.length !== wanted.length) return Math.min(samples.length, wanted.length);
  return samples.findIndex((sample, index) => sample !== wanted[index]);
}

/** The samples of one of its takes. */
function stretch(take: KnownTake, index = 0): Float32Array {
  const { offsetFrames, lengthFrames } = take.stretches[index] ?? { offsetFrames: 0, lengthFrames: 0 };
  return take.samples.subarray(offsetFrames * take.channels, (offsetFrames + lengthFrames) * take.channels);
}

test('what comes in while a song plays is in the file, sample by sample, at the place where it was played to', async () => {
  const recording = await start(armed([1], [2, 1]), { roundTripFrames: 700 });
  await recording.run(10_240);
  await recording.record();
  await recording.run(20_480);
  await recording.ask('stop', null);
  const takes = await recording.takes();
  expect(takes.map(({ trackName, channels }) => [trackName, channels])).toEqual([
    ['Track 1', 1],
    ['Track 2', 2],
  ]);
  for (const [index, take] of takes.entries()) {
    expect(take.stretches).toHaveLength(1);
    expect(take.stretches[0]).toMatchObject({ startFrames: 0, offsetFrames: 10_240 + 700 });
    // It is held from before: all that came in since the track was armed.
    expect(take.samples.subarray(0, take.channels)).toEqual(known(index === 0 ? [1] : [2, 1], 0, 1));
    const { lengthFrames } = take.stretches[0] as { lengthFrames: number };
    expect(lengthFrames).toBeGreaterThanOrEqual(20_480);
    expect(stretch(take)).toEqual(known(index === 0 ? [1] : [2, 1], 10_240 + 700, lengthFrames));
  }
});

test('each pass of a loop is a take, and the tape runs on through its jumps', async () => {
  const recording = await start(armed([1]), { roundTripFrames: 300 });
  await recording.ask('set', { loop: { fromFrames: 4000, toFrames: 20_000 }, loopOn: true });
  await recording.record();
  await recording.run(20_000 + 16_000 + 5000);
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  expect(take.stretches.slice(0, 2)).toEqual([
    { startFrames: 0, offsetFrames: 300, lengthFrames: 20_000 },
    { startFrames: 4000, offsetFrames: 20_300, lengthFrames: 16_000 },
  ]);
  expect(take.stretches[2]).toMatchObject({ startFrames: 4000, offsetFrames: 36_300 });
  expect(stretch(take, 1)).toEqual(known([1], 20_300, 16_000));
});

test('a punch range gives a take of it on every pass of a loop', async () => {
  const recording = await start(armed([2]), { roundTripFrames: 300 });
  await recording.ask('set', {
    loop: { fromFrames: 0, toFrames: 20_000 },
    loopOn: true,
    punch: { fromFrames: 5000, toFrames: 9001 },
    punchInOn: true,
    punchOutOn: true,
  });
  await recording.record();
  await recording.run(36_000);
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  expect(take.stretches).toEqual([
    { startFrames: 5000, offsetFrames: 5300, lengthFrames: 4001 },
    { startFrames: 5000, offsetFrames: 25_300, lengthFrames: 4001 },
  ]);
  expect(stretch(take, 0)).toEqual(known([2], 5300, 4001));
  expect(stretch(take, 1)).toEqual(known([2], 25_300, 4001));
});

test('record pressed while the song plays begins with what is heard then, and pressed again ends while it plays on', async () => {
  const recording = await start(armed([1]));
  await recording.play();
  await recording.run(10_240);
  await recording.record();
  await recording.run(5120);
  expect(await recording.ask('record', { on: false })).toMatchObject({ recording: false, playing: true });
  const [take] = (await recording.takes()) as [KnownTake];
  expect(take.stretches).toEqual([{ startFrames: 10_240, offsetFrames: 10_240, lengthFrames: 5120 }]);
  expect(stretch(take)).toEqual(known([1], 10_240, 5120));
  await recording.run(5120);
  await recording.record();
  await recording.run(2560);
  await recording.ask('stop', null);
  const [second] = (await recording.takes()) as [KnownTake];
  expect(second.stretches[0]).toMatchObject({ offsetFrames: second.stretches[0]?.startFrames });
  expect(stretch(second)).toEqual(
    known([1], second.stretches[0]?.startFrames as number, second.stretches[0]?.lengthFrames as number),
  );
});

test('a pre-roll plays what leads there, and is held before the take', async () => {
  const recording = await start(armed([1]), { roundTripFrames: 512 });
  await recording.ask('locate', { atFrames: 96_000 });
  await recording.ask('set', { preRollSeconds: 1 });
  await recording.record();
  await recording.run(48_000 + 12_000);
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  const [only] = take.stretches;
  expect(only).toMatchObject({ startFrames: 96_000, offsetFrames: 48_000 + 512 });
  expect(take.samples).toEqual(known([1], 0, take.lengthFrames));
});

test('a count-in is no part of the take, and a tape stopped in it leaves none', async () => {
  const recording = await start(armed([1]));
  await recording.ask('set', { countInBars: 1 });
  await recording.record();
  await recording.run(96_000 + 4800);
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  expect(take.stretches[0]).toMatchObject({ startFrames: 0, offsetFrames: 96_000 });
  await recording.ask('locate', { atFrames: 0 });
  await recording.record();
  await recording.run(48_000);
  await recording.ask('stop', null);
  expect((await recording.takes()).flatMap(({ stretches }) => stretches)).toEqual([]);
});

test('a count-in clicks and says which beat it is before a recording, and not where one only listens', async () => {
  const recording = await start(armed([1]));
  await recording.ask('set', { countInBars: 2, metronomeGainDb: 0 });
  await recording.play();
  expect((await recording.run(RATE)).every((sample) => sample === 0)).toBe(true);
  await recording.ask('stop', null);
  await recording.run(RATE);
  await recording.record();
  const beats: number[] = [];
  const strikes: boolean[] = [];
  for (let count = 0; count < 9; count++) {
    // To the middle of a beat, and on from there.
    const heard = await recording.run(count === 0 ? RATE / 4 : RATE / 2);
    strikes.push(heard.some((sample) => sample !== 0));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await recording.run(256);
    await new Promise((resolve) => setTimeout(resolve, 20));
    beats.push(recording.telemetry[HEAD.countInBeat] as number);
  }
  expect(beats).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 0]);
  expect(strikes).toEqual([true, true, true, true, true, true, true, true, false]);
});

test('the last minute before record was pressed is in the file, and no more', async () => {
  const recording = await start(armed([1]), { bufferFrames: 4800 });
  await recording.run(70 * RATE);
  await recording.record();
  await recording.run(RATE);
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  expect(take.stretches[0]).toMatchObject({ startFrames: 0, offsetFrames: 60 * RATE });
  expect(difference(take.samples, known([1], 10 * RATE, take.lengthFrames))).toBe(-1);
});

test('32 inputs land on 32 tracks, none swapped', async () => {
  const recording = await start(armed(...Array.from({ length: 32 }, (_, index) => [32 - index])), {}, 32);
  await recording.record();
  await recording.run(9600);
  await recording.ask('stop', null);
  const takes = await recording.takes();
  expect(takes.map(({ trackName }) => trackName)).toEqual(
    Array.from({ length: 32 }, (_, index) => `Track ${index + 1}`),
  );
  for (const [index, take] of takes.entries())
    expect(difference(take.samples, known([32 - index], 0, take.lengthFrames))).toBe(-1);
});

test('input that was lost is silence of its length, marked, and the take stays in time', async () => {
  const recording = await start(armed([1]));
  await recording.record();
  await recording.run(2560);
  recording.loseFrames(100);
  await recording.run(2560);
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  expect(take.dropouts).toEqual([{ atFrames: 2560, lengthFrames: 100 }]);
  const wanted = known([1], 0, take.lengthFrames);
  expect(take.samples).toEqual(wanted.fill(0, 2560, 2660));
});

test('an input that the interface does not have is refused by track and number; the others are recorded', async () => {
  const recording = await start(armed([7], [1]));
  await recording.record();
  await recording.run(2560);
  await recording.ask('stop', null);
  const said = recording.notices.join(' ');
  expect((await recording.takes()).map(({ trackName }) => trackName)).toEqual(['Track 2']);
  expect(said).toBe('“Track 1” is armed with input 7, and “Null device” has 2 inputs: choose another for it.');
});

test('nothing rolls when nothing is armed, or nothing of it has an input', async () => {
  const recording = await start(armed());
  await expect(recording.ask('record', { on: true })).rejects.toThrow('Nothing is armed: arm a track to record it.');
  await recording.close();
  const other = await start(armed([5]));
  await expect(other.ask('record', { on: true })).rejects.toThrow('“Track 1” is armed with input 5');
  expect(await other.ask('stop', null)).toMatchObject({ playing: false, recording: false });
});

test('its state says what rolls, and its waveform grows', async () => {
  const recording = await start(armed([1]));
  await recording.record();
  await recording.run(25_600);
  const states = recording.messages.flatMap((message) => (message.kind === 'recording' ? [message.state] : []));
  expect(states.some(({ takes }) => takes[0]?.path === 'audio/Track 1 take 1.wav')).toBe(true);
  await recording.ask('stop', null);
  const grown: number[] = [];
  const log = await recording.closed((message) => {
    if (message.kind === 'columns') grown.push(message.columns.fromColumn, ...message.columns.columns.subarray(0, 2));
  });
  expect(log).toBe('recording-1.jsonl');
  const first = known([1], 0, 256);
  expect(grown.slice(0, 3)).toEqual([0, Math.min(...first), Math.max(...first)]);
});

test('24 bits are an integer’s worth of the same', async () => {
  const recording = await start(armed([1, 2]));
  await recording.ask('setRecording', { bitDepth: '24' });
  await recording.record();
  await recording.run(2560);
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  const wanted = known([1, 2], 0, take.lengthFrames);
  const largest = take.samples.reduce(
    (most, sample, index) => Math.max(most, Math.abs(sample - (wanted[index] as number))),
    0,
  );
  expect(largest).toBeLessThanOrEqual(2 ** -24);
});

test('a comp plays each pass where it was swiped, to the sample', async () => {
  const recording = await start(armed([1]), { roundTripFrames: 300 });
  await recording.ask('set', { loop: { fromFrames: 0, toFrames: 20_000 }, loopOn: true });
  await recording.record();
  await recording.run(40_000);
  await recording.ask('stop', null);
  const recordings = await recording.takes();
  await recording.change(runCommand(recording.document.session, 'addTakes', { recordings }));
  const [first] = Object.values(recording.document.session.takes);
  await recording.change(
    runCommand(recording.document.session, 'compTake', { takeId: first?.id ?? '', fromFrames: 8000, toFrames: 12_000 }),
  );
  await recording.ask('set', { loopOn: false });
  await recording.ask('locate', { atFrames: 0 });
  await recording.play();
  const heard = await recording.run(19_000);
  // A mono track in the middle is turned down by its pan law.
  const gain = (heard[2 * 5000] as number) / inputSample(0, 20_300 + 5000);
  let compared = 0;
  let worst = 0;
  for (let frame = 1000; frame < 19_000; frame++) {
    const isCrossfade = (frame >= 7500 && frame < 8000) || (frame >= 12_000 && frame < 12_500);
    if (isCrossfade) continue;
    const pass = frame >= 8000 && frame < 12_000 ? 0 : 1;
    const wanted = gain * inputSample(0, 300 + pass * 20_000 + frame);
    worst = Math.max(worst, Math.abs((heard[2 * frame] as number) - wanted));
    compared++;
  }
  expect(compared).toBe(17_000);
  expect(worst).toBeLessThan(1e-6);
});

test('a file that the session knows and that is away keeps its name', async () => {
  const builder = new SessionBuilder(RATE);
  builder.arm(builder.strip('track', { name: 'Vocal' }), [1]);
  builder.media(1, RATE, 'audio/vocal take 1.wav');
  const recording = await start(builder.build());
  await recording.record();
  await recording.run(20_480);
  await recording.ask('stop', null);
  expect(await recording.takes()).toMatchObject([{ path: 'audio/Vocal take 1 2.wav' }]);
});

test('pressed again or stopped while its files are made, it ends as was asked last', async () => {
  const recording = await start(armed([1]));
  for (const second of ['stop', 'record'] as const) {
    const first = recording.ask('record', { on: true });
    if (second === 'stop') await recording.ask('stop', null);
    else await recording.ask('record', { on: false });
    expect(await first).toMatchObject({ playing: false, recording: false });
    await recording.closed();
  }
  const presses = await Promise.all([recording.ask('record', { on: true }), recording.ask('record', { on: true })]);
  expect(presses).toMatchObject([{ recording: true }, { recording: true }]);
  await recording.run(20_480);
  await recording.ask('stop', null);
  expect(await recording.takes()).toHaveLength(1);
});

test('what cannot be recorded is refused to everyone who asked at once', async () => {
  const recording = await start(armed([9]));
  const presses = await Promise.allSettled([
    recording.ask('record', { on: true }),
    recording.ask('record', { on: true }),
  ]);
  expect(presses.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
});

test('a device that is being chosen as record is pressed is the one that is recorded', async () => {
  const recording = await start(armed([1]));
  await recording.run(5120);
  // The device before takes its time to let go.
  let letGo: () => void = () => undefined;
  const { device } = recording;
  const close = device.close.bind(device);
  device.close = async () => {
    await new Promise<void>((done) => {
      letGo = done;
    });
    await close();
  };
  const choosing = recording.ask('choose', { bufferFrames: 512 });
  const pressed = recording.ask('record', { on: true });
  await new Promise((resolve) => setTimeout(resolve, 50));
  letGo();
  await choosing;
  expect(await pressed).toMatchObject({ recording: true });
  await recording.run(20_480);
  expect(await recording.ask('stop', null)).toMatchObject({ recording: false });
  const [take] = (await recording.takes()) as [KnownTake];
  // Its input begins anew.
  expect(stretch(take)).toEqual(known([1], take.stretches[0]?.offsetFrames ?? -1, stretch(take).length));
  expect(stretch(take).length).toBeGreaterThanOrEqual(20_480);
  expect(recording.notices).toEqual([]);
});

test('a device that is chosen while files are being made ends what begins, with a sentence', async () => {
  const recording = await start(armed([1]));
  await recording.run(5120);
  const pressed = recording.ask('record', { on: true });
  const choosing = recording.ask('choose', { bufferFrames: 512 });
  expect(await pressed).toMatchObject({ recording: false });
  await choosing;
  expect(recording.notices).toEqual(['Another interface is chosen: the recording ends there, and is kept.']);
  expect((await recording.takes()).flatMap(({ stretches }) => stretches)).toEqual([]);
  expect(await recording.ask('set', {})).toMatchObject({ recording: false, playing: false });
});

test('what was held of one device comes into no take of another', async () => {
  const recording = await start(armed([1]));
  await recording.run(10_240);
  await recording.ask('choose', { bufferFrames: 512 });
  await recording.run(4096);
  await recording.record();
  await recording.run(20_480);
  await recording.ask('stop', null);
  const [take] = (await recording.takes()) as [KnownTake];
  expect(take.stretches[0]).toMatchObject({ startFrames: 0, offsetFrames: 4096 });
  expect(difference(take.samples, known([1], 0, take.lengthFrames))).toBe(-1);
});

test('a disk that fails as a file is closed is told of', async () => {
  const recording = await start(armed([1]));
  await recording.record();
  await recording.run(20_480);
  const endFault = await ahead('truncate', () => {
    throw diskError('EIO');
  });
  await recording.ask('stop', null);
  const said: string[] = [];
  const log = await recording.closed((message) => {
    if (message.kind === 'notice') said.push(message.sentence);
  });
  endFault();
  const [take] = (await recording.takes(log)) as [KnownTake];
  expect(said).toEqual([expect.stringMatching(/the disk answered EIO\. What was recorded until then is kept\.$/)]);
  expect(difference(stretch(take), known([1], 0, stretch(take).length))).toBe(-1);
});
