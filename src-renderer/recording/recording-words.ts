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
  const lost = next.dropouts - before.dropouts;
  if (next.isRecording && lost > 0) return `Dropout: ${next.dropouts} in this recording. The take stays in time`;
  const isLow = ({ diskSecondsLeft: left }: RecordingState) => left !== null && left < LITTLE_DISK_SECONDS;
  if (isLow(next) && !isLow(before)) return `The disk is full in ${leftText(next.diskSecondsLeft as number)}`;
  return undefined;
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
