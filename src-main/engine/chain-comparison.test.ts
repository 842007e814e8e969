import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { stereoNoise } from '../../src-shared/testing/signals.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { FreeRunEngine } from '../testing/free-run-engine.ts';

const RATE_HZ = 48_000;
const FRAMES = 12 * RATE_HZ;
const LIMITER_GAIN_DB = 6;
let folder = '';
let engine: FreeRunEngine;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-chain-'));
  const files = {
    'noise.wav': stereoNoise({ amplitude: 0.1, frames: FRAMES, seed: 5 }),
    'constant.wav': new Float32Array(FRAMES * 2).fill(0.25),
  };
  for (const [name, sound] of Object.entries(files)) {
    const writer = createWavFile(join(folder, name), { sampleRateHz: RATE_HZ, channels: 2, bitDepth: '32f' });
    await writer.write(sound, FRAMES);
    await writer.finish();
  }
});
afterEach(() => engine.close());
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A file, and a limiter on the master that makes it 6 dB louder and never limits. */
function song(file: string, enabled = true): Session {
  const builder = new SessionBuilder();
  builder.clip(builder.strip('track'), builder.media(2, FRAMES, file));
  builder.device('master', 'limiter', { enabled, values: { inputGainDb: LIMITER_GAIN_DB } });
  return builder.build();
}

async function play(session: Session): Promise<void> {
  engine = new FreeRunEngine();
  await engine.load(session, folder);
  await engine.play();
}

/** About a second in whole blocks: what a run leaves of a block is thrown away. */
const SECOND_FRAMES = 188 * 256;
const seconds = (count: number) => engine.run(count * SECOND_FRAMES);
/** A record of now: it is sent in real time, and the engine runs ahead of that. */
async function newest(): Promise<Float32Array> {
  await new Promise((later) => setTimeout(later, 20));
  await engine.run(256);
  await new Promise((later) => setTimeout(later, 5));
  return engine.telemetry;
}
const rmsDb = (samples: Float32Array) =>
  10 * Math.log10(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);

test('before is what goes into the chain, to the bit and as late as it; after is as loud as that', async () => {
  await play(song('noise.wav', false));
  const mix = await seconds(6);
  await engine.close();

  await play(song('noise.wav'));
  const master = (await seconds(3)).subarray(2 * SECOND_FRAMES);
  const frames = 3 * SECOND_FRAMES + 256;
  // The limiter's smoothed gain is exact to a hundredth; the gate of the loudness makes up for less.
  expect((await newest())[HEAD.chainLevelChangeLu]).toBeCloseTo(LIMITER_GAIN_DB, 1);
  expect((await engine.ask('compare', { side: 'before' })).comparing).toBe('before');
  const before = await seconds(1);
  const settled = SECOND_FRAMES;
  const wanted = mix.subarray(2 * frames, 2 * (frames + SECOND_FRAMES));
  expect(before.subarray(settled).findIndex((sample, index) => sample !== wanted[settled + index])).toBe(-1);
  await engine.ask('compare', { side: 'after' });
  const after = (await seconds(1)).subarray(settled);
  expect(rmsDb(after)).toBeCloseTo(rmsDb(before.subarray(settled)), 1);
  await engine.ask('compare', { side: null });
  const again = (await seconds(1)).subarray(settled);
  expect(rmsDb(again)).toBeCloseTo(rmsDb(master), 1);
  expect(rmsDb(again) - rmsDb(after)).toBeCloseTo(LIMITER_GAIN_DB, 1);
});

test('from one side to the other it glides, and the programme’s own loudness stands still meanwhile', async () => {
  await play(song('constant.wav'));
  let last = (await seconds(1)).at(-1) as number;
  for (const side of ['before', 'after', 'before', null] as const) {
    await engine.ask('compare', { side });
    const sound = await engine.run(20 * 256);
    for (let index = 0; index < sound.length; index += 2) {
      // 10 ms from 0.5 to 0.25.
      expect(Math.abs((sound[index] as number) - last)).toBeLessThan(0.001);
      last = sound[index] as number;
    }
    // Its onset was heard: the sides are matched.
    expect(last).toBeCloseTo(side === null ? 0.5 : 0.25, 2);
  }
  await engine.close();

  await play(song('noise.wav'));
  await seconds(2);
  const heard = (await newest())[HEAD.integratedLufs];
  await engine.ask('compare', { side: 'before' });
  await seconds(2);
  expect((await newest())[HEAD.integratedLufs]).toBeCloseTo(heard as number, 1);
  expect((await newest())[HEAD.shortTermLufs]).toBeLessThan((heard as number) - 2);
});

test('a device of the chain that is changed is matched anew while it is heard', async () => {
  await play(song('noise.wav'));
  await seconds(2);
  await engine.ask('compare', { side: 'after' });
  const [device] = Object.values(engine.document.session.devices);
  if (!device) throw new Error('no device');
  const louder = { ...device, values: { inputGainDb: 12 } };
  await engine.change([{ table: 'devices', id: device.id, before: device, after: louder }]);
  await seconds(3);
  expect((await newest())[HEAD.chainLevelChangeLu]).toBeCloseTo(12, 0);
  const after = (await seconds(1)).slice();
  await engine.ask('compare', { side: 'before' });
  const before = (await seconds(1)).subarray(SECOND_FRAMES);
  expect(Math.abs(rmsDb(after) - rmsDb(before))).toBeLessThan(0.3);
});
