/**
 * The studio's side of the engine: starts its process, watches its heart beat, and starts it again when it dies, with
 * the newest session, at the place where it was heard last. The session itself is never in danger: the engine only plays.
 */
import {
  type ComparedSide,
  type DeviceState,
  type EngineState,
  FIRST_TRANSPORT,
  type TransportState,
} from '../../src-shared/protocol/answers.ts';
import type {
  EngineDeviceChoice,
  EngineMonitorChanges,
  EngineProbe,
  EngineProbeResult,
  EngineRequestName,
  EngineRequests,
  EngineSessionLoad,
  FromEngine,
  ToEngine,
} from '../../src-shared/protocol/engine-messages.ts';
import type { MonitorState } from '../../src-shared/protocol/monitoring.ts';
import { FIRST_RECORDING, type RecordingState, type TakeBitDepth } from '../../src-shared/protocol/recording.ts';
import type { RequestArgs } from '../../src-shared/protocol/requests.ts';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import type { JournalEntry } from '../../src-shared/session/document.ts';
import { EngineError, type EngineLink, type EngineListener, type EngineSession } from './engine-link.ts';
import { type EngineProcess, forkEngine } from './engine-process.ts';

/** It says that it is alive once a second; a busy disk or a machine that slept may keep it silent for a while. */
const LONGEST_SILENCE_MS = 6_000;
const WATCH_MS = 1_000;
/** An engine that dies more often than this does not come back by itself. */
const MOST_RESTARTS = 5;
const RESTARTS_WITHIN_MS = 60_000;
/** The devices are as they were after so many. */
const RESTARTS_WITH_DEVICES = 3;
const PATIENCE_AT_END_MS = 2_000;

type Promised = {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};
type Waiting = { readonly resolve: (result: never) => void; readonly reject: (error: Error) => void };

