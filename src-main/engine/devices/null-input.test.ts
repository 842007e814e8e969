import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { nullDeviceThatHears } from './null-input.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'mixdown-null-input-'));
  vi.useFakeTimers();
});
afterAll(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true });
});

/** A WAV file of 32-bit floats (RIFF/WAVE, format 3). */
function floatWav(channels: number, samples: readonly number[]): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length * 4, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(3, 20);
  head.writeUInt16LE(channels, 22);
  head.writeUInt32LE(48_000, 24);
  head.writeUInt32LE(48_000 * channels * 4, 28);
  head.writeUInt16LE(channels * 4, 32);
  head.writeUInt16LE(32, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length * 4, 40);
  return Buffer.concat([head, Buffer.from(new Float32Array(samples).buffer)]);
}

/** What a device with 4-frame buffers gives of `blocks` blocks while it puts out a ramp. */
async function heard(what: string | undefined, blocks: number): Promise<{ channels: number; input: number[] }> {
  const device = nullDeviceThatHears(what)({ sampleRateHz: 48_000, bufferFrames: 4 });
  const input: number[] = [];
  let frame = 0;
  device.start((output, block) => {
    for (let index = 0; index < output.length; index += 2) output[index] = output[index + 1] = ++frame / 100;
    if (input.length < blocks * 4 * device.inputChannels) input.push(...block);
  });
  device.setAwake(true);
  await vi.advanceTimersByTimeAsync(100);
  await device.close();
  return { channels: device.inputChannels, input: input.map((value) => Math.round(value * 100) / 100) };
}

test('a file is heard again and again, on as many channels as it has', async () => {
  const file = join(folder, 'input.wav');
  writeFileSync(file, floatWav(1, [0.1, 0.2, 0.3]));
  expect(await heard(file, 2)).toEqual({ channels: 1, input: [0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2] });
});

test('a loopback hears what went out, two blocks later on both sides', async () => {
  const { channels, input } = await heard('loopback', 3);
  expect(channels).toBe(2);
  expect(input).toEqual([...Array(16).fill(0), 0.01, 0.01, 0.02, 0.02, 0.03, 0.03, 0.04, 0.04]);
});

test('without a word it has no input', async () => {
  expect((await heard(undefined, 1)).channels).toBe(0);
});
