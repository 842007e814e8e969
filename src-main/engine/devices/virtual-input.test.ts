import { expect, test } from 'vitest';
import { FreeRunDevice } from './free-run-device.ts';

const BUFFER = 64;
const settings = { sampleRateHz: 48_000, bufferFrames: BUFFER };

/** All that arrived, a row a channel, and which frames were lost; plays `song`, stereo. */
async function record(device: FreeRunDevice, frames: number, song: (frame: number, side: number) => number) {
  const heard: number[][] = Array.from({ length: device.inputChannels }, () => []);
  const lost: number[] = [];
  let at = 0;
  device.start((output, input, lostFrames) => {
    for (let sample = 0; sample < output.length; sample++)
      output[sample] = song(at + Math.floor(sample / 2), sample % 2);
    for (const [sample, value] of input.entries()) heard[sample % device.inputChannels]?.push(value);
    for (let frame = 0; frame < lostFrames; frame++) lost.push(at + frame);
    at += output.length / 2;
  });
  await device.run(frames);
  return { heard, lost };
}

test('what is put out comes back by the cable at its frame, each channel from its side', async () => {
  const roundTripFrames = 203;
  const channels = [1, null, 0] as const;
  const device = new FreeRunDevice({ ...settings, inputChannels: 3, loopback: { roundTripFrames, channels } });
  expect(device.roundTripFrames).toBe(roundTripFrames);
  const { heard } = await record(device, 1_024, (frame, side) => (frame + 1) * (side ? -1 : 1));
  const expected = Array.from({ length: 1_024 }, (_, frame) => Math.max(0, frame - roundTripFrames + 1));
  expect(heard[2]).toEqual(expected);
  expect(heard[0]).toEqual(expected.map((value) => (value ? -value : 0)));
  expect(heard[1]).toEqual(expected.map(() => 0));
});

test('a given input is added to the cable, and what is lost of both is silence that is named', async () => {
  const input = (frames: number, fromFrame: number) => Float32Array.from({ length: frames }, (_, n) => fromFrame + n);
  const device = new FreeRunDevice({
    ...settings,
    inputChannels: 1,
    input,
    loopback: { roundTripFrames: 64 },
    reportedRoundTripFrames: 100,
  });
  expect(device.roundTripFrames).toBe(100);
  device.loseFrames(70);
  const { heard, lost } = await record(device, 192, () => 1_000);
  const expected = Array.from({ length: 192 }, (_, frame) => (frame < 70 ? 0 : frame + 1_000));
  expect(heard).toEqual([expected]);
  expect(lost).toEqual(expected.flatMap((_, frame) => (frame < 70 ? [frame] : [])));
  expect(device.dropouts).toBe(1);
});

test('a device that was given nothing has no input', async () => {
  const device = new FreeRunDevice(settings);
  expect([device.inputName, device.inputChannels, device.roundTripFrames]).toEqual(['', 0, 0]);
  const sizes: number[] = [];
  device.start((_, input, lostFrames) => void sizes.push(input.length, lostFrames));
  await device.run(BUFFER);
  expect(sizes).toEqual([0, 0]);
});
