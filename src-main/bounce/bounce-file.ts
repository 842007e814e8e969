/** A file that a bounce writes: resampled, dithered, measured and encoded on the way. */
import type { AudioTags, BroadcastExtension } from '../../src-shared/audio-file/audio-format.ts';
import type { AudioWriter, WriteBitDepth, WriteFormat } from '../../src-shared/audio-file/audio-writer.ts';
import { Resampler } from '../../src-shared/audio-file/resample.ts';
import type { Kernels, Pointer } from '../../src-shared/dsp/core/kernels.ts';
import { Dither, type DitherKind } from '../../src-shared/dsp/mastering/dither.ts';
import { type ProgramFigures, ProgramMeter } from '../../src-shared/dsp/metering/program-meter.ts';
import { gainToDb } from '../../src-shared/units/decibel.ts';
import type { createAudioFile } from '../media/create-audio-file.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { kernelPacker24 } from './kernel-packer.ts';

const PIECE_FRAMES = 4_096;
/** The meters' kernels look up to this far past the frames they are given, and change nothing there. */
const METER_SLACK_FRAMES = 8;

export type BounceFile = {
  readonly path: string;
  readonly format: WriteFormat;
  /** Default 24. */
  readonly bitDepth?: WriteBitDepth;
  readonly bitrateKbps?: number;
  /**
   * For 16 and 24 bits. Default `tpdf`. What already is whole steps stays as it is.
   */
  readonly dither?: DitherKind;
  /** Default: the session's. */
  readonly sampleRateHz?: number;
  /** Replace a file of that name once the new one is whole. Default false. */
  readonly overwrite?: boolean;
  readonly tags?: AudioTags;
  readonly broadcast?: BroadcastExtension;
  /** Measures what is written, after resampling and dither. Default false. */
  readonly measure?: boolean;
};

export type WrittenFile = {
  readonly path: string;
  readonly frames: number;
  readonly sampleRateHz: number;
  /** Samples beyond full scale, clipped (integer formats only). */
  readonly clippedSamples: number;
  /** How far the sound rises over full scale where the format cannot hold it, in dB; 0 where it does not. */
  readonly overDb: number;
  /** Null unless asked for. */
  readonly figures: ProgramFigures | null;
  /** True when the figures are those of the file itself, to the last bit: nothing was clipped, rounded or coded after them. */
  readonly figuresAreOfFile: boolean;
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
    format === 'wav'
      ? createWavFile(path, { ...options, ...(bitDepth === '24' && { packer: kernelPacker24(kernels) }) })
      : await createEncodedFile(path, { ...options, format });
  try {
    const resampler = toHz === sampleRateHz ? undefined : new Resampler({ channels: 2, fromHz: sampleRateHz, toHz });
    const meter = file.measure ? new ProgramMeter(kernels, { sampleRateHz: toHz, channels: 2 }) : undefined;
    const piece = kernels.allocateFrames(PIECE_FRAMES + METER_SLACK_FRAMES);
    const dither = ditherOf(file, kernels, toHz);
    return new FileSink({
      path,
      toHz,
      writer,
      resampler,
      meter,
      dither,
      keepsSamples: dither !== undefined || isFloatFile(file),
      isFloat: isFloatFile(file),
      kernels,
      piece,
      peaks: kernels.allocate(16),
    });
  } catch (error) {
    writer.abort();
    throw error;
  }
}

/** Holds whatever comes, over full scale too. */
export function isFloatFile({ format, bitDepth }: Pick<BounceFile, 'format' | 'bitDepth'>): boolean {
  return format === 'wav' && bitDepth === '32f';
}

function ditherOf(file: BounceFile, kernels: Kernels, sampleRateHz: number): Dither | undefined {
  const { format, bitDepth = '24' } = file;
  const { dither: kind = 'tpdf' } = file;
  if (kind === 'off' || bitDepth === '32f' || (format !== 'wav' && format !== 'flac')) return undefined;
  return new Dither(kernels, { kind, bitDepth: bitDepth === '16' ? 16 : 24, channels: 2, sampleRateHz });
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
  readonly dither: Dither | undefined;
  /** True when the file holds just the samples that the meter saw. */
  readonly keepsSamples: boolean;
  readonly isFloat: boolean;
  readonly kernels: Kernels;
  /** A block for the dither. */
  readonly piece: Pointer;
  /** The largest sample of each side before the dither, which keeps to full scale; linear. */
  readonly peaks: Pointer;
};

class FileSink implements BounceSink<WrittenFile> {
  readonly #parts: FileSinkParts;
  /** The largest sample that went in without dither, linear. */
  #peak = 0;

  constructor(parts: FileSinkParts) {
    this.#parts = parts;
  }

  write(interleaved: Float32Array): void | Promise<void> {
    const { resampler } = this.#parts;
    return this.#put(resampler ? resampler.process(interleaved) : interleaved);
  }

  async finish(): Promise<WrittenFile> {
    const { path, toHz, writer, resampler, meter, keepsSamples } = this.#parts;
    if (resampler) await this.#put(resampler.flush());
    await writer.finish();
    const { framesWritten: frames, clippedSamples } = writer;
    const figures = meter?.finish() ?? null;
    const figuresAreOfFile = keepsSamples && clippedSamples === 0;
    return { path, frames, sampleRateHz: toHz, clippedSamples, overDb: this.#overDb(), figures, figuresAreOfFile };
  }

  abort(): void {
    this.#parts.writer.abort();
  }

  #overDb(): number {
    const { isFloat, kernels, peaks } = this.#parts;
    const at = peaks >>> 2;
    const peak = Math.max(this.#peak, kernels.f32[at] as number, kernels.f32[at + 1] as number);
    return isFloat || peak <= 1 ? 0 : gainToDb(peak);
  }

  #put(interleaved: Float32Array): void | Promise<void> {
    const { writer, meter, dither, isFloat } = this.#parts;
    if (interleaved.length === 0) return;
    if (dither) return this.#putDithered(interleaved, dither);
    if (!isFloat) this.#peak = peakOf(interleaved, this.#peak);
    meter?.measure(interleaved);
    return writer.write(interleaved, interleaved.length / 2);
  }

  async #putDithered(interleaved: Float32Array, dither: Dither): Promise<void> {
    const { writer, meter, kernels, piece, peaks } = this.#parts;
    for (let at = 0; at < interleaved.length; at += PIECE_FRAMES * 2) {
      const part = interleaved.subarray(at, at + PIECE_FRAMES * 2);
      const frames = part.length / 2;
      kernels.frames(piece, frames).set(part);
      kernels.run.samplePeakUpdate(piece, frames, 2, peaks);
      dither.process(piece, frames);
      meter?.process(piece, frames);
      await writer.write(kernels.frames(piece, frames), frames);
    }
  }
}

/** The largest magnitude among samples and what was the largest so far. */
function peakOf(samples: Float32Array, before: number): number {
  let peak = before;
  for (let i = 0; i < samples.length; i++) {
    const size = Math.abs(samples[i] as number);
    if (size > peak) peak = size;
  }
  return peak;
}
