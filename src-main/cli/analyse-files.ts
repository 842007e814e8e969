import { refuseDamaged } from '../../src-shared/audio-file/audio-stream.ts';
import { framesToSeconds } from '../../src-shared/units/time.ts';
import { type FileMeasure, measureFile } from '../studio/measure-file.ts';
import { progressLine } from './terminal/progress-line.ts';
import { clock, decimal, tableLines } from './terminal/table.ts';

/** Measures files and prints them; rejects with the AudioFileError of the first that cannot be read, and prints nothing. */
export async function analyseFiles(files: readonly string[], json: boolean): Promise<void> {
  const measures = await measureAll(files);
  process.stdout.write(
    json ? `${JSON.stringify(measures.map(jsonOf), null, 2)}\n` : `${measureTable(measures).join('\n')}\n`,
  );
}

async function measureAll(files: readonly string[]): Promise<FileMeasure[]> {
  const progress = progressLine('measuring');
  const measures: FileMeasure[] = [];
  try {
    for (const [index, file] of files.entries()) {
      const measure = await measureFile(file, (share) => progress.show((index + share) / files.length));
      // Figures of half a file are no figures of the file.
      refuseDamaged(measure);
      measures.push(measure);
    }
  } finally {
    progress.clear();
  }
  return measures;
}

/** Keys that scripts rely on. */
function jsonOf({ file, frames, sampleRateHz, channels, warnings: _warnings, ...figures }: FileMeasure) {
  return { file, durationSeconds: framesToSeconds(frames, sampleRateHz), frames, sampleRateHz, channels, ...figures };
}

/** The loudness table that every command prints. */
export function measureTable(measures: readonly FileMeasure[]): string[] {
  const right = (head: string) => ({ head, align: 'right' as const });
  const columns = [
    { head: 'file' },
    right('length'),
    right('I LUFS'),
    right('LRA LU'),
    right('max M'),
    right('max S'),
    right('dBTP'),
    right('peak dBFS'),
    right('clipped'),
    right('corr'),
  ];
  const rows = measures.map((measure) => [
    measure.file,
    clock(framesToSeconds(measure.frames, measure.sampleRateHz)),
    decimal(measure.integratedLufs, 1),
    decimal(measure.loudnessRangeLu, 1),
    decimal(measure.maxMomentaryLufs, 1),
    decimal(measure.maxShortTermLufs, 1),
    decimal(measure.truePeakDbtp, 1),
    decimal(measure.samplePeakDbfs, 1),
    String(measure.clippedFrames),
    decimal(measure.correlation, 2),
  ]);
  return tableLines(columns, rows);
}
