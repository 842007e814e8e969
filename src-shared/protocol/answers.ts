/** What requests answer and events carry: plain data, the same over every transport. */
import type { Session } from '../session/session.ts';

export type { DeviceState } from './devices.ts';

/** Which programs and promises stand behind this client. */
export type StudioInfo = {
  readonly version: string;
  readonly host: 'electron' | 'web';
  readonly platform: string;
  /** Names of the session commands that `session/run` takes. */
  readonly commands: readonly string[];
};

/** How a tablet in the same network becomes a mixer. */
export type ShareState = {
  /** Works once; null while nothing is shared. */
  readonly url: string | null;
  /** The link as a QR code, a row a line, `1` dark and `0` light, with its quiet zone; empty while nothing is shared. */
  readonly qrRows: readonly string[];
  /** Why it is not shared, or how to share. */
  readonly sentence: string;
};

export type FolderListing = {
  readonly folder: string;
  /** Null at the top. */
  readonly parent: string | null;
  readonly entries: readonly {
    readonly name: string;
    readonly path: string;
    readonly kind: 'folder' | 'session' | 'audio';
  }[];
};

/** The undo history as a list to show, oldest first; `position` of them are done, the rest can be redone. */
export type HistoryState = { readonly names: readonly string[]; readonly position: number };

export type SessionFileState = {
  /** Where the session lies; a session that was never saved lies in the app's data folder. */
  readonly folder: string;
  readonly neverSaved: boolean;
  /** When the journal last reached the disk, in milliseconds since 1970. */
  readonly savedAtMs: number;
  /** Media whose file is not there. */
  readonly missingMediaIds: readonly string[];
};

export type SessionSnapshot = {
  readonly session: Session;
  /** Of the last journal entry that it contains: the next `session/changed` has the next number. */
  readonly sequence: number;
  readonly checksum: string;
  readonly history: HistoryState;
  readonly file: SessionFileState;
};

export type RecentSession = {
  readonly name: string;
  readonly folder: string;
  readonly openedAtMs: number;
  readonly exists: boolean;
};

/** A session that was not closed, or was never saved. */
export type RecoverableSession = {
  readonly name: string;
  readonly folder: string;
  readonly changedAtMs: number;
  readonly changes: number;
  readonly neverSaved: boolean;
};

export type ImportReport = {
  readonly imported: readonly { readonly file: string; readonly trackId: string; readonly warning: string | null }[];
  readonly refused: readonly { readonly file: string; readonly reason: string }[];
};

/** Columns of each channel: lowest and highest sample and RMS, linear, as `[min, max, rms]` after each other, channel by channel within a column. */
export type Peaks = {
  readonly channels: number;
  readonly framesPerColumn: number;
  readonly fromColumn: number;
  readonly columns: Float32Array;
};

export type TransportState = {
  readonly playing: boolean;
  /** Where it plays from, or stands. Telemetry carries the moving playhead. */
  readonly atFrames: number;
  readonly loop: { readonly fromFrames: number; readonly toFrames: number } | null;
  readonly loopOn: boolean;
  readonly metronomeOn: boolean;
  readonly metronomeGainDb: number;
  readonly countInBars: number;
  /** Armed tracks are recorded; with a punch the takes are what falls into it (`punchRange`). */
  readonly recording: boolean;
  readonly punch: { readonly fromFrames: number; readonly toFrames: number } | null;
  /** Recorded from where the punch range begins, and up to where it ends: each counts, or not. */
  readonly punchInOn: boolean;
  readonly punchOutOn: boolean;
  /** What is played before the place where recording begins. */
  readonly preRollSeconds: number;
};

/** How an engine stands before anything is asked of it. */
export const FIRST_TRANSPORT: TransportState = {
  playing: false,
  atFrames: 0,
  loop: null,
  loopOn: false,
  metronomeOn: false,
  metronomeGainDb: -6,
  countInBars: 0,
  recording: false,
  punch: null,
  punchInOn: false,
  punchOutOn: false,
  preRollSeconds: 0,
};

/** The chain of the master: what goes into it, or what comes out of it. */
export type ComparedSide = 'before' | 'after';

export type EngineState = {
  readonly state: 'starting' | 'running' | 'restarting' | 'failed';
  /** What a musician should know, such as which device went; empty when all is well. */
  readonly sentence: string;
  readonly deviceName: string;
  /** Empty where the device has no input. */
  readonly inputName: string;
  readonly inputChannels: number;
  /** What placement takes off: calibrated, or what the device says. */
  readonly roundTripFrames: number;
  readonly isCalibrated: boolean;
  /** As in `DeviceState`. */
  readonly deviceWarnings: readonly string[];
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  /** The device whose spectra telemetry carries. */
  readonly watchedDeviceId: string | null;
  /** Which side of the master's chain is heard, as loud as the other; null the master as it is bounced. */
  readonly comparing: ComparedSide | null;
  /** The take that is heard alone on its track, in place of the comp; null the session as it is. */
  readonly auditionedTakeId: string | null;
  /** A file that is listened to, past the session. */
  readonly listeningTo: string | null;
};

/** How an engine stands before it says so. */
export const FIRST_ENGINE: EngineState = {
  state: 'starting',
  sentence: '',
  deviceName: '',
  inputName: '',
  inputChannels: 0,
  roundTripFrames: 0,
  isCalibrated: false,
  deviceWarnings: [],
  sampleRateHz: 48_000,
  bufferFrames: 0,
  watchedDeviceId: null,
  comparing: null,
  auditionedTakeId: null,
  listeningTo: null,
};

/** A bounced file, measured from what was written. */
export type BounceReport = {
  readonly file: string;
  readonly durationSeconds: number;
  readonly sampleRateHz: number;
  readonly integratedLufs: number | null;
  readonly loudnessRangeLu: number | null;
  readonly truePeakDbtp: number | null;
  readonly samplePeakDbfs: number | null;
  readonly target: { readonly name: string; readonly reached: boolean; readonly whyNot: string | null } | null;
  /** That the file clips, and what helps: a sentence; null where it does not. */
  readonly clips: string | null;
  readonly stems: readonly string[];
  /** Which stems clip, as a sentence; null where none does. */
  readonly stemsClip: string | null;
};

/** What the engine plays and what is bounced, compared frame by frame. */
export type HeardComparison = {
  /** Of the session that was compared: one with another checksum has changed since. */
  readonly checksum: string;
  /** When it was done, in milliseconds since 1970. */
  readonly atMs: number;
  readonly fromFrames: number;
  /** How many were compared. */
  readonly frames: number;
  readonly sampleRateHz: number;
  /** Of the sample that differs most; null when none does. */
  readonly largestDifferenceDbfs: number | null;
  /** Where in the session the first one is that differs; null when none does. */
  readonly firstDifferenceFrames: number | null;
};

/** The devices of a proposed master in signal order, each with what was found and why it moves, a sentence each. */
export type MasterProposal = {
  readonly devices: readonly { readonly deviceId: string; readonly reasons: readonly string[] }[];
};
