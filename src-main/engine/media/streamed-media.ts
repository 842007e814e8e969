/** A sound file that is read ahead, page by page, while it plays: what is not there yet is silence, and counted. */
import fs from 'node:fs';
import type { PcmReader } from '../../../src-shared/audio-file/audio-reader.ts';
import { sampleDecoder } from '../../../src-shared/audio-file/pcm/sample-encoding.ts';
import type { Kernels, Pointer } from '../../../src-shared/dsp/core/kernels.ts';
import { type KernelDecode, kernelDecoder } from '../../../src-shared/render/kernel-decoder.ts';
import type { MediaSource } from '../../../src-shared/render/media-source.ts';
import { openPcmFile } from '../../media/open-pcm-file.ts';
import { PAGE_BYTES, type Page, type PageOwner, type PagePool } from './page-pool.ts';

export class StreamedMedia implements MediaSource, PageOwner {
  readonly channels: number;
  readonly lengthFrames: number;
  readonly pageFrames: number;
  /** Frames that were wanted by `read` and were not there. */
  missedFrames = 0;
  readonly #kernels: Kernels;
  readonly #pool: PagePool;
  readonly #reader: PcmReader;
  readonly #decode: KernelDecode | undefined;
  /** Bytes of a frame in a page. */
  readonly #frameBytes: number;
  readonly #pages: (Page | undefined)[];
  readonly #fd: number;
  #isClosed = false;
  #reading = 0;

  /** Throws AudioFileError. */
  constructor(kernels: Kernels, pool: PagePool, path: string) {
    this.#kernels = kernels;
    this.#pool = pool;
    this.#reader = openPcmFile(path);
    const { format, sampleEncoding, bytesPerFrame } = this.#reader;
    this.channels = format.channels;
    this.lengthFrames = format.lengthFrames;
    this.#decode = kernelDecoder(sampleEncoding);
    this.#frameBytes = this.#decode ? bytesPerFrame : this.channels * Float32Array.BYTES_PER_ELEMENT;
    this.pageFrames = Math.floor(PAGE_BYTES / Math.max(this.#frameBytes, bytesPerFrame));
    this.#pages = new Array(Math.ceil(this.lengthFrames / this.pageFrames)).fill(undefined);
    this.#fd = fs.openSync(path, 'r');
  }

  read(startFrame: number, frames: number, into: Pointer): void {
    const outBytes = this.channels * Float32Array.BYTES_PER_ELEMENT;
    let done = 0;
    while (done < frames) {
      const frame = startFrame + done;
      const target = into + done * outBytes;
      if (frame >= this.lengthFrames) {
        this.#kernels.u8.fill(0, target, into + frames * outBytes);
        return;
      }
      const index = Math.floor(frame / this.pageFrames);
      const offset = frame - index * this.pageFrames;
      const count = Math.min(frames - done, this.pageFrames - offset, this.lengthFrames - frame);
      const page = this.#pages[index];
      if (page?.isFilled) this.#take(page.pointer + offset * this.#frameBytes, target, count * this.channels);
      else {
        this.#kernels.u8.fill(0, target, target + count * outBytes);
        this.missedFrames += count;
      }
      done += count;
    }
  }

  /** The page of a number, or undefined when nobody asked for it. */
  page(index: number): Page | undefined {
    return this.#pages[index];
  }

  get pages(): number {
    return this.#pages.length;
  }

  forget(index: number): void {
    this.#pages[index] = undefined;
  }

  /**
   * Reads a page, by way of `staging`, without waiting; `done` is called when it is there, or will never be.
   * False when there is no memory for it now.
   */
  fill(index: number, round: number, staging: Buffer, done: () => void): boolean {
    const page = this.#pool.take(round);
    if (!page) return false;
    page.owner = this;
    page.index = index;
    page.isFilled = false;
    page.wantedIn = round;
    page.frames = Math.min(this.pageFrames, this.lengthFrames - index * this.pageFrames);
    this.#pages[index] = page;
    const { bytesPerFrame, dataOffsetBytes } = this.#reader;
    const bytes = page.frames * bytesPerFrame;
    this.#reading++;
    fs.read(this.#fd, staging, 0, bytes, dataOffsetBytes + index * this.pageFrames * bytesPerFrame, (error, read) => {
      this.#reading--;
      // A file that shrank, or cannot be read any more, is silent.
      staging.fill(0, error ? 0 : read, bytes);
      if (this.#isClosed) {
        this.#pool.giveBack(page);
        this.#closeWhenIdle();
      } else this.#keep(page, staging);
      done();
    });
    return true;
  }

  /** Gives its pages back; the file is closed when the last read has ended. */
  close(): void {
    this.#isClosed = true;
    for (const page of this.#pages) if (page?.isFilled) this.#pool.giveBack(page);
    this.#pages.fill(undefined);
    this.#reader.close();
    this.#closeWhenIdle();
  }

  #closeWhenIdle(): void {
    if (this.#reading === 0) fs.close(this.#fd, () => undefined);
  }

  #keep(page: Page, staging: Buffer): void {
    const { u8, f32 } = this.#kernels;
    if (this.#decode) u8.set(staging.subarray(0, page.frames * this.#frameBytes), page.pointer);
    else {
      const samples = page.frames * this.channels;
      const decoded = f32.subarray(page.pointer >>> 2, (page.pointer >>> 2) + samples);
      sampleDecoder(this.#reader.sampleEncoding)(staging, samples, decoded);
      this.#kernels.run.clipKeepFinite(page.pointer, samples);
    }
    page.isFilled = true;
  }

  #take(from: Pointer, into: Pointer, samples: number): void {
    if (this.#decode) this.#decode(this.#kernels, from, into, samples);
    else this.#kernels.u8.copyWithin(into, from, from + samples * Float32Array.BYTES_PER_ELEMENT);
  }
}
