import type { AudioFormat } from '../../src-shared/audio-file/audio-format.ts';
import { type ProgramFigures, ProgramMeter } from '../../src-shared/dsp/metering/program-meter.ts';
import { openAudioFile } from '../media/open-audio-file.ts';
import { loadKernels } from '../program/load-kernels.ts';

export type FileMeasure = ProgramFigures & {
  readonly file: string;
  readonly format: AudioFormat;
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
    return { ...meter.finish(), file, format, frames: meter.frames, warnings: stream.warnings };
  } finally {
    stream.close();
  }
}
