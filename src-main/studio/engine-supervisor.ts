/**
 * The studio's side of the engine, whose process is kept at work (engine-keeper.ts): one that is started again has the
 * newest session, at the place where it was heard last. The session itself is never in danger: the engine only plays.
 */
import {
  type ComparedSide,
  type DeviceState,
  type EngineState,
  FIRST_ENGINE,
  FIRST_TRANSPORT,
  type TransportState,
} from '../../src-shared/protocol/answers.ts';
import type {
  EngineDeviceChoice,
  EngineMonitorChanges,
  EngineProbe,
  EngineProbeResult,
  EngineSessionLoad,
  FromEngine,
} from '../../src-shared/protocol/engine-messages.ts';
import type { MonitorState } from '../../src-shared/protocol/monitoring.ts';
import {
  FIRST_RECORDING,
  type RecordingState,
  type RolledPasses,
  type TakeBitDepth,
} from '../../src-shared/protocol/recording.ts';
import type { RequestArgs } from '../../src-shared/protocol/requests.ts';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import type { JournalEntry } from '../../src-shared/session/document.ts';
import { EngineKeeper, type EngineKeeperOptions } from './engine-keeper.ts';
import type { EngineLink, EngineListener, EngineSession } from './engine-link.ts';
import { KeptPasses } from './recording/kept-passes.ts';

/** The devices are as they were after so many. */
const RESTARTS_WITH_DEVICES = 3;

export class EngineSupervisor implements EngineLink {
  #transport = FIRST_TRANSPORT;
  #recording: RecordingState = FIRST_RECORDING;
  readonly #passes = new KeptPasses();
  #state: EngineState = FIRST_ENGINE;
  readonly #listeners: EngineListener[] = [];
  readonly #keeper: EngineKeeper;
  #session: EngineSession | undefined;
  /** The process at work has the session: changes go to it. */
  #hasSession = false;
  #choice: EngineDeviceChoice | undefined;
  #monitor: EngineMonitorChanges | undefined;
  #hears = false;
  #takes: { readonly bitDepth: TakeBitDepth } | undefined;
  #isRestoring = false;
  #heardFrames = 0;

  constructor(options?: EngineKeeperOptions) {
    const parts = {
      onMessage: (message: FromEngine) => this.#receive(message),
      onStart: () => this.#begin(),
      onEnd: () => this.#ended(),
      onRestart: (reason: string) => this.#restarting(reason),
      onGivenUp: (sentence: string) => this.#givenUp(sentence),
    };
    this.#keeper = new EngineKeeper(parts, options);
  }

  get transport(): TransportState {
    return this.#transport;
  }
  get recording(): RecordingState {
    return this.#recording;
  }
  get passes(): readonly RolledPasses[] {
    return this.#passes.all;
  }
  get state(): EngineState {
    return this.#state;
  }
  /** Of the process at work: for tests, which kill it. */
  get pid(): number | undefined {
    return this.#keeper.pid;
  }

  listen(listener: EngineListener): void {
    this.#listeners.push(listener);
  }

