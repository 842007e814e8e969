/** Whether what is heard is what is bounced: a comparison, and the last one of the session that is open. */
import type { HeardComparison } from '../../src-shared/protocol/answers.ts';
import { gainToDb } from '../../src-shared/units/decibel.ts';
import type { Handlers } from './dispatch.ts';
import type { EngineLink } from './engine-link.ts';
import { compareHeard } from './heard/compare-heard.ts';
import type { Emit, Jobs } from './jobs.ts';
import type { OpenSession } from './open-session.ts';
import { StudioRefusal } from './studio-error.ts';

/** Of an engine that has no device yet. */
const USUAL_BUFFER_FRAMES = 256;

export type HeardRequestParts = {
  readonly open: OpenSession;
  readonly jobs: Jobs;
  readonly engine: EngineLink;
  readonly emit: Emit;
};

export function heardRequests({
  open,
  jobs,
  engine,
  emit,
}: HeardRequestParts): Handlers<'heard/compare' | 'heard/last'> {
  /** The last comparison of each session that was opened; a session that was closed takes its own along. */
  const last = new WeakMap<object, HeardComparison>();
  return {
    'heard/last': async () => {
      await open.settled();
      return { comparison: last.get(open.opening) ?? null };
    },
    'heard/compare': async ({ fromFrames = 0, toFrames }) => {
      if (toFrames !== undefined && toFrames <= fromFrames)
        throw new StudioRefusal('The end of what is compared must lie after its start.', 'wrong-arguments');
      await open.settled();
      const { folder: sessionFolder, opening } = open;
      const { session, checksum } = open.document;
      const { sampleRateHz } = session.settings.session;
      const text = 'Comparing what is heard with what is bounced';
      return jobs.during({ kind: 'compare', text }, async ({ signal, progress, say }) => {
        const { frames, largest, firstFrame } = await compareHeard({
          session,
          sessionFolder,
          fromFrame: fromFrames,
          ...(toFrames !== undefined && { toFrame: toFrames }),
          bufferFrames: engine.state.bufferFrames || USUAL_BUFFER_FRAMES,
          signal,
          onPhase: (phase) => say(`${text}: ${phase.toLowerCase()}`),
          onShare: progress,
        });
        const comparison: HeardComparison = {
          checksum,
          atMs: Date.now(),
          fromFrames,
          frames,
          sampleRateHz,
          largestDifferenceDbfs: firstFrame === null ? null : gainToDb(largest),
          firstDifferenceFrames: firstFrame,
        };
        last.set(opening, comparison);
        if (open.opening === opening) emit('heard/compared', comparison);
        return comparison;
      });
    },
  };
}
