import { afterEach, expect, test, vi } from 'vitest';
import type { BindingRead, BindingStream } from './port-audio-binding.ts';
import { PortAudioDevice } from './port-audio-device.ts';

const BUFFER = 256;
const RATE = 48_000;
const BLOCK_MS = (1000 * BUFFER) / RATE;

/**
 * A card whose callback takes a block of output for each block of input, as the binding's: what is put out comes in again
 * two blocks later. The channel of the cable is its first.
 */
class StandInCard implements BindingStream {
  readonly #channels: number;
  readonly #queue: Float32Array[] = [];
  readonly #onItsWay: Float32Array[];
  #told = '';
  #isOpen = true;
  blocks = 0;

  constructor(channels: number) {
    this.#channels = channels;
    this.#onItsWay = [this.#silence(), this.#silence()];
  }

  start(): void {}

  fail(trouble: string): void {
    this.#told = trouble;
  }

  stall(): void {
    this.#isOpen = false;
  }

  async read(bytes: number): Promise<BindingRead> {
    await new Promise((resolve) => setTimeout(resolve, BLOCK_MS));
    if (!this.#isOpen) return new Promise(() => undefined);
    this.blocks++;
    this.#onItsWay.push(this.#queue.shift() ?? this.#silence());
    const block = this.#onItsWay.shift() as Float32Array;
    const err = this.#told;
    this.#told = '';
    return err ? { err } : { buf: Buffer.from(block.buffer, 0, bytes) };
  }

  async write(bytes: Buffer): Promise<undefined> {
    this.#queue.push(new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
  }

  quit(): Promise<void> {
    return this.#isOpen ? Promise.resolve() : new Promise(() => undefined);
  }

  #silence(): Float32Array {
    return new Float32Array(BUFFER * this.#channels);
  }
}

function open({ channels = 2, songPlaces = [0], clickPlace = null as number | null } = {}) {
  const card = new StandInCard(channels);
  const parts = { outputName: 'Card', inputName: 'Card', inputChannels: channels, outputChannels: channels };
  const lost: string[] = [];
  const device = new PortAudioDevice(
    { ...parts, stream: card, songPlaces, clickPlace, isLoose: false, onClosed: () => undefined },
    { sampleRateHz: RATE, bufferFrames: BUFFER },
    (sentence) => lost.push(sentence),
  );
  return { card, device, lost };
}

afterEach(() => void vi.useRealTimers());

test('what is put out comes back at the frame that is reported, on the channels that were chosen, after a loss too', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] });
  const { card, device } = open({ channels: 6, songPlaces: [3] });
  let frame = 0;
  const lostFrames: number[] = [];
  const wrong: string[] = [];
  device.start((output, input, lost) => {
    if (lost > 0) lostFrames.push(frame, lost);
    for (let n = 0; n < BUFFER; n++) {
      output[2 * n] = frame + n + 1;
      output[2 * n + 1] = -(frame + n + 1);
      const expected = lost > n ? 0 : Math.max(0, frame + n + 1 - device.roundTripFrames);
      const heard = [...input.subarray(6 * n, 6 * n + 6)];
      const right = [0, 0, 0, expected, -expected, 0];
      if (heard.some((value, channel) => value !== (right[channel] as number) + 0))
        wrong.push(`${frame + n}: ${heard}`);
    }
    frame += BUFFER;
  });
  await vi.advanceTimersByTimeAsync(20 * BLOCK_MS);
  const lostAt = frame;
  card.fail('portAudio status - input overflow ');
  await vi.advanceTimersByTimeAsync(20 * BLOCK_MS);
  expect(wrong.slice(0, 3)).toEqual([]);
  expect(lostFrames).toEqual([lostAt, BUFFER]);
  expect(device.dropouts).toBe(1);
  expect(frame).toBeGreaterThan(35 * BUFFER);
});

test.each([
  ['on the phones’ pair alone', 2, [1, -1, 2, -1, 0, 0]],
  ['on a pair of its own', 4, [1, -1, 1, -1, 1, 0]],
  ['with the song on both', null, [1, -1, 1, -1, 0, 0]],
] as const)('the song goes to two pairs and the click %s', async (_, clickPlace, expected) => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'performance'] });
  const { device } = open({ channels: 6, songPlaces: [0, 2], clickPlace });
  let heard: number[] = [];
  let hadClick = false;
  device.start((output, input, _lost, click) => {
    heard = [...input.subarray(0, 6)];
    hadClick = click !== undefined;
    for (let n = 0; n < output.length; n++) output[n] = n % 2 === 0 ? 1 : -1;
    // The click on the left alone, so that the sides are told apart.
    if (click) for (let n = 0; n < click.length; n++) click[n] = n % 2 === 0 ? 1 : 0;
  });
  await vi.advanceTimersByTimeAsync(20 * BLOCK_MS);
  expect(heard).toEqual(expected);
  expect(hadClick).toBe(clickPlace !== null);
});

test('a card that gives nothing any more is lost, by its name, and does not let go', async () => {
  vi.useFakeTimers();
  const { card, device, lost } = open();
  device.start((output) => void output.fill(0));
  await vi.advanceTimersByTimeAsync(5_000);
  expect(lost).toEqual([]);
  card.stall();
  await vi.advanceTimersByTimeAsync(4_000);
  expect(lost).toEqual(['“Card” stopped (it gives and takes no more sound); the music goes on in silence.']);
  const closing = expect(device.close()).rejects.toThrow();
  await vi.advanceTimersByTimeAsync(3_000);
  await closing;
});
