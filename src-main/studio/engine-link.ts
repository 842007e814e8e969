/**
 * What the studio knows of the engine: its process is behind this (engine-supervisor.ts), in a test a stand-in.
 * The studio gives it the session once as a whole and then every journal entry; the engine never writes the session.
 */
import type { ComparedSide, DeviceState, EngineState, TransportState } from '../../src-shared/protocol/answers.ts';
import type {
  EngineDeviceChoice,
  EngineMonitorChanges,
  EngineProbe,
  EngineProbeResult,
} from '../../src-shared/protocol/engine-messages.ts';
import type { MonitorState } from '../../src-shared/protocol/monitoring.ts';
import type {
  RecordingColumns,
  RecordingState,
  RolledPasses,
  TakeBitDepth,
} from '../../src-shared/protocol/recording.ts';
import type { RequestArgs } from '../../src-shared/protocol/requests.ts';
import type { JournalEntry, SessionDocument } from '../../src-shared/session/document.ts';

/** The session that plays; a getter, because an engine that was restarted begins with the newest. */
export type EngineSession = {
  /** Where relative media paths start. */
  readonly folder: string;
  readonly document: () => SessionDocument;
};

/** A stretch of what the engine puts out, for a listener over the network. */
export type AudioBlock = {
  readonly sampleRateHz: number;
  /** Stereo, valid during the call. */
  readonly interleaved: Float32Array;
};

/** The engine could not do what was asked; `message` is a sentence for a musician. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
}

/** What the engine says without being asked. */
export type EngineListener = {
  onTransport(state: TransportState): void;
  onEngine(state: EngineState): void;
  onRecording(state: RecordingState): void;
  /** Passes of what rolls that are over. */
  onPasses(passes: RolledPasses): void;
  /** The waveforms that grow. */
  onColumns(columns: RecordingColumns): void;
  /** A recording is closed: its log has this name in the session's folder. Null: the engine died, all that lie there are over. */
  onRecorded(log: string | null): void;
  onMonitor(state: MonitorState): void;
  /** At most 60 a second; the record is the listener's to keep (src-shared/protocol/telemetry.ts). */
  onTelemetry(record: Float32Array): void;
  /** Only after `hear(true)`: every block that goes to the device, in order, without gaps while it runs. */
  onAudio(block: AudioBlock): void;
  /** A fact worth a line on screen, such as a device that went away. */
  onNotice(kind: 'info' | 'warning', sentence: string): void;
};

/** Rejections are Errors whose `message` is a sentence for a musician. */
export interface EngineLink {
  /** How it stands now; never waits for the process. */
  readonly transport: TransportState;
  readonly state: EngineState;
  readonly recording: RecordingState;
  /** All that is over of what rolls. */
  readonly passes: readonly RolledPasses[];
  listen(listener: EngineListener): void;

  /** Another session plays from now on, stopped at its start. Resolves when the engine has it, or is known to have failed. */
  load(session: EngineSession): Promise<void>;
  /** The next change of the loaded session, in order; called in the turn in which it was made. */
  follow(entry: JournalEntry): void;
  /** Media files came, went or changed on the disk without a journal entry. */
  refreshMedia(): void;

  play(): Promise<TransportState>;
  stop(): Promise<TransportState>;
  locate(atFrames: number): Promise<TransportState>;
  set(changes: RequestArgs<'transport/set'>): Promise<TransportState>;
  record(on: boolean): Promise<TransportState>;
  /** What is recorded ends; its files are closed, and were told, when it resolves. It never rejects. */
  endRecording(): Promise<void>;
  setRecording(changes: { readonly bitDepth: TakeBitDepth }): Promise<RecordingState>;

  devices(): Promise<DeviceState>;
  /** As `choose`, before there is an engine: it begins with them. */
  useDevices(choice: EngineDeviceChoice): void;
  /** Which devices to use, and every round trip that was measured; absent leaves as it is. */
  choose(choice: EngineDeviceChoice): Promise<DeviceState>;
  watch(deviceId: string | null): Promise<EngineState>;
  /** What the musician hears: nothing of it is in the session. */
  monitor(changes: EngineMonitorChanges): Promise<MonitorState>;
  clearClips(channel: number | null): Promise<{ readonly cleared: boolean }>;
  meterInputs(): Promise<{ readonly listening: boolean }>;
  probe(probe: EngineProbe): Promise<EngineProbeResult>;
  /** Which side of the master's chain is heard, as loud as the other; null the master as it is bounced. */
  compare(side: ComparedSide | null): Promise<EngineState>;
  /** Stops, and plays a sound file past the session; null ends it. */
  audition(file: string | null): Promise<EngineState>;
  /** A take is heard alone on its track; null the comp again. */
  auditionTake(takeId: string | null): Promise<EngineState>;

  /** Whether `onAudio` is wanted: while any client listens. */
  hear(wanted: boolean): void;
  /** Ends the process; resolves when it is gone. */
  close(): Promise<void>;
}
