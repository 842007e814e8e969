import type { Take } from './records/take.ts';

/** The number behind a take's name; 0 where there is none. */
function numberOf(name: string): number {
  return Number(/ take (\d+)$/.exec(name)?.[1] ?? 0);
}

/** The name of a track's next take, such as `Vocal take 3`: no number comes twice on a track, whatever it is called. */
export function nextTakeName(trackName: string, takesOfTrack: readonly Pick<Take, 'name'>[]): string {
  const last = Math.max(0, ...takesOfTrack.map(({ name }) => numberOf(name)));
  return `${trackName.slice(0, 180)} take ${last + 1}`;
}
