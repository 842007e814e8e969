import type { Emit } from '../jobs.ts';
import { keptSentence, type TakingIn, takeIn } from './take-in.ts';

/**
 * Takes in recordings by their logs, one after the other; what cannot be taken in stays for the next time and is told.
 * @param areCutOff they were not stopped: that what there is was kept is told too.
 */
export async function takeInLogs(
  logs: readonly string[],
  into: TakingIn,
  { areCutOff, emit }: { readonly areCutOff: boolean; readonly emit: Emit },
): Promise<void> {
  for (const name of logs) {
    try {
      const names = await takeIn(into, name);
      if (areCutOff && names.length > 0) emit('notice', { kind: 'info', sentence: keptSentence(names) });
    } catch (error) {
      // Log and files stay: it is tried again when the session is opened. The others are taken in all the same.
      const sentence = `A recording is not in the session yet. ${(error as Error).message}`;
      emit('notice', { kind: 'warning', sentence });
    }
  }
}
