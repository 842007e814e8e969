/** The axes of the loudness history: loudness linear in LU, time linear, sections between the markers. */
import type { Marker } from '../../src-shared/session/records/marker.ts';
import { formatDb } from '../../src-shared/units/format.ts';

export type LoudnessAxis = {
  readonly topLufs: number;
  readonly bottomLufs: number;
  readonly ticksLufs: readonly number[];
};

/** Quieter than the absolute gate of BS.1770 is silence. */
const SILENT_LUFS = -70;

/** A loudness or a level without its unit; −∞ for silence. */
export function lufsText(value: number): string {
  return value > SILENT_LUFS ? formatDb(value) : '−∞';
}

const STEP_LU = 6;
/** What a master is normally seen in; it opens for what lies outside. */
const USUAL = { topLufs: -3, bottomLufs: -36 } as const;
const LOWEST_LUFS = -66;

/** An axis that shows what was heard. @param mean the integrated loudness, which decides how far down it reaches. */
export function loudnessAxis(highestLufs: number, meanLufs: number): LoudnessAxis {
  const topLufs = highestLufs > USUAL.topLufs ? 3 : USUAL.topLufs;
  const wanted = Number.isFinite(meanLufs) ? meanLufs - 2 * STEP_LU : USUAL.bottomLufs;
  const bottomLufs = Math.max(LOWEST_LUFS, Math.min(USUAL.bottomLufs, Math.floor(wanted / STEP_LU) * STEP_LU));
  const ticksLufs: number[] = [];
  for (let lufs = Math.floor(topLufs / STEP_LU) * STEP_LU; lufs >= bottomLufs; lufs -= STEP_LU) ticksLufs.push(lufs);
  return { topLufs, bottomLufs, ticksLufs };
}

/** The share 0…1 of the plot's height from its top. */
export function loudnessDepth({ topLufs, bottomLufs }: LoudnessAxis, lufs: number): number {
  if (!(lufs > bottomLufs)) return 1;
  return Math.max(0, (topLufs - lufs) / (topLufs - bottomLufs));
}

const TIME_STEPS_SECONDS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1_800, 3_600] as const;

/** Round places in time, at most `most` of them after 0. */
export function timeTicks(lengthSeconds: number, most: number): readonly number[] {
  const step = TIME_STEPS_SECONDS.find((seconds) => lengthSeconds / seconds <= most) ?? 3_600;
  const ticks: number[] = [];
  for (let seconds = 0; seconds <= lengthSeconds; seconds += step) ticks.push(seconds);
  return ticks;
}

/** `3:00`, for an axis. */
export function minutesText(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}

export type Section = { readonly name: string; readonly fromFrames: number; readonly toFrames: number };

/** What lies between two markers is a section with the first one's name. */
export function sectionsOf(markers: readonly Marker[], endFrames: number): readonly Section[] {
  const inOrder = [...markers].sort((a, b) => a.atFrames - b.atFrames).filter(({ atFrames }) => atFrames < endFrames);
  return inOrder.map(({ name, atFrames }, index) => ({
    name,
    fromFrames: atFrames,
    toFrames: inOrder[index + 1]?.atFrames ?? endFrames,
  }));
}
