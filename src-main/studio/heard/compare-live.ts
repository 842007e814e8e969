/**
 * What the engine plays beside what was bounced, frame by frame. The engine is the one that plays: its files read ahead,
 * its blocks, its meters; only its clock is left out.
 */

import { planSession } from '../../../src-shared/render/plan-session.ts';
import { sessionChecksum } from '../../../src-shared/session/checksum.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { FreeRunEngine } from '../../engine/free-run-engine.ts';
import { FADE_FRAMES } from '../../engine/live-player.ts';
import { openPcmFile } from '../../media/open-pcm-file.ts';
import { loadKernels } from '../../program/load-kernels.ts';

export type LiveTask = {
  readonly session: Session;
  readonly sessionFolder: string;
  /** Frames of one block of the engine. */
  readonly bufferFrames: number;
  /** The bounce: stereo Float32 at the session's rate, from `fromFrames` on. */
  readonly file: string;
  readonly fromFrames: number;
};

export type LiveDifference = {
  /** Frames that were compared: after a start within the session not the first, which the engine fades in. */
  readonly frames: number;
  /** The largest, linear; 0 when no sample differs. */
  readonly largest: number;
  /** The session frame of the first; null when none differs. */
  readonly firstFrame: number | null;
};

const TURN_SECONDS = 0.5;

/** Rejects with AudioFileError, RenderPlanError, or the engine's sentence. @param onFrames is told how many are done. */
export async function compareLive(task: LiveTask, onFrames: (frames: number) => void): Promise<LiveDifference> {
  const { sessionFolder: folder, bufferFrames, fromFrames } = task;
  // Nobody sings along: a track whose input is heard in place of its clips plays them here, as it is bounced.
  const session: Session = { ...task.session, inputs: {} };
  const { latencyFrames, sampleRateHz } = planSession(session);
  const reader = openPcmFile(task.file);
  const engine = new FreeRunEngine(loadKernels(), bufferFrames);
  try {
    await engine.ask('load', { folder, session, sequence: 0, checksum: sessionChecksum(session) });
    await engine.ask('locate', { atFrames: fromFrames });
    await engine.play();
    const { lengthFrames } = reader.format;
    const skippedFrames = Math.min(lengthFrames, fromFrames > 0 ? FADE_FRAMES : 0);
    const turnFrames = Math.ceil((TURN_SECONDS * sampleRateHz) / bufferFrames) * bufferFrames;
    const bounced = new Float32Array(turnFrames * 2);
    const found = new Difference();
    // The engine's first frames are those before the song's, as many as its plan is late.
    for (let at = -latencyFrames; at < lengthFrames; at += turnFrames) {
      const heard = await engine.run(turnFrames);
      const from = Math.max(at, skippedFrames);
      const frames = Math.min(at + turnFrames, lengthFrames) - from;
      if (frames <= 0) continue;
      reader.read(from, frames, bounced);
      found.add(heard.subarray((from - at) * 2), bounced, frames, fromFrames + from);
      onFrames(from + frames);
    }
    return { frames: lengthFrames - skippedFrames, largest: found.largest, firstFrame: found.firstFrame };
  } finally {
    await engine.close();
    reader.close();
  }
}

class Difference {
  largest = 0;
  firstFrame: number | null = null;

  add(heard: Float32Array, bounced: Float32Array, frames: number, atFrame: number): void {
    for (let index = 0; index < frames * 2; index++) {
      const difference = Math.abs((heard[index] as number) - (bounced[index] as number));
      if (difference === 0) continue;
      this.firstFrame ??= atFrame + (index >> 1);
      // What is no number is as far off as can be.
      this.largest = Math.max(this.largest, Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference);
    }
  }
}
