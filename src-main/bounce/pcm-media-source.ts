/** Media files on disk as a source for the renderer: raw bytes are read ahead into kernel memory and decoded there. */

import type { PcmReader } from '../../src-shared/audio-file/audio-reader.ts';
import type { Kernels, Pointer } from '../../src-shared/dsp/core/kernels.ts';
import { type KernelDecode, kernelDecoder } from '../../src-shared/render/kernel-decoder.ts';
import type { MediaSource } from '../../src-shared/render/media-source.ts';

/** Large enough that system calls do not count, small enough to stay in a core's cache. */
const WINDOW_BYTES = 1 << 16;
/** Vector loads look a little past the end. */
const SLACK_BYTES = 16;
/** So many places of one file can be played at once without reading twice. */
const WINDOWS = 4;

/** A stretch of the file in memory. */
type Window = { readonly pointer: Pointer; startFrame: number; frames: number; lastUse: number };

export class PcmMediaSource implements MediaSource {
  readonly channels: number;
  readonly #kernels: Kernels;
  readonly #reader: PcmReader;
  readonly #windows: Window[];
  readonly #windowFrames: number;
  readonly #decode: KernelDecode | undefined;
  readonly #bytesPerFrame: number;
  #uses = 0;

  /** @param places how many clips play it. */
  constructor(kernels: Kernels, reader: PcmReader, places: number) {
    this.#kernels = kernels;
    this.#reader = reader;
    this.channels = reader.format.channels;
    this.#decode = kernelDecoder(reader.sampleEncoding);
    this.#bytesPerFrame = this.#decode ? reader.bytesPerFrame : this.channels * Float32Array.BYTES_PER_ELEMENT;
    this.#windowFrames = Math.max(1, Math.floor(WINDOW_BYTES / this.#bytesPerFrame));
    this.#windows = Array.from({ length: Math.max(1, Math.min(places, WINDOWS)) }, () => ({
      pointer: kernels.allocate(this.#windowFrames * this.#bytesPerFrame + SLACK_BYTES),
      startFrame: 0,
      frames: 0,
      lastUse: 0,
    }));
  }

  read(startFrame: number, frames: number, into: Pointer): void {
    const frameBytes = this.channels * Float32Array.BYTES_PER_ELEMENT;
    let done = 0;
    while (done < frames) {
      const frame = startFrame + done;
      const target = into + done * frameBytes;
      if (frame >= this.#reader.format.lengthFrames) {
        this.#kernels.u8.fill(0, target, into + frames * frameBytes);
        return;
      }
      const window = this.#windowWith(frame);
      const offset = frame - window.startFrame;
      const count = Math.min(frames - done, window.frames - offset);
      this.#take(window.pointer + offset * this.#bytesPerFrame, target, count * this.channels);
      done += count;
    }
  }

  close(): void {
    this.#reader.close();
  }

  #take(from: Pointer, into: Pointer, samples: number): void {
    if (this.#decode) this.#decode(this.#kernels, from, into, samples);
    else this.#kernels.u8.copyWithin(into, from, from + samples * Float32Array.BYTES_PER_ELEMENT);
  }

  #windowWith(frame: number): Window {
    this.#uses++;
    let oldest = this.#windows[0] as Window;
    for (const window of this.#windows) {
      if (frame >= window.startFrame && frame < window.startFrame + window.frames) {
        window.lastUse = this.#uses;
        return window;
      }
      if (window.lastUse < oldest.lastUse) oldest = window;
    }
    this.#fill(oldest, frame);
    return oldest;
  }

  #fill(window: Window, frame: number): void {
    const { pointer } = window;
    const frames = Math.min(this.#windowFrames, this.#reader.format.lengthFrames - frame);
    const bytes = frames * this.#bytesPerFrame;
    const read = this.#decode
      ? this.#reader.readRaw(frame, frames, this.#kernels.u8.subarray(pointer, pointer + bytes))
      : this.#reader.read(frame, frames, this.#kernels.f32.subarray(pointer >>> 2, (pointer + bytes) >>> 2)) *
        this.#bytesPerFrame;
    // A file that shrank since it was opened is silent where it ends.
    this.#kernels.u8.fill(0, pointer + read, pointer + bytes);
    window.startFrame = frame;
    window.frames = frames;
    window.lastUse = this.#uses;
  }
}
