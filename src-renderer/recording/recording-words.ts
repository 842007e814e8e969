/** Recording in words: what a screen reader hears, and how long the disk lasts. */
import { LITTLE_DISK_SECONDS, type RecordingState } from '../../src-shared/protocol/recording.ts';

/** What is worth a word after a change; undefined where nothing is. */
export function recordingWords(
  before: RecordingState,
  next: RecordingState,
  nameOf: (trackId: string) => string,
): string | undefined {
  if (next.isRecording && !before.isRecording) {
    const names = next.takes.map(({ trackId }) => nameOf(trackId));
    return names.length > 3 ? `Recording ${names.length} tracks` : `Recording ${names.join(', ')}`;
  }
  if (!next.isRecording && before.isRecording) return 'Recording stopped';
  // The first is on the screen, with what to do.
  if (next.isRecording && before.dropouts > 0 && next.dropouts > before.dropouts)
    return `Dropout: ${next.dropouts} in this recording. The take stays in time`;
  return undefined;
}

/** The first dropout of a recording, with the key of what to do; undefined where there is none. */
export function dropoutWarning(before: RecordingState, next: RecordingState, key: string): string | undefined {
  const had = before.isRecording ? before.dropouts : 0;
  if (!next.isRecording || next.dropouts === 0 || had > 0) return undefined;
  const keyed = key === '' ? '' : ` (${key})`;
  return `Sound was lost while you record. The take stays in time, with silence and a mark there. Retake${keyed} keeps it in its lane and begins again from the same place.`;
}

/** The disk has become short for what is armed, whether it is recorded or not; undefined where nothing is to be said. */
export function diskWarning(before: RecordingState, next: RecordingState): string | undefined {
  const isLow = ({ diskSecondsLeft: left }: RecordingState) => left !== null && left < LITTLE_DISK_SECONDS;
  if (!isLow(next) || isLow(before)) return undefined;
  return `The disk is full after ${leftText(next.diskSecondsLeft as number)} of what is armed.`;
}

/** What came in: `Take 3 kept. 2 older takes still here`. */
export function keptWords(names: readonly string[], older: number): string {
  const what = names.length === 1 ? `${names[0]} kept` : `${names.length} takes kept`;
  if (older === 0) return what;
  return `${what}. ${older} older ${older === 1 ? 'take' : 'takes'} still here`;
}

/** How long the disk lasts: `41 h`, `9 min`, `50 s`. */
export function leftText(seconds: number): string {
  if (seconds >= 36_000) return `${Math.floor(seconds / 3600)} h`;
  if (seconds >= 3600) return `${(Math.floor(seconds / 360) / 10).toFixed(1)} h`;
  return seconds >= 60 ? `${Math.floor(seconds / 60)} min` : `${Math.max(0, Math.floor(seconds))} s`;
}
