import { beforeEach, expect, it } from 'vitest';
import { ScheduledPlayer, type SoundOutput } from './scheduled-player.ts';

const RATE = 48_000;
const MESSAGE = 960;
/** What the context was told to play, frame by frame. */
let heard: Map<number, number>;
let seconds: number;

/** A context whose clock is ours. */
const context = {
  sampleRate: RATE,
  get currentTime() {
    return seconds;
  },
  destination: {},
  createBuffer: (_channels: number, length: number) => {
    const channels = [new Float32Array(length), new Float32Array(length)];
    return { channels, copyToChannel: (from: Float32Array, channel: number) => channels[channel]?.set(from) };
  },
  createBufferSource: () => ({
    buffer: undefined as { channels: Float32Array[] } | undefined,
    connect: () => undefined,
    start(at: number) {
      const first = Math.round(at * RATE);
      expect(Math.abs(at * RATE - first)).toBeLessThan(1e-6);
      this.buffer?.channels[0]?.forEach((value, index) => {
        expect(heard.has(first + index)).toBe(false);
        heard.set(first + index, value);
      });
    },
  }),
} as unknown as SoundOutput;

/** Frames that count up, as a message of the engine. */
const message = (from: number) => Float32Array.from({ length: MESSAGE * 2 }, (_, index) => from + (index >> 1));

beforeEach(() => {
  heard = new Map();
  seconds = 0.5;
});

it('plays every frame once, in order and without a seam, while messages come', () => {
  const player = new ScheduledPlayer(context, { targetSeconds: 0.04, mostSeconds: 0.2 });
  for (let index = 0; index < 50; index++) {
    player.push(message(1 + index * MESSAGE));
    seconds += MESSAGE / RATE;
  }
  const places = [...heard.keys()];
  expect(places).toEqual(Array.from({ length: places.length }, (_, index) => RATE / 2 + index));
  const sound = [...heard.values()].slice([...heard.values()].findIndex((value) => value > 0));
  // After the fade-in, the frames themselves.
  expect(sound.length).toBeGreaterThan(40 * MESSAGE);
  expect(sound.slice(200, 20_000)).toEqual(
    Array.from({ length: 19_800 }, (_, index) => (sound[200] as number) + index),
  );
  expect(player.report).toMatchObject({ missedFrames: 0, skippedFrames: 0 });
  expect(player.report.heldSeconds).toBeLessThan(0.15);
});

it('counts what was not laid down in time, and goes on', () => {
  const player = new ScheduledPlayer(context, { targetSeconds: 0.04, mostSeconds: 0.2 });
  for (let index = 0; index < 10; index++) {
    player.push(message(index * MESSAGE));
    seconds += MESSAGE / RATE;
  }
  expect(player.report.missedFrames).toBe(0);
  seconds += 0.2;
  player.push(message(10 * MESSAGE));
  const { missedFrames } = player.report;
  expect(missedFrames).toBeGreaterThan(0.1 * RATE);
  expect(missedFrames).toBeLessThan(0.2 * RATE);
  expect(Math.max(...heard.keys())).toBeGreaterThan(seconds * RATE);
});
