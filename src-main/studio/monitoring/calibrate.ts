/** Measures how late a sound comes back: once, and again with the result taken off, which shows what is left. */
import { chirp, findRoundTrip, type RoundTrip } from '../../../src-shared/analysis/round-trip.ts';
import type { EngineProbeResult } from '../../../src-shared/protocol/engine-messages.ts';
import type { CalibrationReport, CalibrationStart } from '../../../src-shared/protocol/monitoring.ts';
import type { EngineLink } from '../engine-link.ts';
import { StudioRefusal } from '../studio-error.ts';
import { failureSentence, LOST_SOUND, reportSentence, unsteadySentence } from './calibration-sentences.ts';

/** Loud enough for a cable; through the air the musician may stand beside the loudspeaker. */
const LEVELS_DB = { cable: -12, air: -24 };
/** What comes back later is not waited for; the second time it is known about when it comes. */
const LONGEST_SECONDS = 2;
const VERIFY_SECONDS = 0.5;
/** Sound that a busy machine loses spoils a measurement: it is made again. */
const ATTEMPTS = 3;
/** How far the second may be from the first before the device counts as unsteady. */
const MOST_RESIDUAL_FRAMES = 32;

export type CalibrationParts = {
  readonly engine: Pick<EngineLink, 'probe'>;
  readonly start: CalibrationStart;
  readonly sampleRateHz: number;
  readonly signal: AbortSignal;
  /** Is told before each of the two. */
  readonly onStep: (step: 'playing' | 'verifying') => void;
};

type Heard = { readonly captured: Float32Array; readonly device: EngineProbeResult['device'] };

/** Rejects with a StudioRefusal whose sentence says what was heard instead, and what to do. */
export async function calibrate(parts: CalibrationParts): Promise<CalibrationReport> {
  const { start, sampleRateHz, signal, onStep } = parts;
  const { way, inputChannel, outputChannel } = start;
  const played = chirp(sampleRateHz, start.levelDb ?? LEVELS_DB[way]);
  onStep('playing');
  const first = await hear(parts, played, Math.round(LONGEST_SECONDS * sampleRateHz));
  const found = placeIn(first, played, start);
  signal.throwIfAborted();
  onStep('verifying');
  const second = await hear(parts, played, found.delayFrames + Math.round(VERIFY_SECONDS * sampleRateHz));
  // As a take is placed: so much earlier. A little more is looked at, to see a result on either side of it.
  const before = Math.min(found.delayFrames, Math.round(sampleRateHz / 10));
  const compensated = { ...second, captured: second.captured.subarray(found.delayFrames - before) };
  const residualFrames = placeIn(compensated, played, start).delayFrames - before;
  if (Math.abs(residualFrames) > MOST_RESIDUAL_FRAMES) throw new StudioRefusal(unsteadySentence(residualFrames));
  const report = {
    ...first.device,
    how: way,
    inputChannel,
    outputChannel,
    roundTripFrames: found.delayFrames,
    exactFrames: found.exactFrames,
    milliseconds: (1000 * found.exactFrames) / sampleRateHz,
    residualFrames,
    levelDb: found.levelDb,
    confidenceDb: found.confidenceDb,
    isInverted: found.isInverted,
    atMs: Date.now(),
  };
  return { ...report, sentence: reportSentence(report) };
}

/** @param waitFrames how long after the signal is listened. */
async function hear(
  { engine, start, signal }: CalibrationParts,
  played: Float32Array,
  waitFrames: number,
): Promise<Heard> {
  const { inputChannel, outputChannel } = start;
  const captureFrames = played.length + waitFrames;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    signal.throwIfAborted();
    const heard = await engine.probe({ signal: played, outputChannel, inputChannel, captureFrames });
    if (heard.dropouts === 0) return heard;
  }
  throw new StudioRefusal(LOST_SOUND);
}

function placeIn({ captured, device }: Heard, played: Float32Array, start: CalibrationStart): RoundTrip {
  const { sampleRateHz } = device;
  const finding = findRoundTrip({ played, captured, sampleRateHz, throughAir: start.way === 'air' });
  if (finding.kind === 'found') return finding;
  throw new StudioRefusal(failureSentence(finding, start, sampleRateHz));
}