export class EngineSupervisor implements EngineLink {
  #transport = FIRST_TRANSPORT;
  #recording: RecordingState = FIRST_RECORDING;
  #state: EngineState = {
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
    listeningTo: null,
  };
  readonly #start: () => EngineProcess;
  readonly #longestSilenceMs: number;
  readonly #listeners: EngineListener[] = [];
  readonly #waiting = new Map<number, Waiting>();
  #process: EngineProcess | undefined;
  /** Kept from the start of a process until one takes requests, however many die before. */
  #readiness: Promised | undefined;
  #isReady = false;
  #session: EngineSession | undefined;
  /** The process at work has the session: changes go to it. */
  #hasSession = false;
  #choice: EngineDeviceChoice | undefined;
  #monitor: EngineMonitorChanges | undefined;
  #hears = false;
  #takes: { readonly bitDepth: TakeBitDepth } | undefined;
  #nextId = 1;
  #lastSignMs = 0;
  #watch: NodeJS.Timeout | undefined;
  #restarts: number[] = [];
  #isClosing = false;
  #isRestoring = false;
  #heardFrames = 0;

  /** @param start starts a process; default Node's own. @param longestSilenceMs after which it counts as hung. */
  constructor(start: () => EngineProcess = forkEngine, longestSilenceMs = LONGEST_SILENCE_MS) {
    this.#start = start;
    this.#longestSilenceMs = longestSilenceMs;
  }

  get transport(): TransportState {
    return this.#transport;
  }
  get recording(): RecordingState {
    return this.#recording;
  }
  get state(): EngineState {
    return this.#state;
  }
  /** Of the process at work: for tests, which kill it. */
  get pid(): number | undefined {
    return this.#process?.pid;
  }

  listen(listener: EngineListener): void {
    this.#listeners.push(listener);
  }

  async load(session: EngineSession): Promise<void> {
    this.#session = session;
    this.#hasSession = false;
    this.#heardFrames = 0;
    try {
      await this.#ready();
      // A restart meanwhile has loaded it already.
      if (!this.#hasSession && this.#session === session) await this.#sendSession('load');
    } catch (error) {
      this.#notice('warning', messageOf(error));
    }
  }

  follow(entry: JournalEntry): void {
    if (this.#hasSession) this.#process?.post({ kind: 'follow', entry });
    // It was refused before: this change may be the remedy.
    else if (this.#isReady && this.#session) void this.load(this.#session);
  }

  refreshMedia(): void {
    if (this.#hasSession) this.#process?.post({ kind: 'refreshMedia' });
  }

  play(): Promise<TransportState> {
    return this.#ask('play', null);
  }
  stop(): Promise<TransportState> {
    return this.#ask('stop', null);
  }
  locate(atFrames: number): Promise<TransportState> {
    return this.#ask('locate', { atFrames });
  }
  set(changes: RequestArgs<'transport/set'>): Promise<TransportState> {
    return this.#ask('set', changes);
  }
  record(on: boolean): Promise<TransportState> {
    return this.#ask('record', { on });
  }
  async endRecording(): Promise<void> {
    // An engine that is not there records nothing; one that dies meanwhile is told of as such.
    if (this.#isReady) await this.#request('endRecording', null).catch(() => undefined);
  }
  setRecording(changes: { readonly bitDepth: TakeBitDepth }): Promise<RecordingState> {
    this.#takes = changes;
    return this.#ask('setRecording', changes);
  }
  devices(): Promise<DeviceState> {
    return this.#ask('devices', null);
  }
  useDevices(choice: EngineDeviceChoice): void {
    this.#choice = choice;
  }
  choose(choice: EngineDeviceChoice): Promise<DeviceState> {
    this.#choice = { ...this.#choice, ...choice };
    return this.#ask('choose', choice);
  }
  watch(deviceId: string | null): Promise<EngineState> {
    return this.#ask('watch', { deviceId });
  }
  monitor({ changes, levelsDb }: EngineMonitorChanges): Promise<MonitorState> {
    const before = this.#monitor;
    // The output's level is one of the device that is in use then: `levelsDb` has it.
    const { outputGainDb: _level, ...lasting } = changes;
    this.#monitor = { changes: { ...before?.changes, ...lasting }, levelsDb: { ...before?.levelsDb, ...levelsDb } };
    return this.#ask('monitor', { changes, levelsDb });
  }
  clearClips(channel: number | null): Promise<{ readonly cleared: boolean }> {
    return this.#ask('clearClips', { channel });
  }
  meterInputs(): Promise<{ readonly listening: boolean }> {
    return this.#ask('listen', null);
  }
  probe(probe: EngineProbe): Promise<EngineProbeResult> {
    return this.#ask('probe', probe);
  }

  compare(side: ComparedSide | null): Promise<EngineState> {
    return this.#ask('compare', { side });
  }
  audition(file: string | null): Promise<EngineState> {
    return this.#ask('audition', { file });
  }

  hear(wanted: boolean): void {
    this.#hears = wanted;
    this.#process?.post({ kind: 'hear', wanted });
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    const engine = this.#process;
    if (!engine) return;
    const gone = new Promise<void>((resolve) => engine.onExit(() => resolve()));
    engine.post({ kind: 'shutDown' });
    const timer = setTimeout(() => engine.kill(), PATIENCE_AT_END_MS);
    await gone;
    clearTimeout(timer);
  }

  /** Resolves when a process takes requests; starts it when there is none. */
  #ready(): Promise<void> {
    if (this.#isClosing) return Promise.reject(new Error('Mixdown is closing.'));
    if (!this.#process) this.#spawn();
    return this.#isReady ? Promise.resolve() : (this.#readiness as Promised).promise;
  }

  async #ask<Name extends EngineRequestName>(
    name: Name,
    args: EngineRequests[Name]['args'],
  ): Promise<EngineRequests[Name]['result']> {
    await this.#ready();
    return this.#request(name, args);
  }

  #request<Name extends EngineRequestName>(
    name: Name,
    args: EngineRequests[Name]['args'],
  ): Promise<EngineRequests[Name]['result']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.#process?.post({ kind: 'request', id, name, args } as ToEngine);
    });
  }

  #spawn(): void {
    this.#isReady = false;
    this.#readiness ??= promised();
    const engine = this.#start();
    this.#process = engine;
    this.#hasSession = false;
    this.#lastSignMs = Date.now();
    engine.onMessage((message) => {
      if (engine === this.#process) this.#receive(message);
    });
    engine.onExit((reason) => {
      if (engine === this.#process) this.#ended(reason);
    });
    this.#watch ??= setInterval(() => this.#checkPulse(), WATCH_MS).unref();
  }

  #checkPulse(): void {
    if (this.#process && Date.now() - this.#lastSignMs > this.#longestSilenceMs) this.#process.kill();
  }

  #receive(message: FromEngine): void {
    this.#lastSignMs = Date.now();
    if (message.kind === 'answer') this.#take(message.id)?.resolve(message.result as never);
    else if (message.kind === 'refused') this.#take(message.id)?.reject(new EngineError(message.sentence));
    else if (message.kind === 'ready') void this.#begin();
    else if (message.kind === 'transport') this.#toldTransport(message.state);
    else if (message.kind === 'engine') this.#setState(message.state);
    else if (message.kind === 'recording') this.#setRecording(message.state);
    else if (message.kind === 'notice') this.#notice(message.level, message.sentence);
    else if (message.kind === 'outOfStep') void this.#sendSession('resync').catch(() => undefined);
    else if (message.kind === 'telemetry') this.#telemetry(message.record);
    else for (const listener of this.#listeners) passOn(message, listener);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  /** Gives a fresh process all that the one before had. */
  async #begin(): Promise<void> {
    const engine = this.#process;
    const before = this.#transport;
    const heardFrames = this.#heardFrames;
    this.#isRestoring = true;
    const { watchedDeviceId } = this.#state;
    try {
      if (this.#monitor) await this.#request('monitor', this.#monitor);
      if (this.#choice) await this.#request('choose', this.#safeChoice(this.#choice));
      if (this.#takes) await this.#request('setRecording', this.#takes);
      if (this.#session) await this.#sendSession('load');
      if (this.#hears) this.#process?.post({ kind: 'hear', wanted: true });
      if (watchedDeviceId !== null) await this.#request('watch', { deviceId: watchedDeviceId });
      const atFrames = before.playing ? Math.round(heardFrames) : before.atFrames;
      this.#setTransport(await this.#request('restore', { ...before, atFrames }));
    } catch (error) {
      // It died again, which is seen to, or it refuses the session: then play is refused too, with a sentence.
      if (engine !== this.#process) return;
      this.#notice('warning', messageOf(error));
    }
    this.#isRestoring = false;
    this.#isReady = true;
    this.#readiness?.resolve();
    this.#readiness = undefined;
  }

  /** An engine that dies again and again may do so of its devices: it goes on without, until others are chosen. */
  #safeChoice(choice: EngineDeviceChoice): EngineDeviceChoice {
    if (this.#restarts.length < RESTARTS_WITH_DEVICES) return choice;
    this.#notice('warning', 'The sound device may be at fault: the null device plays until a device is chosen.');
    return { ...choice, outputName: null, inputName: null };
  }

  async #sendSession(how: 'load' | 'resync'): Promise<void> {
    const { folder, document } = this.#session as EngineSession;
    const { session, sequence, checksum } = document();
    const load: EngineSessionLoad = { folder, session, sequence, checksum };
    this.#hasSession = true;
    try {
      await this.#request(how, load);
    } catch (error) {
      this.#hasSession = false;
      throw error;
    }
  }

  #ended(reason: string): void {
    this.#process = undefined;
    this.#hasSession = false;
    this.#isReady = false;
    const lost = new EngineError('The sound engine stopped; it is started again.');
    for (const { reject } of this.#waiting.values()) reject(lost);
    this.#waiting.clear();
    if (this.#transport.recording) this.#setTransport({ ...this.#transport, recording: false });
    this.#setRecording({ ...this.#recording, isRecording: false, takes: [] });
    for (const listener of this.#listeners) listener.onRecorded(null);
    if (this.#isClosing) {
      this.#readiness?.reject(lost);
      return;
    }
    const now = Date.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < RESTARTS_WITHIN_MS), now];
    if (this.#restarts.length > MOST_RESTARTS) {
      const sentence = `The sound engine stopped ${this.#restarts.length} times in a minute (${reason}); editing goes on, play tries again.`;
      this.#restarts = [];
      this.#setTransport({ ...this.#transport, playing: false });
      this.#setState({ ...this.#state, state: 'failed', sentence });
      this.#notice('warning', sentence);
      this.#readiness?.reject(new Error(sentence));
      this.#readiness = undefined;
      return;
    }
    this.#setState({ ...this.#state, state: 'restarting', sentence: 'The sound engine is started again.' });
    this.#notice(
      'warning',
      `The sound engine stopped (${reason}) and is started again; nothing of the session is lost.`,
    );
    this.#spawn();
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

  #setRecording(state: RecordingState): void {
    this.#recording = state;
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

function promised(): Promised {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((keep, fail) => {
    resolve = keep;
    reject = fail;
  });
  // Nobody may be waiting when it fails.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
