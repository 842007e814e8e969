/** The three promises as they stand, at the foot of every screen: each with words, an icon, and why. */

import type { ComparedSide, HeardComparison, SessionFileState } from '../../src-shared/protocol/answers.ts';
import type { RollingTake } from '../../src-shared/protocol/recording.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { formatClock, formatDb, formatNumber } from '../../src-shared/units/format.ts';
import type { IconName } from '../controls/icons.ts';

export type Seal = {
  readonly icon: IconName;
  readonly promise: string;
  readonly state: string;
  /** Kept is green, broken warns, open is neither yet. */
  readonly verdict: 'kept' | 'broken' | 'open';
  readonly why: string;
};

/** The files of all takes, a pass of a loop each though they share one, and of what else there is to hear. */
export function takeFiles({ takes, media }: Pick<Session, 'takes' | 'media'>): readonly string[] {
  const ofTakes = Object.values(takes).map(({ mediaId }) => mediaId);
  const known = new Set(ofTakes);
  return [...ofTakes, ...Object.keys(media).filter((id) => !known.has(id))];
}

/** How many takes the recording that rolls has so far: its passes that are over, and those that go on. */
export function rollingCount(takes: readonly Pick<RollingTake, 'passes' | 'stretch'>[]): number {
  return takes.reduce((count, { passes, stretch }) => count + passes + (stretch ? 1 : 0), 0);
}

/**
 * Whether every sound file of the session is on disk, and what is being recorded. @param mediaIds one a take.
 * @param rolling takes that are written now: they are the session's from the stop on.
 */
export function takesSeal(mediaIds: readonly string[], file: SessionFileState, rolling = 0): Seal {
  const seal = keptSeal(mediaIds, file);
  if (rolling === 0) return seal;
  const why = `${rolling === 1 ? 'A take is' : `${rolling} takes are`} being recorded, and written to the disk as you play.`;
  if (mediaIds.length === 0) return { ...seal, state: `${rolling} rolling`, why };
  return { ...seal, state: `${seal.state} + ${rolling} rolling`, why: `${why} ${seal.why}` };
}

function keptSeal(mediaIds: readonly string[], { missingMediaIds }: SessionFileState): Seal {
  const missing = missingMediaIds.length;
  const there = mediaIds.filter((id) => !missingMediaIds.includes(id)).length;
  const count = mediaIds.length;
  if (count === 0)
    return {
      icon: 'shield-check',
      promise: 'Takes',
      state: 'none yet',
      verdict: 'open',
      why: 'The session has no sound files.',
    };
  if (missing > 0)
    return {
      icon: 'shield-alert',
      promise: 'Takes',
      state: `${there} of ${count} on disk`,
      verdict: 'broken',
      why: `${missing} sound file${missing > 1 ? 's are' : ' is'} not where the session left ${missing > 1 ? 'them' : 'it'}. Find ${missing > 1 ? 'them' : 'it'} again to hear ${missing > 1 ? 'them' : 'it'}.`,
    };
  return {
    icon: 'shield-check',
    promise: 'Takes',
    state: `${there} of ${count} on disk`,
    verdict: 'kept',
    why: 'Every sound file of the session lies in its folder, and every change is on disk within a second.',
  };
}

/** What the seal knows of the last comparison of what is heard with what is bounced. */
export type HeardFacts = {
  /** Null before one was made. */
  readonly comparison: HeardComparison | null;
  /** It is of the session as it is now. */
  readonly isOfNow: boolean;
  /** How much of the next one is done, 0…1; null while none runs. */
  readonly runningShare: number | null;
  /** What is heard is not the master: one side of its chain, as loud as the other, or a take in place of a comp. */
  readonly hears: ComparedSide | 'take' | null;
};

/** Whether the bounce is what you hear, as far as it was measured. */
export function heardSeal({ comparison, isOfNow, runningShare, hears }: HeardFacts): Seal {
  const common = { icon: 'equal', promise: 'Heard = bounced', verdict: 'open' } as const;
  if (hears === 'take')
    return {
      ...common,
      state: 'a take alone',
      why: 'You hear a take in place of its comp: what is heard is not what is bounced. Esc ends it.',
    };
  if (hears !== null)
    return {
      ...common,
      state: `${hears} the chain`,
      why: 'You compare before and after the master’s chain, as loud as each other: what is heard is not what is bounced.',
    };
  if (runningShare !== null)
    return {
      ...common,
      state: `comparing, ${Math.round(runningShare * 100)} %`,
      why: 'The engine plays the session as fast as it can, beside a bounce of it. You can go on, and listen.',
    };
  if (comparison === null)
    return {
      ...common,
      state: 'not checked yet',
      why: 'Click to have the engine play the song, as fast as it can, and compare it with a bounce: sample by sample.',
    };
  const told = factsText(comparison);
  if (!isOfNow)
    return {
      ...common,
      state: 'changed since',
      why: `${told} The session has changed since: click to compare it again.`,
    };
  if (comparison.largestDifferenceDbfs === null)
    return {
      ...common,
      state: `identical, ${secondsText(comparison)} checked`,
      verdict: 'kept',
      why: told,
    };
  return {
    ...common,
    icon: 'triangle-alert',
    state: `differs, ${formatDb(comparison.largestDifferenceDbfs)} dBFS`,
    verdict: 'broken',
    why: told,
  };
}

function secondsText({ frames, sampleRateHz }: HeardComparison): string {
  const seconds = frames / sampleRateHz;
  return `${formatNumber(seconds, seconds < 9.95 ? 1 : 0)} s`;
}

/** What was compared, when, and what came of it. */
function factsText(comparison: HeardComparison): string {
  const { atMs, fromFrames, sampleRateHz, largestDifferenceDbfs, firstDifferenceFrames } = comparison;
  const time = new Date(atMs).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  const what = `${secondsText(comparison)} from ${formatClock(fromFrames / sampleRateHz)} were played and bounced at ${time}`;
  if (largestDifferenceDbfs === null) return `${what}, and no sample differs.`;
  const first = formatClock((firstDifferenceFrames ?? 0) / sampleRateHz);
  return `${what}: they differ from ${first} on, by ${formatDb(largestDifferenceDbfs)} dBFS at most.`;
}

/** Whether any number on screen is an estimate. */
export function numbersSeal(estimates: number): Seal {
  if (estimates === 0)
    return {
      icon: 'ruler',
      promise: 'Numbers',
      state: 'all measured',
      verdict: 'kept',
      why: 'Every level, loudness and peak on screen is measured from the frames themselves. An estimate would carry ≈.',
    };
  return {
    icon: 'ruler',
    promise: 'Numbers',
    state: `${estimates} estimated ≈`,
    verdict: 'open',
    why: 'Numbers with ≈ are estimates; all others are measured.',
  };
}
