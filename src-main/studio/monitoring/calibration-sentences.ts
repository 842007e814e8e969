/** What a calibration says to a musician: what came of it, or what was heard instead and the way out. */
import type { RoundTripFinding } from '../../../src-shared/analysis/round-trip.ts';
import type { CalibrationReport, CalibrationStart } from '../../../src-shared/protocol/monitoring.ts';

/** What a calibration holds for. */
export type CalibratedFor = Pick<CalibrationReport, 'inputName' | 'outputName' | 'sampleRateHz' | 'bufferFrames'>;

export function isOf(report: CalibratedFor, device: CalibratedFor): boolean {
  const isOfRate = report.sampleRateHz === device.sampleRateHz && report.bufferFrames === device.bufferFrames;
  return isOfRate && isOfPair(report, device);
}

function isOfPair(report: CalibratedFor, { inputName, outputName }: CalibratedFor): boolean {
  return report.inputName === inputName && report.outputName === outputName;
}

export const LOST_SOUND =
  'The interface lost sound each time it was measured. Close other programs or choose a larger buffer, then try again.';

/** Below this an input is as good as open. */
const OPEN_DB = -80;

export function failureSentence(
  finding: Exclude<RoundTripFinding, { kind: 'found' }>,
  { way, inputChannel, outputChannel }: CalibrationStart,
  sampleRateHz: number,
): string {
  if (finding.kind === 'overload')
    return `Too loud: input ${inputChannel} is driven past its limit. Turn its gain down, then try again.`;
  if (finding.kind === 'echo') {
    const laterMs = ((1000 * finding.laterFrames) / sampleRateHz).toFixed(1);
    return `It came back twice, ${laterMs} ms apart: input ${inputChannel} hears it by two ways. Switch the interface’s direct monitoring off, or take the second cable out, then try again.`;
  }
  if (way === 'air')
    return `The chirp was not heard on input ${inputChannel}. Turn the loudspeaker up, hold the microphone right before it, then try again.`;
  if (finding.levelDb < OPEN_DB)
    return `Nothing came in on input ${inputChannel}. Is the cable in output ${outputChannel} and input ${inputChannel}, and the input’s gain up? Then try again.`;
  return `Something came in on input ${inputChannel}, but not the chirp. Is the cable in output ${outputChannel}, and the output turned up? Then try again.`;
}

export function unsteadySentence(residualFrames: number): string {
  return `The second time it came ${Math.abs(residualFrames)} frames ${residualFrames > 0 ? 'later' : 'earlier'}: these devices do not keep time. Use one interface for input and output, or choose a larger buffer, then try again.`;
}

export function reportSentence(report: Omit<CalibrationReport, 'sentence'>): string {
  const { roundTripFrames, residualFrames, milliseconds, how, isInverted } = report;
  const away = `A sound comes back after ${milliseconds.toFixed(1)} ms (${framesOf(roundTripFrames)})`;
  const twice =
    residualFrames === 0
      ? 'measured twice without a difference: takes lie where they were played.'
      : `the second time ${framesOf(Math.abs(residualFrames))} ${residualFrames > 0 ? 'later' : 'earlier'}: takes lie so close to where they were played.`;
  const air = how === 'air' ? ' The way through the air is in it: 2.9 ms for each metre.' : '';
  const turned = isInverted ? ' On the way its polarity is turned.' : '';
  return `${away}, ${twice}${air}${turned}`;
}

/** How the devices in use stand. */
export function stateSentence(device: CalibratedFor, kept: readonly CalibrationReport[]): string {
  if (!device.inputName) return 'No input is chosen: there is nothing to calibrate.';
  const report = kept.find((other) => isOf(other, device));
  if (report) return report.sentence;
  const now = settingOf(device);
  const other = kept.find((candidate) => isOfPair(candidate, device));
  return other
    ? `Not calibrated at ${now}: it was at ${settingOf(other)}. Until then takes are placed by what the interface says of itself.`
    : 'Not calibrated: takes are placed by what the interface says of itself.';
}

function settingOf({ sampleRateHz, bufferFrames }: CalibratedFor): string {
  return `${sampleRateHz / 1000} kHz and a buffer of ${bufferFrames}`;
}

function framesOf(count: number): string {
  return count === 1 ? '1 frame' : `${count} frames`;
}
