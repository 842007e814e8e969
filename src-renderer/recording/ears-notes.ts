import type { MonitorState } from '../../src-shared/protocol/monitoring.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { formatDb } from '../../src-shared/units/format.ts';

/** What makes the ears hear something else than the mix, in words; `id` says what ends it. */
export type EarsNote = {
  readonly id: 'take' | 'muted' | 'howl' | 'dim' | 'mono' | 'safe';
  readonly text: string;
  readonly why: string;
};

/** The weightiest first; none while the mix is heard as it is. */
export function earsNotes(
  monitor: MonitorState | null,
  { takes, strips }: Pick<Session, 'takes' | 'strips'>,
  auditionedTakeId: string | null,
): readonly EarsNote[] {
  const notes: EarsNote[] = [];
  const note = (id: EarsNote['id'], text: string, why: string) => notes.push({ id, text, why });
  const take = takes[auditionedTakeId ?? ''];
  if (take)
    note(
      'take',
      `${take.name} alone`,
      `You hear “${take.name}” in place of the comp of ${strips[take.trackId]?.name}. The comp and the bounce stay as they are. Click to hear the comp\tEsc`,
    );
  if (!monitor) return notes;
  if (monitor.isHowlMuted) note('howl', 'Howl muted', `${monitor.sentence} Click to listen again`);
  if (monitor.muted) note('muted', 'Monitor muted', 'Nothing goes to the device. Click to hear it again');
  if (monitor.dim) note('dim', `Dim ${formatDb(monitor.dimDb)} dB`, 'The device is dimmed. Click to hear it as it was');
  if (monitor.mono) note('mono', 'Mono', 'Left and right are heard as one. Click to hear both sides');
  if (monitor.isSafeStart)
    note(
      'safe',
      `Soft start ${formatDb(monitor.outputGainDb)} dB`,
      'This device is new here and begins softly. Click for its full level, or set it beside the mix bus',
    );
  return notes;
}