  async load(session: EngineSession): Promise<void> {
    this.#session = session;
    this.#hasSession = false;
    this.#heardFrames = 0;
    try {
      await this.#keeper.ready();
      // A restart meanwhile has loaded it already.
      if (!this.#hasSession && this.#session === session) await this.#sendSession('load');
    } catch (error) {
      this.#notice('warning', messageOf(error));
    }
  }

  follow(entry: JournalEntry): void {
    if (this.#hasSession) this.#keeper.post({ kind: 'follow', entry });
    // It was refused before: this change may be the remedy.
    else if (this.#keeper.isReady && this.#session) void this.load(this.#session);
  }

  refreshMedia(): void {
    if (this.#hasSession) this.#keeper.post({ kind: 'refreshMedia' });
  }

  play(): Promise<TransportState> {
    return this.#keeper.ask('play', null);
  }
  stop(): Promise<TransportState> {
    return this.#keeper.ask('stop', null);
  }
  locate(atFrames: number): Promise<TransportState> {
    return this.#keeper.ask('locate', { atFrames });
  }
  set(changes: RequestArgs<'transport/set'>): Promise<TransportState> {
    return this.#keeper.ask('set', changes);
  }
  record(on: boolean): Promise<TransportState> {
    return this.#keeper.ask('record', { on });
  }
  async endRecording(): Promise<void> {
    // An engine that is not there records nothing; one that dies meanwhile is told of as such.
    if (this.#keeper.isReady) await this.#keeper.request('endRecording', null).catch(() => undefined);
  }
  setRecording(changes: { readonly bitDepth: TakeBitDepth }): Promise<RecordingState> {
    this.#takes = changes;
    return this.#keeper.ask('setRecording', changes);
  }
  devices(): Promise<DeviceState> {
    return this.#keeper.ask('devices', null);
  }
  useDevices(choice: EngineDeviceChoice): void {
    this.#choice = choice;
  }
  choose(choice: EngineDeviceChoice): Promise<DeviceState> {
    this.#choice = { ...this.#choice, ...choice };
    return this.#keeper.ask('choose', choice);
  }
  watch(deviceId: string | null): Promise<EngineState> {
    return this.#keeper.ask('watch', { deviceId });
  }
  monitor({ changes, levelsDb }: EngineMonitorChanges): Promise<MonitorState> {
    const before = this.#monitor;
    // The output's level is one of the device that is in use then: `levelsDb` has it.
    const { outputGainDb: _level, ...lasting } = changes;
    this.#monitor = { changes: { ...before?.changes, ...lasting }, levelsDb: { ...before?.levelsDb, ...levelsDb } };
    return this.#keeper.ask('monitor', { changes, levelsDb });
  }
  clearClips(channel: number | null): Promise<{ readonly cleared: boolean }> {
    return this.#keeper.ask('clearClips', { channel });
  }
  meterInputs(): Promise<{ readonly listening: boolean }> {
    return this.#keeper.ask('listen', null);
  }
  probe(probe: EngineProbe): Promise<EngineProbeResult> {
    return this.#keeper.ask('probe', probe);
  }

  compare(side: ComparedSide | null): Promise<EngineState> {
    return this.#keeper.ask('compare', { side });
  }
  audition(file: string | null): Promise<EngineState> {
    return this.#keeper.ask('audition', { file });
  }
  auditionTake(takeId: string | null): Promise<EngineState> {
    return this.#keeper.ask('auditionTake', { takeId });
  }

  hear(wanted: boolean): void {
    this.#hears = wanted;
    this.#keeper.post({ kind: 'hear', wanted });
  }

  close(): Promise<void> {
    return this.#keeper.close();
  }

  #receive(message: FromEngine): void {
    if (message.kind === 'transport') this.#toldTransport(message.state);
    else if (message.kind === 'engine') this.#setState(message.state);
    else if (message.kind === 'recording') this.#setRecording(message.state);
    else if (message.kind === 'passes') this.#toldPasses(message.passes);
    else if (message.kind === 'notice') this.#notice(message.level, message.sentence);
    else if (message.kind === 'outOfStep') void this.#sendSession('resync').catch(() => undefined);
    else if (message.kind === 'telemetry') this.#telemetry(message.record);
    else for (const listener of this.#listeners) passOn(message, listener);
  }

  /** Gives a fresh process all that the one before had. */
  async #begin(): Promise<void> {
    const { pid } = this.#keeper;
    const before = this.#transport;
    const heardFrames = this.#heardFrames;
    this.#isRestoring = true;
    const { watchedDeviceId } = this.#state;
    try {
      if (this.#monitor) await this.#keeper.request('monitor', this.#monitor);
      if (this.#choice) await this.#keeper.request('choose', this.#safeChoice(this.#choice));
      if (this.#takes) await this.#keeper.request('setRecording', this.#takes);
      if (this.#session) await this.#sendSession('load');
      if (this.#hears) this.#keeper.post({ kind: 'hear', wanted: true });
      if (watchedDeviceId !== null) await this.#keeper.request('watch', { deviceId: watchedDeviceId });
      const atFrames = before.playing ? Math.round(heardFrames) : before.atFrames;
      this.#setTransport(await this.#keeper.request('restore', { ...before, atFrames }));
    } catch (error) {
      // It died again, which is seen to, or it refuses the session: then play is refused too, with a sentence.
      if (pid !== this.#keeper.pid) return;
      this.#notice('warning', messageOf(error));
    }
    this.#isRestoring = false;
  }

  /** An engine that dies again and again may do so of its devices: it goes on without, until others are chosen. */
  #safeChoice(choice: EngineDeviceChoice): EngineDeviceChoice {
    if (this.#keeper.restarts < RESTARTS_WITH_DEVICES) return choice;
    this.#notice('warning', 'The sound device may be at fault: the null device plays until a device is chosen.');
    return { ...choice, outputName: null, inputName: null };
  }

  async #sendSession(how: 'load' | 'resync'): Promise<void> {
    const { folder, document } = this.#session as EngineSession;
    const { session, sequence, checksum } = document();
    const load: EngineSessionLoad = { folder, session, sequence, checksum };
    this.#hasSession = true;
    try {
      await this.#keeper.request(how, load);
    } catch (error) {
      this.#hasSession = false;
      throw error;
    }
  }

  #ended(): void {
    this.#hasSession = false;
    if (this.#transport.recording) this.#setTransport({ ...this.#transport, recording: false });
    this.#setRecording({ ...this.#recording, isRecording: false, takes: [] });
    for (const listener of this.#listeners) listener.onRecorded(null);
  }

  #restarting(reason: string): void {
    this.#setState({ ...this.#state, state: 'restarting', sentence: 'The sound engine is started again.' });
    this.#notice(
      'warning',
      `The sound engine stopped (${reason}) and is started again; nothing of the session is lost.`,
    );
  }

  #givenUp(sentence: string): void {
    this.#setTransport({ ...this.#transport, playing: false });
    this.#setState({ ...this.#state, state: 'failed', sentence });
    this.#notice('warning', sentence);
  }

  /** While it is given back what it had, it stands at the start of the session for a moment, which nobody needs to see. */
  #toldTransport(state: TransportState): void {
    if (!this.#isRestoring) this.#setTransport(state);
  }

  #setTransport(state: TransportState): void {
    this.#transport = state;
    this.#heardFrames = state.atFrames;
    for (const listener of this.#listeners) listener.onTransport(state);
  }

  #toldPasses(passes: RolledPasses): void {
    this.#passes.add(passes);
    for (const listener of this.#listeners) listener.onPasses(passes);
  }

  #setRecording(state: RecordingState): void {
    this.#recording = state;
    this.#passes.keep(state);
    for (const listener of this.#listeners) listener.onRecording(state);
  }

  #setState(state: EngineState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener.onEngine(state);
  }

  #notice(kind: 'info' | 'warning', sentence: string): void {
    for (const listener of this.#listeners) listener.onNotice(kind, sentence);
  }

  #telemetry(record: Float32Array): void {
    const { sampleRateHz } = this.#state;
    this.#heardFrames =
      (record[HEAD.playheadSeconds] as number) * sampleRateHz + (record[HEAD.playheadFrames] as number);
    for (const listener of this.#listeners) listener.onTelemetry(record);
  }
}

/** What is no matter of the supervisor. */
function passOn(message: FromEngine, listener: EngineListener): void {
  if (message.kind === 'columns') listener.onColumns(message.columns);
  else if (message.kind === 'recorded') listener.onRecorded(message.log);
  else if (message.kind === 'monitor') listener.onMonitor(message.state);
  else if (message.kind === 'audio') listener.onAudio(message);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
