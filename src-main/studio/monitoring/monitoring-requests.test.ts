import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { EngineProbe, EngineProbeResult } from '../../../src-shared/protocol/engine-messages.ts';
import type { CalibrationReport, CalibrationState } from '../../../src-shared/protocol/monitoring.ts';
import { type TestClient, TestStudio } from '../../testing/test-studio.ts';

const RATE = 48_000;
const INPUT = 'Two Inputs';
let studio: TestStudio;
let client: TestClient;

beforeEach(async () => {
  studio = await TestStudio.start();
  client = await studio.client();
  studio.engine.state = { ...studio.engine.state, inputName: INPUT, sampleRateHz: RATE };
});
afterEach(() => studio.end());

/** What a cable brings back. */
function cable(delayFrames: number, { gain = 0.5, dropouts = 0 } = {}): (probe: EngineProbe) => EngineProbeResult {
  return ({ signal, captureFrames }) => {
    const captured = Float32Array.from(
      { length: captureFrames },
      (_, frame) => gain * (signal[frame - delayFrames] ?? 0),
    );
    const { deviceName: outputName, sampleRateHz, bufferFrames } = studio.engine.state;
    return { captured, dropouts, device: { inputName: INPUT, outputName, sampleRateHz, bufferFrames } };
  };
}

async function calibrate(way: 'cable' | 'air' = 'cable'): Promise<CalibrationState> {
  const { jobId } = await client.request('calibration/start', { way, inputChannel: 1, outputChannel: 1 });
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, 5));
    const isOver = client.events.some(
      ({ name, data }) =>
        (name === 'job/done' || name === 'job/failed') && (data as { job: { id: string } }).job.id === jobId,
    );
    if (isOver) return client.request('calibration/state', {});
  }
}

describe('a calibration', () => {
  test('finds the cable, verifies it without a difference, is kept and given to the engine', async () => {
    studio.engine.onProbe = cable(1_234);
    const { report, running, sentence } = await calibrate();
    expect(running).toBeNull();
    expect(report).toMatchObject({ roundTripFrames: 1_234, residualFrames: 0, inputName: INPUT, how: 'cable' });
    expect(report?.milliseconds).toBeCloseTo((1000 * 1_234) / RATE, 2);
    expect(sentence).toMatch(/25\.7 ms \(1234 frames\), measured twice without a difference/);
    expect(studio.engine.choice.roundTrips).toMatchObject([{ inputName: INPUT, roundTripFrames: 1_234 }]);
    const told = client.events
      .filter(({ name }) => name === 'calibration/changed')
      .map(({ data }) => data as CalibrationState);
    expect(told.map(({ running }) => running?.step)).toEqual(
      expect.arrayContaining(['playing', 'verifying', undefined]),
    );

    const again = await TestStudio.startIn(studio.parent);
    again.engine.state = { ...studio.engine.state };
    const kept: { report: CalibrationReport | null } = await (await again.client()).request('calibration/state', {});
    expect(kept.report).toEqual(report);
    await again.studio.close();
  });

  test('holds for its devices, rate and buffer alone', async () => {
    studio.engine.onProbe = cable(600);
    await calibrate();
    studio.engine.state = { ...studio.engine.state, bufferFrames: 128 };
    studio.engine.listener?.onEngine(studio.engine.state);
    const { report, sentence } = await client.request('calibration/state', {});
    expect(report).toBeNull();
    expect(sentence).toMatch(/^Not calibrated at 48 kHz and a buffer of 128: it was at 48 kHz and a buffer of 512/);
    expect(client.events.at(-1)).toMatchObject({ name: 'calibration/changed', data: { report: null } });
  });

  test('a second place that differs is said, in frames', async () => {
    let count = 0;
    studio.engine.onProbe = (probe) => cable(600 + 3 * count++)(probe);
    const { report } = await calibrate();
    expect(report).toMatchObject({ roundTripFrames: 600, residualFrames: 3 });
    expect(report?.sentence).toMatch(/the second time 3 frames later/);
  });

  test('sound that was lost is measured again', async () => {
    let count = 0;
    studio.engine.onProbe = (probe) => (count++ === 0 ? cable(0, { dropouts: 1 })(probe) : cable(700)(probe));
    expect((await calibrate()).report?.roundTripFrames).toBe(700);
  });

  test.each([
    ['no cable', () => cable(0, { gain: 0 }), /^Nothing came in on input 1\. Is the cable in output 1/],
    ['too loud', () => cable(300, { gain: 8 }), /^Too loud: input 1/],
    ['sound is lost each time', () => cable(300, { dropouts: 2 }), /lost sound each time/],
    ['times that do not agree', () => jumping(), /do not keep time/],
    ['two ways', () => twice(), /came back twice, 20\.8 ms apart/],
  ])('%s: one sentence with the way out, and nothing is kept', async (_name, makeProbe, sentence) => {
    const probe = makeProbe();
    studio.engine.onProbe = (args) => {
      const heard = probe(args);
      return { ...heard, captured: heard.captured.map((sample) => Math.max(-1, Math.min(1, sample))) };
    };
    const state = await calibrate();
    expect(state).toMatchObject({ report: null, running: null, kept: [] });
    expect(state.sentence).toMatch(sentence);
    expect(client.events).toContainEqual(
      expect.objectContaining({ name: 'job/failed', data: expect.objectContaining({ sentence: state.sentence }) }),
    );
  });

  test('is refused while it records, and while another runs', async () => {
    const start = { way: 'cable', inputChannel: 1, outputChannel: 1 } as const;
    studio.engine.transport = { ...studio.engine.transport, recording: true };
    await expect(client.request('calibration/start', start)).rejects.toThrow(/records: stop first/);
    studio.engine.transport = { ...studio.engine.transport, recording: false };
    studio.engine.onProbe = cable(300);
    const running = calibrate();
    await expect(client.request('calibration/start', start)).rejects.toThrow(/under way/);
    await running;
  });

  test('a channel that there is not, or a guest, is refused', async () => {
    const wrong = { way: 'cable', inputChannel: 0, outputChannel: 1 } as const;
    expect(await client.ask('calibration/start', wrong)).toMatchObject({ error: { code: 'wrong-arguments' } });
    const guest = await studio.client('guest');
    const right = { way: 'cable', inputChannel: 1, outputChannel: 1 };
    expect(await guest.ask('calibration/start', right)).toMatchObject({ error: { code: 'not-allowed' } });
  });
});

