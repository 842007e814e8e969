import type { Emit } from '../jobs.ts';
import { type TakingIn, takeIn } from './take-in.ts';

/** Recordings that could not be taken in, by the names of their logs, and why, as it was told. */
export type LeftLogs = Map<string, string>;

/**
 * Takes in recordings by their logs, one after the other; what cannot be taken in stays for the next time and is told, once
 * for each reason.
 * @param areCutOff they were not stopped: that what there is was kept is told too.
 * @param left is told which stay.
 */
export async function takeInLogs(
  logs: readonly string[],
  into: TakingIn,
  { areCutOff, emit, left }: { readonly areCutOff: boolean; readonly emit: Emit; readonly left: LeftLogs },
): Promise<void> {
  const warn = (sentence: string) => emit('notice', { kind: 'warning', sentence });
  for (const name of logs) {
    try {
      const names = await takeIn(into, name, warn);
      const sentence = left.has(name) ? lateSentence(names) : keptSentence(names);
      if ((areCutOff || left.has(name)) && names.length > 0) emit('notice', { kind: 'info', sentence });
      left.delete(name);
    } catch (error) {
      // Log and files stay. The others are taken in all the same.
      const sentence = `A recording is not in the session yet. ${(error as Error).message}`;
      if (left.get(name) !== sentence) warn(sentence);
      left.set(name, sentence);
    }
  }
}

/** What a musician reads about takes that were cut off. */
function keptSentence(names: readonly string[]): string {
  return `A recording was cut off. What came in until then is kept: ${namesText(names)}.`;
}

/** About takes that could not be taken in before. */
function lateSentence(names: readonly string[]): string {
  return `A recording is in the session now: ${namesText(names)}.`;
}

function namesText([first, ...others]: readonly string[]): string {
  return others.length === 0 ? `“${first}”` : `“${first}” and ${others.length} more`;
}
