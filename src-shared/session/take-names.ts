import type { Take } from './records/take.ts';

/** The number behind a take's name; 0 where there is none. */
function numberOf(name: string): number {
  return Number(/ take (\d+)$/.exec(name)?.[1] ?? 0);
}

/** The highest number among the takes of a track: no number comes twice on it, whatever it is called. */
export function lastTakeNumber(takesOfTrack: readonly Pick<Take, 'name'>[]): number {
  return takesOfTrack.reduce((last, { name }) => Math.max(last, numberOf(name)), 0);
}

/** The name of a take, such as `Vocal take 3`. */
export function takeName(trackName: string, number: number): string {
  return `${trackName.slice(0, 180)} take ${number}`;
}
