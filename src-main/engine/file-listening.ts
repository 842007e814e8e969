/**
 * A sound file on the device, past the session: a bounce as it lies on the disk, in any format that Mixdown reads. It is
 * decoded a little ahead, between the blocks, and brought to the device's rate where it has another.
 */
import type { AudioStream } from '../../src-shared/audio-file/audio-stream.ts';
import { Resampler } from '../../src-shared/audio-file/resample.ts';
import { openAudioFile } from '../media/open-audio-file.ts';

const AHEAD_SECONDS = 1.5;
const LOOK_MS = 40;
/** When it is ended early: 5.3 ms at 48 kHz. */
const FADE_FRAMES = 256;

export class FileListening {
  /** The file that is heard; null while none is. */
  file: string | null = null;
  readonly #changed: () => void;
  #stream: AudioStream | undefined;
  #sampleRateHz = 0;
  /** Stereo, decoded and not played yet. */
  #queue: Float32Array[] = [];
  #queuedFrames = 0;
  #placeInFirst = 0;
  #playedFrames = 0;
  #isRead = false;
  /** Of a file that is ended early; it sounds while it is not 0. */
  #fadeLeft = FADE_FRAMES;
  #isEnding = false;

  /** @param changed is called when a file has come to its end. */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  get isOn(): boolean {
    return this.file !== null;
  }

  /** How much of it was played; NaN while none is. */
  get seconds(): number {
    return this.isOn ? this.#playedFrames / this.#sampleRateHz : Number.NaN;
  }

  /** Resolves when it can be played; rejects with AudioFileError. */
  async start(file: string, sampleRateHz: number): Promise<void> {
    this.end();
    const stream = await openAudioFile(file);
    // Another one was asked for meanwhile: this one takes its place.
    this.end();
    this.#stream = stream;
    this.#sampleRateHz = sampleRateHz;
    this.#playedFrames = 0;
    this.#isRead = false;
    this.#isEnding = false;
    this.#fadeLeft = FADE_FRAMES;
    this.file = file;
    await new Promise<void>((ready, failed) => void this.#read(stream, ready).then(ready, failed));
  }

  /** It fades out. */
  fade(): void {
    this.#isEnding = true;
  }

  /** It is silent at once. */
  end(): void {
    this.#stream?.close();
    this.#stream = undefined;
    this.#queue = [];
    this.#queuedFrames = 0;
    this.#placeInFirst = 0;
    this.file = null;
  }

  /** Adds what is heard of it to a block of the device. */
  render(block: Float32Array): void {
    if (!this.isOn) return;
    for (let at = 0; at < block.length; ) {
      const [first] = this.#queue;
      if (!first) break;
      const count = Math.min(block.length - at, first.length - this.#placeInFirst);
      this.#add(block.subarray(at, at + count), first.subarray(this.#placeInFirst, this.#placeInFirst + count));
      this.#took(first, count);
      at += count;
    }
    const isOver = this.#isRead && this.#queue.length === 0;
    if (!isOver && !(this.#isEnding && this.#fadeLeft === 0)) return;
    this.end();
    setImmediate(this.#changed);
  }

  #add(block: Float32Array, sound: Float32Array): void {
    for (let index = 0; index < block.length; index += 2) {
      const gain = this.#fadeLeft / FADE_FRAMES;
      if (this.#isEnding && this.#fadeLeft > 0) this.#fadeLeft--;
      block[index] = (block[index] as number) + (sound[index] as number) * gain;
      block[index + 1] = (block[index + 1] as number) + (sound[index + 1] as number) * gain;
    }
  }

  #took(first: Float32Array, samples: number): void {
    this.#placeInFirst += samples;
    this.#queuedFrames -= samples / 2;
    this.#playedFrames += samples / 2;
    if (this.#placeInFirst < first.length) return;
    this.#queue.shift();
    this.#placeInFirst = 0;
  }

  /** Reads to the end, never far ahead. @param ready is called when enough is there to begin. */
  async #read(stream: AudioStream, ready: () => void): Promise<void> {
    const { channels, sampleRateHz: fromHz } = stream.format;
    const toHz = this.#sampleRateHz;
    const resampler = fromHz === toHz ? undefined : new Resampler({ channels: 2, fromHz, toHz });
    const put = (stereo: Float32Array) => {
      if (stereo.length === 0) return;
      this.#queue.push(stereo);
      this.#queuedFrames += stereo.length / 2;
    };
    for await (const chunk of stream.chunks()) {
      const stereo = toStereo(chunk, channels);
      if (stream !== this.#stream) return;
      put(resampler ? resampler.process(stereo) : stereo);
      while (stream === this.#stream && this.#queuedFrames > AHEAD_SECONDS * toHz) {
        ready();
        await new Promise((later) => setTimeout(later, LOOK_MS));
      }
      if (stream !== this.#stream) return;
    }
    if (resampler) put(resampler.flush());
    this.#isRead = true;
  }
}

/** A copy: mono on both sides, of more than two channels the first two. */
function toStereo(chunk: Float32Array, channels: number): Float32Array {
  if (channels === 2) return chunk.slice();
  const frames = chunk.length / channels;
  const stereo = new Float32Array(frames * 2);
  for (let frame = 0; frame < frames; frame++) {
    stereo[2 * frame] = chunk[frame * channels] as number;
    stereo[2 * frame + 1] = chunk[frame * channels + Math.min(1, channels - 1)] as number;
  }
  return stereo;
}
