/**
 * What the studio and its engine process say to each other: plain data, sent as structured clones. Every request is
 * answered once, by number; what goes on afterwards comes as events.
 */
import type { JournalEntry } from '../session/document.ts';
import type { Session } from '../session/session.ts';
import type { ComparedSide, DeviceState, EngineState, TransportState } from './answers.ts';
import type { DeviceChoice, RoundTrip } from './devices.ts';
import type { MonitorChanges, MonitorState } from './monitoring.ts';
import type { RecordingColumns, RecordingState, RolledPasses, TakeBitDepth } from './recording.ts';

/** The session as a whole. */
export type EngineSessionLoad = {
  /** Where relative media paths start. */
  readonly folder: string;
  readonly session: Session;
  readonly sequence: number;
  readonly checksum: string;
};

export type EngineTransportChanges = {
  readonly loop?: TransportState['loop'] | undefined;
  readonly loopOn?: boolean | undefined;
  readonly metronomeOn?: boolean | undefined;
  readonly metronomeGainDb?: number | undefined;
  readonly countInBars?: number | undefined;
  readonly punch?: TransportState['punch'] | undefined;
  readonly punchInOn?: boolean | undefined;
  readonly punchOutOn?: boolean | undefined;
  readonly preRollSeconds?: number | undefined;
};

/** Which devices to use, and every round trip that was measured on this machine; absent leaves as it is. */
export type EngineDeviceChoice = DeviceChoice & { readonly roundTrips?: readonly RoundTrip[] | undefined };

/** What a musician sets, and the levels of the outputs that this machine knows, in dB by their names. */
export type EngineMonitorChanges = {
  readonly changes: MonitorChanges;
  readonly levelsDb?: Readonly<Record<string, number>> | undefined;
};

/** A signal for one output channel, and the input channel that listens; both counted from 1. */
export type EngineProbe = {
  readonly signal: Float32Array;
  readonly outputChannel: number;
  readonly inputChannel: number;
  /** Taken down from the first frame of the signal on. */
  readonly captureFrames: number;
};

/** What came in: its frame n is the stream frame in which the signal's frame n went out. */
export type EngineProbeResult = {
  readonly captured: Float32Array;
  readonly device: ProbedDevice;
  /** Dropouts meanwhile: then the place is not to be trusted. */
  readonly dropouts: number;
};

export type ProbedDevice = {
  readonly inputName: string;
  readonly outputName: string;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
};

/** What the studio asks, with what is answered. */
export type EngineRequests = {
  /** Another session, stopped at its start. */
  load: { args: EngineSessionLoad; result: null };
  /** The newest whole of the session that plays: the engine lost its thread, or starts anew. */
  resync: { args: EngineSessionLoad; result: null };
  play: { args: null; result: TransportState };
  stop: { args: null; result: TransportState };
  locate: { args: { readonly atFrames: number }; result: TransportState };
  set: { args: EngineTransportChanges; result: TransportState };
  record: { args: { readonly on: boolean }; result: TransportState };
  /** What is recorded ends; its files are closed when it answers. */
  endRecording: { args: null; result: null };
  /** How takes are written, from the next on. */
  setRecording: { args: { readonly bitDepth: TakeBitDepth }; result: RecordingState };
  /** Everything at once, after a restart; what was recorded then is not recorded on. */
  restore: { args: TransportState; result: TransportState };
  devices: { args: null; result: DeviceState };
  choose: { args: EngineDeviceChoice; result: DeviceState };
  watch: { args: { readonly deviceId: string | null }; result: EngineState };
  monitor: { args: EngineMonitorChanges; result: MonitorState };
  /** Of one input channel, counted from 1; null all. */
  clearClips: { args: { readonly channel: number | null }; result: { readonly cleared: boolean } };
  /** Keeps the device awake for a while, so that its inputs are metered. */
  listen: { args: null; result: { readonly listening: boolean } };
  /** Stops the song, plays a signal and takes down what comes back. Refused while it records. */
  probe: { args: EngineProbe; result: EngineProbeResult };
  /** One side of the master's chain is heard, as loud as the other; null the master as it is bounced. */
  compare: { args: { readonly side: ComparedSide | null }; result: EngineState };
  /** Stops, and plays a sound file past the session; null ends it. */
  audition: { args: { readonly file: string | null }; result: EngineState };
  /** A take is heard alone on its track; null the comp again. Refused while it records. */
  auditionTake: { args: { readonly takeId: string | null }; result: EngineState };
};
export type EngineRequestName = keyof EngineRequests;

export type ToEngine =
  | {
      [Name in EngineRequestName]: {
        readonly kind: 'request';
        readonly id: number;
        readonly name: Name;
        readonly args: EngineRequests[Name]['args'];
      };
    }[EngineRequestName]
  | { readonly kind: 'follow'; readonly entry: JournalEntry }
  | { readonly kind: 'refreshMedia' }
  | { readonly kind: 'hear'; readonly wanted: boolean }
  | { readonly kind: 'shutDown' };

export type FromEngine =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  /** The sentence is for a musician. */
  | { readonly kind: 'refused'; readonly id: number; readonly sentence: string }
  /** It takes requests from now on. */
  | { readonly kind: 'ready' }
  /** Once a second, whatever it does. */
  | { readonly kind: 'alive' }
  | { readonly kind: 'transport'; readonly state: TransportState }
  | { readonly kind: 'engine'; readonly state: EngineState }
  | { readonly kind: 'recording'; readonly state: RecordingState }
  | { readonly kind: 'columns'; readonly columns: RecordingColumns }
  | { readonly kind: 'passes'; readonly passes: RolledPasses }
  /** A recording is closed and waits in the session's folder; `log` is the name of its log there. */
  | { readonly kind: 'recorded'; readonly log: string }
  | { readonly kind: 'monitor'; readonly state: MonitorState }
  | { readonly kind: 'notice'; readonly level: 'info' | 'warning'; readonly sentence: string }
  /** The mirror does not agree with the studio: `resync` is wanted. */
  | { readonly kind: 'outOfStep' }
  /** src-shared/protocol/telemetry.ts */
  | { readonly kind: 'telemetry'; readonly record: Float32Array }
  /** What goes to the device, interleaved stereo, in order; `lost` frames before it were left out, for nobody took them. */
  | {
      readonly kind: 'audio';
      readonly sampleRateHz: number;
      readonly lost: number;
      readonly interleaved: Float32Array;
    };
