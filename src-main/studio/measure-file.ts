import { type ProgramFigures, ProgramMeter } from '../../src-shared/dsp/metering/program-meter.ts';
import type { WrittenFile } from '../bounce/bounce-file.ts';
import { openAudioFile } from '../media/open-audio-file.ts';
import { loadKernels } from '../program/load-kernels.ts';

export type FileMeasure = ProgramFigures & {
  readonly file: string;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Frames that the file really held. */
  readonly frames: number;
  readonly warnings: readonly string[];
};

/** Measures a whole file as it is on the disk. Rejects with AudioFileError. */
export async function measureFile(file: string, onProgress?: (share: number) => void): Promise<FileMeasure> {
  const stream = await openAudioFile(file);
  try {
    const { format } = stream;
    const meter = new ProgramMeter(loadKernels(), format);
    for await (const chunk of stream.chunks()) {
      meter.measure(chunk);
      onProgress?.(format.lengthFrames > 0 ? meter.frames / format.lengthFrames : 1);
    }
    const { sampleRateHz, channels } = format;
    return { ...meter.finish(), file, sampleRateHz, channels, frames: meter.frames, warnings: stream.warnings };
  } finally {
    stream.close();
  }
}

/**
 * The figures of a file that was just written: those taken while it was written where they are the file's own, else
 * it is read back. Rejects with AudioFileError.
 */
export async function measureWritten(written: WrittenFile): Promise<FileMeasure> {
  const { path, sampleRateHz, frames, figures, figuresAreOfFile } = written;
  if (!figures || !figuresAreOfFile) return measureFile(path);
  return { ...figures, file: path, sampleRateHz, channels: 2, frames, warnings: [] };
}
