/** What every rendering to files is told: which session, how much of it, and who wants to know. */
import { CONTROL_STEP_FRAMES } from '../../src-shared/dsp/core/control-step.ts';
import type { RenderPlan } from '../../src-shared/render/render-plan.ts';
import { RenderPlanError } from '../../src-shared/render/render-plan-error.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { secondsToFrames } from '../../src-shared/units/time.ts';
import { cores } from './bounce-threads.ts';
import type { TrimOptions } from './output-trim.ts';
import { costOfPlan } from './partition.ts';

/** The longest tail, and how long it must be silent to have ended. */
const MAX_TAIL_SECONDS = 30;
const TAIL_SILENCE_SECONDS = 0.5;

export type BounceProgress = {
  readonly framesDone: number;
  /** Without the tail, which nobody knows before. */
  readonly framesTotal: number;
  /** Null in the first moments. */
  readonly secondsLeft: number | null;
};

export type BounceTask = {
  readonly session: Session;
  /** Where relative media paths start. */
  readonly sessionFolder: string;
  /** Default 0. */
  readonly fromFrame?: number;
  /** Exclusive; default: the end of the last clip, and after it the tail until it has died away below −90 dBFS. */
  readonly toFrame?: number;
  /** Default: one for each core, fewer for little work. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: BounceProgress) => void;
};

/** Where rendering starts, and what of it is wanted. */
export type Span = {
  readonly startFrame: number;
  readonly fromFrame: number;
  readonly lengthFrames: number;
  readonly hasTail: boolean;
};

/** Throws RenderPlanError `nothingToRender`. */
export function spanOf(plan: RenderPlan, { fromFrame = 0, toFrame }: BounceTask): Span {
  const startFrame = Math.floor(fromFrame / CONTROL_STEP_FRAMES) * CONTROL_STEP_FRAMES;
  const lengthFrames = (toFrame ?? plan.endFrames) - fromFrame;
  if (lengthFrames <= 0) {
    const message = 'There is nothing to bounce: the session has no clip after the place where the bounce begins.';
    throw new RenderPlanError('nothingToRender', message, []);
  }
  return { startFrame, fromFrame, lengthFrames, hasTail: toFrame === undefined };
}

export function trimOf(plan: RenderPlan, span: Span, latencyFrames: number, tailSeconds: number): TrimOptions {
  const { startFrame, fromFrame, lengthFrames, hasTail } = span;
  const frames = (seconds: number) => secondsToFrames(seconds, plan.sampleRateHz);
  return {
    discardFrames: fromFrame - startFrame + latencyFrames,
    lengthFrames,
    maxTailFrames: hasTail && tailSeconds > 0 ? frames(MAX_TAIL_SECONDS) : 0,
    silenceFrames: frames(TAIL_SILENCE_SECONDS),
  };
}

/** Less work than this is not worth another thread, which takes a tenth of it to start. */
const LEAST_SECONDS_A_THREAD = 0.3;

export function threadsOf({ threads }: BounceTask, plan: RenderPlan, frames: number): number {
  if (threads !== undefined) return Math.max(1, threads);
  const seconds = (costOfPlan(plan) * frames) / 1e9;
  return Math.max(1, Math.min(cores(), Math.ceil(seconds / LEAST_SECONDS_A_THREAD)));
}
