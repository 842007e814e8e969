/** The three promises as they stand, at the foot of every screen: each with words, an icon, and why. */

import type { SessionFileState } from '../../src-shared/protocol/answers.ts';
import type { IconName } from '../controls/icons.ts';

export type Seal = {
  readonly icon: IconName;
  readonly promise: string;
  readonly state: string;
  /** Kept is green, broken warns, open is neither yet. */
  readonly verdict: 'kept' | 'broken' | 'open';
  readonly why: string;
};

/** Whether every sound file of the session is on disk. */
export function takesSeal(mediaCount: number, { missingMediaIds }: SessionFileState): Seal {
  const missing = missingMediaIds.length;
  const there = mediaCount - missing;
  if (mediaCount === 0)
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
      state: `${there} of ${mediaCount} on disk`,
      verdict: 'broken',
      why: `${missing} sound file${missing > 1 ? 's are' : ' is'} not where the session left ${missing > 1 ? 'them' : 'it'}. Find ${missing > 1 ? 'them' : 'it'} again to hear ${missing > 1 ? 'them' : 'it'}.`,
    };
  return {
    icon: 'shield-check',
    promise: 'Takes',
    state: `${there} of ${mediaCount} on disk`,
    verdict: 'kept',
    why: 'Every sound file of the session lies in its folder, and every change is on disk within a second.',
  };
}

/** A comparison of what was heard with what was bounced; null before one was made in this window. */
export type NullTest = { readonly differenceDb: number };

/** Whether the bounce is what you hear, as far as it was measured. */
export function heardSeal(test: NullTest | null): Seal {
  const common = { promise: 'Heard = bounced' } as const;
  if (test === null)
    return {
      ...common,
      icon: 'equal',
      state: 'not checked yet',
      verdict: 'open',
      why: 'Player and bounce run the same renderer. A comparison of the two was not made since this window opened.',
    };
  if (test.differenceDb === Number.NEGATIVE_INFINITY)
    return {
      ...common,
      icon: 'equal',
      state: 'null −∞ dB',
      verdict: 'kept',
      why: 'Played and bounced frames were compared: no bit differs.',
    };
  return {
    ...common,
    icon: 'triangle-alert',
    state: `differs, ${test.differenceDb.toFixed(1).replace('-', '−')} dB`,
    verdict: 'broken',
    why: 'Played and bounced frames were compared, and they differ.',
  };
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
