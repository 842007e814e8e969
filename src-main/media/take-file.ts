/**
 * A WAV file that grows while it is recorded. Its header is true for what stands before it, at any time, and no call
 * blocks: whoever feeds a sound card cannot wait for a disk.
 */
import { type FileHandle, open, rm } from 'node:fs/promises';
import { samplePacker } from '../../src-shared/audio-file/pcm/sample-packer.ts';
import { buildWavHeader, frameBytes, type WavHeaderSpec } from '../../src-shared/audio-file/wav/wav-header.ts';
import { toAudioFileError } from './file-errors.ts';

export type TakeFileSpec = {
  readonly sampleRateHz: number;
  readonly channels: number;
  readonly bitDepth: '24' | '32f';
  /** A larger file is RF64; default what 32 bits hold. Lower only in tests. */
  readonly largestRiffBytes?: number;
};

/** Samples that are packed at once. */
const PACK_SAMPLES = 1 << 15;

export class TakeFile {
  readonly path: string;
  readonly #file: FileHandle;
  readonly #spec: WavHeaderSpec;
  readonly #headerBytes: number;
  readonly #frameBytes: number;
  readonly #pack: ((from: Float32Array, samples: number, into: Uint8Array) => number) | undefined;
  readonly #packed: Uint8Array;
  #isOpen = true;

  private constructor(path: string, file: FileHandle, spec: WavHeaderSpec) {
    this.path = path;
    this.#file = file;
    this.#spec = spec;
    this.#headerBytes = buildWavHeader(spec, 0).length;
    this.#frameBytes = frameBytes(spec);
    // Floats are written as they lie in memory.
    this.#pack = spec.bitDepth === '32f' ? undefined : samplePacker(spec.bitDepth).pack;
    this.#packed = new Uint8Array(this.#pack ? PACK_SAMPLES * (this.#frameBytes / spec.channels) : 0);
  }

  /** Starts a file that must not exist yet. Rejects with AudioFileError; then nothing of it is left. */
  static async create(path: string, spec: TakeFileSpec): Promise<TakeFile> {
    let take: TakeFile | undefined;
    try {
      take = new TakeFile(path, await open(path, 'wx'), { ...spec, metadata: [] });
      await take.keep(0);
      return take;
    } catch (error) {
      await take?.remove();
      throw toAudioFileError(error, path);
    }
  }

  /** Writes frames to their place; a gap before them is silence. `samples` stays as it is until it resolves. */
  async write(atFrame: number, samples: Float32Array): Promise<void> {
    const at = this.#headerBytes + atFrame * this.#frameBytes;
    if (!this.#pack)
      return this.#writeBytes(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), at);
    const sampleBytes = this.#frameBytes / this.#spec.channels;
    for (let done = 0; done < samples.length; done += PACK_SAMPLES) {
      const count = Math.min(PACK_SAMPLES, samples.length - done);
      this.#pack(samples.subarray(done), count, this.#packed);
      await this.#writeBytes(this.#packed.subarray(0, count * sampleBytes), at + done * sampleBytes);
    }
  }

  /** Makes the header true for the first `frames` frames, and asks the disk to keep all. */
  async keep(frames: number): Promise<void> {
    await this.#writeBytes(buildWavHeader(this.#spec, frames * this.#frameBytes), 0);
    await this.#guarded(this.#file.datasync());
  }

  /** Ends the file after `frames` frames. It is closed even when it rejects. */
  async close(frames: number): Promise<void> {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    const dataBytes = frames * this.#frameBytes;
    try {
      // A chunk of odd length has a byte behind it.
      await this.#guarded(this.#file.truncate(this.#headerBytes + dataBytes + (dataBytes % 2)));
      await this.keep(frames);
    } finally {
      await this.#file.close();
    }
  }

  /** Closes the file and leaves nothing of it, as far as the disk lets it. */
  async remove(): Promise<void> {
    if (this.#isOpen) await this.#file.close().catch(() => undefined);
    this.#isOpen = false;
    await rm(this.path, { force: true }).catch(() => undefined);
  }

  async #writeBytes(bytes: Uint8Array, at: number): Promise<void> {
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#guarded(this.#file.write(bytes, done, bytes.length - done, at + done));
      done += bytesWritten;
    }
  }

  async #guarded<Result>(work: Promise<Result>): Promise<Result> {
    try {
      return await work;
    } catch (error) {
      throw toAudioFileError(error, this.path);
    }
  }
}

/**
 * Brings a file in order whose writer was killed: its header tells all the frames that stand in it. Returns how many;
 * 0 for a file that is not there or holds none. Rejects with AudioFileError.
 */
export async function repairTakeFile(path: string, spec: TakeFileSpec): Promise<number> {
  const header = { ...spec, metadata: [] };
  const headerBytes = buildWavHeader(header, 0).length;
  let file: FileHandle;
  try {
    file = await open(path, 'r+');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw toAudioFileError(error, path);
  }
  try {
    const { size } = await file.stat();
    const frames = Math.max(0, Math.floor((size - headerBytes) / frameBytes(spec)));
    const dataBytes = frames * frameBytes(spec);
    // One that was closed stays as it is.
    if ((await toldBytes(file, headerBytes)) === dataBytes) return frames;
    await file.truncate(headerBytes + dataBytes + (dataBytes % 2));
    const bytes = buildWavHeader(header, dataBytes);
    await file.write(bytes, 0, bytes.length, 0);
    await file.datasync();
    return frames;
  } catch (error) {
    throw toAudioFileError(error, path);
  } finally {
    await file.close();
  }
}

/** The bytes of sound that a header tells of: in its ds64 chunk past 4 GB (EBU Tech 3306 §3.5), else in its last word. */
async function toldBytes(file: FileHandle, headerBytes: number): Promise<number> {
  const header = Buffer.alloc(headerBytes);
  await file.read(header, 0, headerBytes, 0);
  const is64 = header.toString('latin1', 0, 4) === 'RF64';
  return is64 ? Number(header.readBigUInt64LE(28)) : header.readUInt32LE(headerBytes - 4);
}
