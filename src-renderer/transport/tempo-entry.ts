/** What somebody types for tempo and metre, as the command that sets it where it holds. */
import type { Session } from '../../src-shared/session/session.ts';

type Change = { readonly command: 'setTempo' | 'setMetre'; readonly args: unknown };

/** `120`, `96.5`: changes the tempo that holds at a frame; undefined for what is no tempo. */
export function tempoCommand({ tempos }: Session, frame: number, typed: string): Change | undefined {
  const bpm = Number(typed.trim().replace(',', '.'));
  if (!(bpm >= 10 && bpm <= 960)) return undefined;
  const earlier = Object.values(tempos).filter(({ atFrames }) => atFrames <= frame);
  return { command: 'setTempo', args: { bpm, atFrames: Math.max(0, ...earlier.map(({ atFrames }) => atFrames)) } };
}

/** `6/8`: changes the metre that holds in a bar; undefined for what is no metre. */
export function metreCommand({ metres }: Session, bar: number, typed: string): Change | undefined {
  const match = /^(\d+)\s*\/\s*(\d+)$/.exec(typed.trim());
  const [numerator, denominator] = [Number(match?.[1]), Number(match?.[2])];
  if (!(numerator >= 1 && numerator <= 64) || ![1, 2, 4, 8, 16, 32].includes(denominator)) return undefined;
  const earlier = Object.values(metres).filter((metre) => metre.bar <= bar);
  return {
    command: 'setMetre',
    args: { numerator, denominator, bar: Math.max(1, ...earlier.map((metre) => metre.bar)) },
  };
}
