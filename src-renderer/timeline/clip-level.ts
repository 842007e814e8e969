/** Peak and RMS of the sound in a clip, from the media's peaks: exact, its edges frame by frame. */
import type { Peaks } from '../../src-shared/protocol/answers.ts';
import type { Clip } from '../../src-shared/session/records/clip.ts';
import { gainToDb } from '../../src-shared/units/decibel.ts';
import { COLUMN_FIELDS, type PeakRequest } from './peak-tiles.ts';

export type ClipLevel = { readonly peakDbfs: number; readonly rmsDbfs: number };
type Stretch = Pick<Clip, 'mediaId' | 'offsetFrames' | 'lengthFrames'>;
type Part = { readonly framesPerColumn: number; readonly fromColumn: number; readonly columns: number };

/** So many columns are answered at once. */
const MOST_COLUMNS = 16_384;
const FINEST = 256;

/** The requests that cover a stretch exactly: whole columns in the middle, single frames before and after them. */
export function levelParts({
  offsetFrames,
  lengthFrames,
}: Pick<Stretch, 'offsetFrames' | 'lengthFrames'>): readonly Part[] {
  let wide = FINEST;
  while (lengthFrames / wide > MOST_COLUMNS) wide *= 2;
  const end = offsetFrames + lengthFrames;
  const first = Math.ceil(offsetFrames / wide);
  const last = Math.floor(end / wide);
  if (last <= first) return single(offsetFrames, end);
  const middle = { framesPerColumn: wide, fromColumn: first, columns: last - first };
  return [...single(offsetFrames, first * wide), middle, ...single(last * wide, end)];
}

function single(from: number, to: number): Part[] {
  const parts: Part[] = [];
  for (let at = from; at < to; at += MOST_COLUMNS)
    parts.push({ framesPerColumn: 1, fromColumn: at, columns: Math.min(MOST_COLUMNS, to - at) });
  return parts;
}

/** The level of what a clip plays of its media, without its gain and fades. RMS is of all channels together. */
export async function clipLevel(clip: Stretch, fetch: (request: PeakRequest) => Promise<Peaks>): Promise<ClipLevel> {
  const parts = levelParts(clip);
  const answers = await Promise.all(parts.map((part) => fetch({ mediaId: clip.mediaId, ...part })));
  let peak = 0;
  let energy = 0;
  let values = 0;
  for (const { framesPerColumn, columns } of answers) {
    for (let at = 0; at < columns.length; at += COLUMN_FIELDS) {
      peak = Math.max(peak, -(columns[at] as number), columns[at + 1] as number);
      energy += (columns[at + 2] as number) ** 2 * framesPerColumn;
    }
    values += (columns.length / COLUMN_FIELDS) * framesPerColumn;
  }
  return {
    peakDbfs: gainToDb(peak),
    rmsDbfs: values > 0 ? gainToDb(Math.sqrt(energy / values)) : Number.NEGATIVE_INFINITY,
  };
}
