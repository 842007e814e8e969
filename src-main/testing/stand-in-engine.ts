/** An engine for tests: it keeps a transport and follows the session, and sounds nothing. */
import {
  type ComparedSide,
  type DeviceState,
  type EngineState,
  FIRST_ENGINE,
  FIRST_TRANSPORT,
  type TransportState,
} from '../../src-shared/protocol/answers.ts';
import { BUFFER_CHOICES } from '../../src-shared/protocol/devices.ts';
import type {
  EngineDeviceChoice,
  EngineMonitorChanges,
  EngineProbe,
  EngineProbeResult,
} from '../../src-shared/protocol/engine-messages.ts';
import { FIRST_MONITOR, type MonitorState } from '../../src-shared/protocol/monitoring.ts';
import { FIRST_RECORDING, type RecordingState, type RolledPasses } from '../../src-shared/protocol/recording.ts';
import type { RequestArgs } from '../../src-shared/protocol/requests.ts';
import { follow, type JournalEntry, type SessionDocument } from '../../src-shared/session/document.ts';
import type { EngineLink, EngineListener, EngineSession } from '../studio/engine-link.ts';

export class StandInEngine implements EngineLink {
  transport: TransportState = FIRST_TRANSPORT;
  state: EngineState = { ...FIRST_ENGINE, state: 'running', deviceName: 'Stand-in', bufferFrames: 512 };
  /** The session as this engine knows it: its own copy, which follows. */
  mirror: SessionDocument | undefined;
  isHeard = false;
  recording: RecordingState = FIRST_RECORDING;
  passes: readonly RolledPasses[] = [];
  monitorState: MonitorState = FIRST_MONITOR;
  onProbe: (probe: EngineProbe) => EngineProbeResult = () => {
    throw new Error('A stand-in has no input.');
  };
  listener: EngineListener | undefined;
  /** All that was chosen, and the round trips that were given along. */
  choice: EngineDeviceChoice = {};

  listen(listener: EngineListener): void {
    this.listener = listener;
  }

  async load({ document }: EngineSession): Promise<void> {
    this.mirror = document();
    this.#move({ playing: false, atFrames: 0, loop: null, loopOn: false });
  }

  follow(entry: JournalEntry): void {
    if (this.mirror) this.mirror = follow(this.mirror, entry);
  }

  refreshMedia(): void {}

  async play(): Promise<TransportState> {
    return this.#move({ playing: true });
  }

  async stop(): Promise<TransportState> {
    return this.#move({ playing: false });
  }

  async locate(atFrames: number): Promise<TransportState> {
    return this.#move({ atFrames });
  }

  async set(changes: RequestArgs<'transport/set'>): Promise<TransportState> {
    return this.#move(changes as Partial<TransportState>);
  }

  async record(on: boolean): Promise<TransportState> {
    this.recording = { ...this.recording, isRecording: on };
    this.listener?.onRecording(this.recording);
    return this.#move({ playing: on || this.transport.playing, recording: on });
  }

  async endRecording(): Promise<void> {
    if (this.transport.recording) await this.record(false);
  }

  async setRecording(changes: Pick<RecordingState, 'bitDepth'>): Promise<RecordingState> {
    this.recording = { ...this.recording, ...changes };
    return this.recording;
  }

  async devices(): Promise<DeviceState> {
    const { deviceName, inputName, inputChannels, sampleRateHz, bufferFrames, roundTripFrames, isCalibrated } =
      this.state;
    return {
      inputs: [],
      outputs: [],
      outputName: deviceName,
      inputName,
      inputChannels,
      outputChannels: 2,
      outputPair: 1,
      chosenOutput: this.choice.outputName,
      phonesPair: null,
      clickPair: null,
      chosenInput: this.choice.inputName,
      sampleRateHz,
      bufferFrames,
      bufferChoices: BUFFER_CHOICES,
      roundTripFrames,
      isCalibrated,
      warnings: [],
      whyNone: 'A stand-in plays to nowhere.',
    };
  }

  useDevices(choice: EngineDeviceChoice): void {
    this.choice = choice;
  }

  async choose(choice: EngineDeviceChoice): Promise<DeviceState> {
    this.choice = { ...this.choice, ...choice };
    this.state = { ...this.state, bufferFrames: choice.bufferFrames ?? this.state.bufferFrames };
    return this.devices();
  }

  async watch(watchedDeviceId: string | null): Promise<EngineState> {
    this.state = { ...this.state, watchedDeviceId };
    return this.state;
  }

  async compare(comparing: ComparedSide | null): Promise<EngineState> {
    this.state = { ...this.state, comparing };
    return this.state;
  }

  async audition(listeningTo: string | null): Promise<EngineState> {
    this.state = { ...this.state, listeningTo };
    return this.state;
  }

  async auditionTake(auditionedTakeId: string | null): Promise<EngineState> {
    this.state = { ...this.state, auditionedTakeId };
    return this.state;
  }

  async monitor({ changes }: EngineMonitorChanges): Promise<MonitorState> {
    this.monitorState = { ...this.monitorState, ...(changes as Partial<MonitorState>) };
    this.listener?.onMonitor(this.monitorState);
    return this.monitorState;
  }

  async meterInputs(): Promise<{ readonly listening: boolean }> {
    return { listening: false };
  }

  async clearClips(): Promise<{ readonly cleared: boolean }> {
    return { cleared: true };
  }

  /** What a probe hears; a test gives it. */
  async probe(probe: EngineProbe): Promise<EngineProbeResult> {
    return this.onProbe(probe);
  }

  hear(wanted: boolean): void {
    this.isHeard = wanted;
  }

  async close(): Promise<void> {}

  #move(changes: Partial<TransportState>): TransportState {
    this.transport = { ...this.transport, ...changes };
    this.listener?.onTransport(this.transport);
    return this.transport;
  }
}
