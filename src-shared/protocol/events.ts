/** What the studio tells every client without being asked. */
import type { JournalEntry } from '../session/document.ts';
import type {
  BounceReport,
  EngineState,
  HeardComparison,
  HistoryState,
  SessionFileState,
  SessionSnapshot,
  TransportState,
} from './answers.ts';
import type { InputNames } from './devices.ts';
import type { CalibrationState, MonitorState } from './monitoring.ts';
import type { RecordingColumns, RecordingState, RolledPasses } from './recording.ts';

export type Job = {
  readonly id: string;
  readonly kind: 'bounce' | 'import' | 'archive' | 'save' | 'open' | 'propose' | 'compare' | 'calibrate';
  /** What it does, such as `Bouncing Harbour Lights.wav`. */
  readonly text: string;
};

export type StudioEvents = {
  /** The next change of the session; a gap in its sequence or a wrong checksum asks for `session/snapshot`. */
  'session/changed': { readonly entry: JournalEntry; readonly history: HistoryState };
  /** Another session is open now. */
  'session/replaced': SessionSnapshot;
  'session/file': SessionFileState;
  'transport/changed': TransportState;
  'engine/changed': EngineState;
  /** While takes roll at least twice a second. */
  'record/changed': RecordingState;
  /** Passes that are over, told before the `record/changed` that counts them. */
  'record/passes': RolledPasses;
  /** What came in since the last one, for each rolling take, about ten times a second. */
  'record/columns': RecordingColumns;
  'monitor/changed': MonitorState;
  'calibration/changed': CalibrationState;
  /** Inputs have other names on this machine. */
  'inputs/named': InputNames;
  /** What is heard was compared with what is bounced. */
  'heard/compared': HeardComparison;
  'job/progress': { readonly job: Job; readonly share: number; readonly secondsLeft: number | null };
  'job/done': { readonly job: Job; readonly report: BounceReport | null };
  'job/failed': { readonly job: Job; readonly sentence: string; readonly cancelled: boolean };
  /** A fact worth a line on screen and a word to a screen reader. */
  notice: { readonly kind: 'info' | 'warning'; readonly sentence: string };
};
export type StudioEventName = keyof StudioEvents;
