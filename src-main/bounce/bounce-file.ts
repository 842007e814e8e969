/** A file that a bounce writes: resampled, dithered, measured and encoded on the way. */
import type { AudioTags, BroadcastExtension } from '../../src-shared/audio-file/audio-format.ts';
import type { AudioWriter, WriteBitDepth, WriteFormat } from '../../src-shared/audio-file/audio-writer.ts';
import { Resampler } from '../../src-shared/audio-file/resample.ts';
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import { type ProgramFigures, ProgramMeter } from '../../src-shared/dsp/metering/program-meter.ts';
import type { createAudioFile } from '../media/create-audio-file.ts';
import { createWavFile } from '../media/create-wav-file.ts';

export type BounceFile = {
  readonly path: string;
  readonly format: WriteFormat;
  /** Default 24. */
  readonly bitDepth?: WriteBitDepth;
  readonly bitrateKbps?: number;
  /** Default: the session's. */
  readonly sampleRateHz?: number;
  /** Replace a file of that name once the new one is whole. Default false. */
  readonly overwrite?: boolean;
  readonly tags?: AudioTags;
  readonly broadcast?: BroadcastExtension;
  /** Measures what is written, after resampling and before rounding. Default false. */
  readonly measure?: boolean;
};

export type WrittenFile = {
  readonly path: string;
  readonly frames: number;
  readonly sampleRateHz: number;
  /** Samples beyond full scale, clipped (integer formats only). */
  readonly clippedSamples: number;
  /** Null unless asked for. */
  readonly figures: ProgramFigures | null;
};

/** What takes the rendered sound, from its first frame to its last. */
export interface BounceSink<Result> {
  /** @param interleaved stereo, valid during the call (or until its promise settles). */
  write(interleaved: Float32Array): void | Promise<void>;
  finish(): Promise<Result>;
  /** Leaves nothing behind. */
  abort(): void;
}

/** Starts the file. Rejects with AudioFileError. */
export async function openBounceFile(
  file: BounceFile,
  kernels: Kernels,
  sampleRateHz: number,
): Promise<BounceSink<WrittenFile>> {
  const toHz = file.sampleRateHz ?? sampleRateHz;
  const { path, format, bitDepth = '24', bitrateKbps, overwrite = false, tags, broadcast } = file;
  const options = {
    bitDepth,
    overwrite,
    sampleRateHz: toHz,
    channels: 2,
    ...(bitrateKbps !== undefined && { bitrateKbps }),
    ...(tags && { tags }),
    ...(broadcast && { broadcast }),
  };
  const writer =
    format === 'wav' ? createWavFile(path, options) : await createEncodedFile(path, { ...options, format });
  try {
    const resampler = toHz === sampleRateHz ? undefined : new Resampler({ channels: 2, fromHz: sampleRateHz, toHz });
    const meter = file.measure ? new ProgramMeter(kernels, { sampleRateHz: toHz, channels: 2 }) : undefined;
    return new FileSink({ path, toHz, writer, resampler, meter });
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** The encoders are large: they are loaded when one is used. */
async function createEncodedFile(...args: Parameters<typeof createAudioFile>): Promise<AudioWriter> {
  const media = await import('../media/create-audio-file.ts');
  return media.createAudioFile(...args);
}

type FileSinkParts = {
  readonly path: string;
  readonly toHz: number;
  readonly writer: AudioWriter;
  readonly resampler: Resampler | undefined;
  readonly meter: ProgramMeter | undefined;
};

class FileSink implements BounceSink<WrittenFile> {
  readonly #parts: FileSinkParts;

  constructor(parts: FileSinkParts) {
    this.#parts = parts;
  }

  write(interleaved: Float32Array): void | Promise<void> {
    const { resampler } = this.#parts;
    return this.#put(resampler ? resampler.process(interleaved) : interleaved);
  }

  async finish(): Promise<WrittenFile> {
    const { path, toHz, writer, resampler, meter } = this.#parts;
    if (resampler) await this.#put(resampler.flush());
    await writer.finish();
    const figures = meter?.finish() ?? null;
    return { path, frames: writer.framesWritten, sampleRateHz: toHz, clippedSamples: writer.clippedSamples, figures };
  }

  abort(): void {
    this.#parts.writer.abort();
  }

  #put(interleaved: Float32Array): void | Promise<void> {
    const { writer, meter } = this.#parts;
    meter?.measure(interleaved);
    return interleaved.length > 0 ? writer.write(interleaved, interleaved.length / 2) : undefined;
  }
}
