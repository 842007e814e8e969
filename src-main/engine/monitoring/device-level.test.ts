import { describe, expect, test } from 'vitest';
import type { MonitorState } from '../../../src-shared/protocol/monitoring.ts';
import { PlayedPieces } from '../played-pieces.ts';
import { type MonitoredDevice, Monitoring } from './monitoring.ts';
import { verdictOf } from './round-trip-verdict.ts';

const device = (name: string, changes: Partial<MonitoredDevice> = {}): MonitoredDevice => ({
  name,
  inputName: `${name} in`,
  sampleRateHz: 48_000,
  roundTripFrames: 480,
  isCalibrated: false,
  ...changes,
});

function begin() {
  const told: MonitorState[] = [];
  const monitoring = new Monitoring(
    (state) => told.push(state),
    () => undefined,
  );
  /** The level in dB of what goes to the device. */
  const heardDb = (): number => {
    const output = new Float32Array(2_048).fill(0.5);
    monitoring.process(output, new Float32Array(0), new PlayedPieces(), false);
    return 20 * Math.log10((output.at(-1) as number) / 0.5);
  };
  return { monitoring, told, heardDb };
}

describe('the level of a device', () => {
  test('the system’s own plays as it is; one that is chosen for the first time begins at −20 dB', () => {
    const { monitoring, told, heardDb } = begin();
    monitoring.deviceIs(device('Built-in'));
    expect(heardDb()).toBe(0);
    monitoring.choosesDevice();
    monitoring.deviceIs(device('Interface'));
    expect(told.at(-1)).toMatchObject({ outputGainDb: -20, isSafeStart: true });
    expect(heardDb()).toBeCloseTo(-20, 4);
  });

  test('a musician raises it, and after a reconnect it is no louder than that', () => {
    const { monitoring, told, heardDb } = begin();
    monitoring.choosesDevice();
    monitoring.deviceIs(device('Interface'));
    expect(monitoring.set({ outputGainDb: -9 })).toMatchObject({ outputGainDb: -9, isSafeStart: false });
    monitoring.deviceIs(device('Null device', { inputName: '' }));
    expect(heardDb()).toBe(0);
    monitoring.deviceIs(device('Interface'));
    expect(told.at(-1)).toMatchObject({ outputGainDb: -9, isSafeStart: false });
    expect(heardDb()).toBeCloseTo(-9, 4);
  });

  test('one that takes the place of a lost one begins softly too', () => {
    const { monitoring, told } = begin();
    monitoring.deviceIs(device('Built-in'));
    monitoring.deviceIs(device('Something else'));
    expect(told.at(-1)).toMatchObject({ outputGainDb: -20, isSafeStart: true });
  });

  test('a level that this machine knows from before counts, whenever it comes', () => {
    const { monitoring } = begin();
    monitoring.set({}, { Interface: -6 });
    monitoring.choosesDevice();
    monitoring.deviceIs(device('Interface'));
    expect(monitoring.state).toMatchObject({ outputGainDb: -6, isSafeStart: false });
    monitoring.deviceIs(device('Other'));
    expect(monitoring.set({}, { Other: -3 })).toMatchObject({ outputGainDb: -3, isSafeStart: false });
  });
});

test('a click with outputs of its own is as loud as the rest', () => {
  const { monitoring } = begin();
  monitoring.choosesDevice();
  monitoring.deviceIs(device('Interface'));
  const [song, click] = [new Float32Array(2_048).fill(0.5), new Float32Array(2_048).fill(0.25)];
  monitoring.process(song, new Float32Array(0), new PlayedPieces(), false);
  monitoring.processClick(click);
  expect([song.at(-1), click.at(-1)]).toEqual([expect.closeTo(0.05, 6), expect.closeTo(0.025, 6)]);
  monitoring.set({ muted: true });
  monitoring.process(song, new Float32Array(0), new PlayedPieces(), false);
  monitoring.processClick(click);
  expect([song.at(-1), click.at(-1)]).toEqual([0, 0]);
});

describe('the round trip in words', () => {
  test.each([
    [480, true, 'excellent', /10\.0 ms \(measured\): excellent/],
    [481, true, 'fine', /fine for most/],
    [1_200, false, 'fine', /25\.0 ms \(as the device says; calibrate to be sure\)/],
    [1_201, true, 'late', /too late.*smaller buffer/],
    [9_600, true, 'late', /200\.0 ms.*Wireless/],
  ] as const)('%i frames at 48 kHz, measured %s: %s', (roundTripFrames, isCalibrated, verdict, sentence) => {
    const said = verdictOf({ roundTripFrames, isCalibrated, sampleRateHz: 48_000 });
    expect(said.verdict).toBe(verdict);
    expect(said.sentence).toMatch(sentence);
  });

  test('through the null device nothing is heard: no verdict, and no delay that was not measured', () => {
    const { monitoring } = begin();
    const isNull = device('Null device', { inputName: 'Null device', roundTripFrames: 0 });
    monitoring.deviceIs(isNull);
    const sentence = expect.stringContaining('Nothing is heard');
    expect(monitoring.state).toMatchObject({ roundTripFrames: null, roundTripMs: null, verdict: null, sentence });
    monitoring.deviceIs({ ...isNull, roundTripFrames: 480, isCalibrated: true });
    expect(monitoring.state).toMatchObject({ roundTripFrames: 480, roundTripMs: 10, verdict: null, sentence });
  });

  test('without an input nothing is said', () => {
    const { monitoring } = begin();
    monitoring.deviceIs(device('Speaker', { inputName: '' }));
    expect(monitoring.state).toMatchObject({ roundTripFrames: null, roundTripMs: null, verdict: null, sentence: '' });
  });
});