function jumping(): (probe: EngineProbe) => EngineProbeResult {
  let count = 0;
  return (probe) => cable(600 + 100 * count++)(probe);
}

function twice(): (probe: EngineProbe) => EngineProbeResult {
  return (probe) => {
    const one = cable(300)(probe);
    const other = cable(1_300, { gain: 0.4 })(probe);
    return { ...one, captured: one.captured.map((sample, frame) => sample + (other.captured[frame] as number)) };
  };
}

describe('the monitor section', () => {
  test('is set, told, and the level of an output is kept for it', async () => {
    const state = await client.request('monitor/set', { dim: true, outputGainDb: -12 });
    expect(state).toMatchObject({ dim: true, outputGainDb: -12 });
    expect(client.events).toContainEqual(expect.objectContaining({ name: 'monitor/changed' }));
    expect(await client.request('monitor/state', {})).toMatchObject({ dim: true, outputGainDb: -12 });
    const given: unknown[] = [];
    const again = await TestStudio.startIn(studio.parent);
    again.engine.monitor = async (changes) => {
      given.push(changes);
      return again.engine.monitorState;
    };
    await (await again.client()).request('monitor/set', { outputGainDb: -9 });
    expect(given.at(-1)).toEqual({ changes: {}, levelsDb: { 'Stand-in': -9 } });
    await again.studio.close();
  });

  test('is for a guest too: a tablet stands at the microphone', async () => {
    const guest = await studio.client('guest');
    expect(await guest.request('monitor/set', { mono: true, gainDb: -3 })).toMatchObject({ mono: true, gainDb: -3 });
    expect(await guest.request('monitor/clearClips', { channel: null })).toEqual({ cleared: true });
    expect(await guest.request('calibration/state', {})).toMatchObject({ report: null, running: null });
  });

  test('a level above full scale is refused', async () => {
    expect(await client.ask('monitor/set', { outputGainDb: 6 })).toMatchObject({ error: { code: 'wrong-arguments' } });
  });
});

test('inputs have names on this machine, told to every client and kept', async () => {
  const other = await studio.client();
  const named = { [INPUT]: ['', 'Vocal'] };
  expect(await client.request('inputs/name', { inputName: INPUT, channel: 2, name: 'Vocal' })).toEqual(named);
  expect(await other.event('inputs/named', () => true)).toEqual(named);
  const again = await TestStudio.startIn(studio.parent);
  expect(await (await again.client()).request('inputs/names', {})).toEqual(named);
  await again.studio.close();
});

test('how loud the click is and how a recording is come to outlast the program; whether it clicks does not', async () => {
  await client.request('transport/set', { metronomeGainDb: -14, metronomeOn: true, loopOn: true });
  await client.request('transport/set', { countInBars: 2, preRollSeconds: 5 });
  await expect
    .poll(() => readFile(studio.path('data/devices.json'), 'utf8').catch(() => ''))
    .toContain('"countInBars"');
  const again = await TestStudio.startIn(studio.parent);
  const state = await (await again.client()).request('transport/set', {});
  expect(state).toMatchObject({
    metronomeGainDb: -14,
    countInBars: 2,
    preRollSeconds: 5,
    metronomeOn: false,
    loopOn: false,
  });
  await again.studio.close();
});

test('dim, mono and the own level outlast the program; a mute does not, and nothing begins louder than at first', async () => {
  await client.request('monitor/set', { dim: true, mono: true, muted: true, gainDb: 9 });
  // It is written behind the answer: a level that is dragged waits for no disk.
  await expect.poll(() => readFile(studio.path('data/devices.json'), 'utf8').catch(() => '')).toContain('"mono"');
  const again = await TestStudio.startIn(studio.parent);
  const state = await (await again.client()).request('monitor/state', {});
  expect(state).toMatchObject({ dim: true, mono: true, muted: false, gainDb: 0 });
  await again.studio.close();
});
