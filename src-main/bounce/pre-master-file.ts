/**
 * What arrives at the master's input, kept on disk, so that the master can be rendered again and again without the
 * tracks: a chunk after the other, in each the frames of every port as stereo Float32.
 */
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import type { Kernels, Pointer } from '../../src-shared/dsp/core/kernels.ts';
import { FRAME_BYTES } from '../../src-shared/dsp/core/kernels.ts';
import type { RendererPort } from '../../src-shared/render/renderer.ts';
import { toAudioFileError } from '../media/file-errors.ts';

/** Below −140 dBFS nothing is lost by stopping. */
const SILENCE = 1e-7;

abstract class PreMasterEnd {
  protected readonly kernels: Kernels;
  protected readonly path: string;
  protected readonly fd: number;
  protected readonly chunkFrames: number;
  /** One chunk of all ports. */
  protected readonly chunk: Float32Array;
  readonly #ports: readonly RendererPort[];
  readonly #block: Pointer;
  #isOpen = true;

  constructor(options: PreMasterOptions, flags: string) {
    const { kernels, path, ports, chunkFrames, maxBlockFrames } = options;
    this.kernels = kernels;
    this.path = path;
    this.#ports = ports;
    this.chunkFrames = chunkFrames;
    this.chunk = new Float32Array(ports.length * chunkFrames * 2);
    this.#block = kernels.allocateFrames(maxBlockFrames);
    try {
      this.fd = openSync(path, flags);
    } catch (error) {
      throw toAudioFileError(error, path);
    }
  }

  close(): void {
    if (this.#isOpen) closeSync(this.fd);
    this.#isOpen = false;
  }

  /** Copies a block of every port into the chunk; sums are rounded, as the renderer does before it uses them. */
  protected collect(at: number, frames: number): void {
    for (const [index, { pointer, bytesPerFrame }] of this.#ports.entries()) {
      const isSum = bytesPerFrame > FRAME_BYTES;
      if (isSum) this.kernels.run.mixRound(pointer, this.#block, frames, -0);
      this.chunk.set(this.kernels.frames(isSum ? this.#block : pointer, frames), (index * this.chunkFrames + at) * 2);
    }
  }

  protected spread(at: number, frames: number): void {
    for (const [index, { pointer, bytesPerFrame }] of this.#ports.entries()) {
      const isSum = bytesPerFrame > FRAME_BYTES;
      const start = (index * this.chunkFrames + at) * 2;
      this.kernels.frames(isSum ? this.#block : pointer, frames).set(this.chunk.subarray(start, start + frames * 2));
      if (isSum) this.kernels.run.mixStart(pointer, this.#block, frames, 1);
    }
  }
}

export type PreMasterOptions = {
  readonly kernels: Kernels;
  readonly path: string;
  readonly ports: readonly RendererPort[];
  readonly chunkFrames: number;
  readonly maxBlockFrames: number;
};

export class PreMasterWriter extends PreMasterEnd {
  #silentFrames = 0;

  constructor(options: PreMasterOptions) {
    super(options, 'wx');
  }

  /** How long what was written last has been silent. */
  get silentFrames(): number {
    return this.#silentFrames;
  }

  put(at: number, frames: number): void {
    this.collect(at, frames);
  }

  written(): void {
    const isSilent = this.chunk.every((value) => Math.abs(value) < SILENCE);
    this.#silentFrames = isSilent ? this.#silentFrames + this.chunkFrames : 0;
    const bytes = new Uint8Array(this.chunk.buffer);
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.fd, bytes, done);
    } catch (error) {
      throw toAudioFileError(error, this.path);
    }
  }

  abort(): void {
    this.close();
    rmSync(this.path, { force: true });
  }
}

export class PreMasterReader extends PreMasterEnd {
  constructor(options: PreMasterOptions) {
    super(options, 'r');
  }

  /** The next chunk; silence after the end. */
  next(): void {
    const bytes = new Uint8Array(this.chunk.buffer);
    let done = 0;
    try {
      while (done < bytes.length) {
        const read = readSync(this.fd, bytes, done, bytes.length - done, null);
        if (read === 0) break;
        done += read;
      }
    } catch (error) {
      throw toAudioFileError(error, this.path);
    }
    bytes.fill(0, done);
  }

  take(at: number, frames: number): void {
    this.spread(at, frames);
  }
}
