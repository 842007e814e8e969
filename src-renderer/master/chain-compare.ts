/** Before and after the chain of the master, as loud as each other: heard by the engine alone, nothing is stored. */
import { levelMatchDb } from '../../src-shared/analysis/level-match.ts';
import type { ComparedSide } from '../../src-shared/protocol/answers.ts';
import { formatDb, formatSigned } from '../../src-shared/units/format.ts';
import type { App } from '../state/app.svelte.ts';

/** Null hears the master as it is bounced. Rejects with StudioError. */
export async function compareChain({ client }: App, side: ComparedSide | null): Promise<void> {
  await client.request('engine/compare', { side });
}

/** First what the chain is given, then what it makes of it, and so on. */
export function otherSide({ engine }: App): ComparedSide {
  return engine.comparing === 'before' ? 'after' : 'before';
}

/** What is heard, in words. @param changeLu what the chain does to the loudness; NaN before it was heard. */
export function comparisonText(side: ComparedSide | null, changeLu: number): string {
  if (Number.isNaN(changeLu))
    return side === null ? 'Before and after, level-matched' : 'Level-matched once it is heard';
  if (side === null) return `The chain: ${formatSigned(changeLu, 1)} LU`;
  const gainDb = levelMatchDb(side, changeLu);
  return `Level-matched: ${side} ${gainDb > -0.05 ? 'as it is' : `${formatDb(gainDb)} dB`}`;
}
