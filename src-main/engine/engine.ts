/** The engine: takes what the studio says, keeps the device fed, and tells what is heard. */
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import {
  type ComparedSide,
  type DeviceState,
  type EngineState,
  FIRST_TRANSPORT,
  type TransportState,
} from '../../src-shared/protocol/answers.ts';
import type {
  EngineProbe,
  EngineProbeResult,
  EngineRequestName,
  EngineRequests,
  EngineSessionLoad,
  EngineTransportChanges,
  FromEngine,
  ToEngine,
} from '../../src-shared/protocol/engine-messages.ts';
import { RenderPlanError } from '../../src-shared/render/render-plan-error.ts';
import { dbToGain } from '../../src-shared/units/decibel.ts';
import { AudioTap } from './audio-tap.ts';
import { Probe } from './calibration/probe.ts';
import type { OutputHost } from './devices/output-host.ts';
import type { EnginePort } from './engine-port.ts';
import { EngineSession } from './engine-session.ts';
import { FileListening } from './file-listening.ts';
import { LoadMeter } from './load-meter.ts';
import { Monitoring } from './monitoring/monitoring.ts';

const TELEMETRY_MS = 1000 / 60;
/** So much sound is rendered between two looks at what comes. */
const LOOK_SECONDS = 0.06;
/** Sound that is rendered into nothing after a session was loaded, and how much of it at a time. */
const REHEARSAL_SECONDS = 0.75;
const REHEARSAL_FRAMES = 256;
/** Longer than this a start does not wait for the disk: what is missing then is silent, and counted. */
const LONGEST_WAIT_MS = 2_000;

type Handlers = {
  [Name in EngineRequestName]: (
    args: EngineRequests[Name]['args'],
  ) => EngineRequests[Name]['result'] | Promise<EngineRequests[Name]['result']>;
};

export class Engine {
  readonly #port: EnginePort;
  readonly #kernels: Kernels;
  readonly #output: OutputHost;
  readonly #load = new LoadMeter();
  readonly #monitoring: Monitoring;
  readonly #probe = new Probe();
  readonly #tap: AudioTap;
  readonly #listening = new FileListening(() => this.#tellState());
  #transport = FIRST_TRANSPORT;
  #current: EngineSession | undefined;
  #lastTelemetryMs = 0;
  #framesSinceLook = 0;
  #missedFrames = 0;
  #dropouts = 0;
  /** What a block brought about is seen to in the next turn of the event loop. */
  #isTended = false;
  #sentence = '';
  #lastRecordWasStill = false;

  readonly #handlers: Handlers = {
    load: (args) => this.#loadSession(args),
    resync: (args) => this.#resync(args),
    play: () => this.#play(),
    stop: () => this.#stop(),
    locate: ({ atFrames }) => this.#locate(atFrames),
    set: (changes) => this.#set(changes),
    restore: (state) => this.#restore(state),
    devices: () => this.#output.state(),
    choose: (choice) => this.#choose(choice),
    monitor: ({ changes, levelsDb }) => this.#monitoring.set(changes, levelsDb),
    probe: (args) => this.#runProbe(args),
    clearClips: ({ channel }) => this.#monitoring.clearClips(channel),
    watch: ({ deviceId }) => {
      this.#current?.meters.watchDevice(deviceId);
      return this.#tellState();
    },
    compare: ({ side }) => this.#compare(side),
    audition: ({ file }) => this.#audition(file),
  };

  constructor(port: EnginePort, kernels: Kernels, output: OutputHost) {
    this.#port = port;
    this.#kernels = kernels;
    this.#output = output;
    this.#monitoring = new Monitoring((state) => port.post({ kind: 'monitor', state }));
    this.#tap = new AudioTap((message, sent) => port.post(message, sent));
    output.onProcess((block, input) => this.render(block, input));
    output.onChange((sentence) => this.#deviceChanged(sentence));
    port.onMessage((message) => void this.receive(message));
  }

  /** Resolves when all that will be played soon is in memory: for a device that waits for it. */
  async settled(): Promise<void> {
    this.#look();
    await this.#current?.files.settled();
  }

  async receive(message: ToEngine): Promise<void> {
    if (message.kind === 'request') return this.#answer(message);
    if (message.kind === 'follow') this.#guarded(() => this.#follow(message));
    else if (message.kind === 'refreshMedia') this.#guarded(() => this.#current?.refreshMedia());
    else if (message.kind === 'hear') this.#tap.isWanted = message.wanted;
    else await this.close();
  }

  /** The next block of the device. */
  render(block: Float32Array, input: Float32Array): void {
    const current = this.#current;
    if (!current) {
      block.fill(0);
      return;
    }
    const beganMs = performance.now();
    const { player } = current;
    player.render(block);
    this.#listening.render(block);
    const endedMs = performance.now();
    if (!player.isStopped) this.#load.add(endedMs - beganMs, (1000 * block.length) / 2 / current.sampleRateHz);
    this.#monitoring.process(block, input);
    this.#probe.process(block, input, player.isStopped);
    this.#tap.take(block, current.sampleRateHz);
    this.#framesSinceLook += block.length / 2;
    this.#afterRender(current, endedMs);
  }

  async close(): Promise<void> {
    this.#listening.end();
    await this.#output.close();
    this.#current?.release();
    this.#current = undefined;
  }

  async #answer(message: ToEngine & { kind: 'request' }): Promise<void> {
    const { id, name, args } = message;
    try {
      const handle = this.#handlers[name] as (args: unknown) => unknown;
      this.#port.post({ kind: 'answer', id, result: await handle(args) });
    } catch (error) {
      this.#port.post({ kind: 'refused', id, sentence: sentenceOf(error) });
    }
  }

  #guarded(change: () => void): void {
    try {
      change();
      this.#sentence = '';
    } catch (error) {
      this.#sentence = sentenceOf(error);
      this.#port.post({ kind: 'notice', level: 'warning', sentence: this.#sentence });
    }
  }

  #follow({ entry }: ToEngine & { kind: 'follow' }): void {
    const { current } = this.#requireSession();
    if (!current.follow(entry)) this.#port.post({ kind: 'outOfStep' });
    this.#look();
    if (current.player.isStopped) this.#sendTelemetry();
  }

  async #loadSession(load: EngineSessionLoad): Promise<null> {
    this.#output.setAwake(false);
    this.#listening.end();
    this.#current?.release();
    this.#current = undefined;
    const { metronomeOn, metronomeGainDb, countInBars, preRollSeconds } = this.#transport;
    this.#transport = { ...FIRST_TRANSPORT, metronomeOn, metronomeGainDb, countInBars, preRollSeconds };
    this.#load.reset();
    this.#missedFrames = 0;
    this.#current = new EngineSession(this.#kernels, load);
    this.#applyTransport();
    this.#look();
    this.#tellTransport();
    this.#sendTelemetry();
    void this.#prepareToPlay(this.#current);
    return null;
  }

  /** What a load need not wait for: the device, which may take a second to answer, and compiled code. */
  async #prepareToPlay(current: EngineSession): Promise<void> {
    await new Promise(setImmediate);
    if (current !== this.#current) return;
    await this.#output.setSampleRate(current.sampleRateHz);
    this.#tellState();
    const blocks = (REHEARSAL_SECONDS * current.sampleRateHz) / REHEARSAL_FRAMES;
    for (let block = 0; block < blocks; block++) {
      if (current !== this.#current || !current.player.isStopped) return;
      current.player.rehearse(REHEARSAL_FRAMES);
      current.meters.reset();
      this.#missedFrames = current.files.missedFrames;
      await new Promise(setImmediate);
    }
  }

  #resync(load: EngineSessionLoad): null {
    this.#requireSession().current.resync(load);
    this.#look();
    return null;
  }

  #play(): TransportState {
    const { current } = this.#requireSession();
    if (!current.player.isStopped) return this.#transport;
    if (this.#listening.isOn) this.#listening.fade();
    current.meters.reset();
    current.player.play(this.#transport.atFrames, this.#transport.countInBars);
    this.#transport = { ...this.#transport, playing: true };
    this.#output.setAwake(true);
    this.#look();
    void this.#beginWhenRead(current);
    return this.#tellTransport();
  }

  #stop(): TransportState {
    const current = this.#current;
    if (!current || current.player.isStopped) return this.#transport;
    // Where it was heard to stop: the fade is not waited for.
    const atFrames = Math.max(0, Math.round(this.#heardFrames(current)));
    current.player.stop();
    this.#transport = { ...this.#transport, playing: false, atFrames };
    return this.#tellTransport();
  }

  #locate(atFrames: number): TransportState {
    const { current } = this.#requireSession();
    current.player.locate(atFrames);
    this.#transport = { ...this.#transport, atFrames };
    this.#look();
    if (current.player.isStopped) this.#sendTelemetry();
    else void this.#beginWhenRead(current);
    return this.#tellTransport();
  }

  #set(changes: EngineTransportChanges): TransportState {
    const given = Object.entries(changes).filter(([, value]) => value !== undefined);
    this.#transport = { ...this.#transport, ...Object.fromEntries(given) };
    this.#applyTransport();
    this.#look();
    return this.#tellTransport();
  }

  #restore(state: TransportState): TransportState {
    const { playing, ...rest } = state;
    this.#transport = { ...rest, playing: false };
    this.#applyTransport();
    this.#current?.player.locate(state.atFrames);
    return playing && this.#current ? this.#play() : this.#tellTransport();
  }

  async #choose(choice: EngineRequests['choose']['args']): Promise<DeviceState> {
    const state = await this.#output.choose(choice);
    this.#output.setAwake(this.#sounds);
    this.#tellState();
    return state;
  }

  async #runProbe(args: EngineProbe): Promise<EngineProbeResult> {
    if (this.#transport.recording) throw new Error('Mixdown records: stop first, then calibrate.');
    const { name: outputName, inputName, sampleRateHz, bufferFrames, dropouts } = this.#output;
    if (!inputName) throw new Error('No input is chosen: choose the interface’s input first, then calibrate.');
    this.#stop();
    if (this.#listening.isOn) this.#listening.fade();
    const heard = this.#probe.start(args, sampleRateHz);
    this.#output.setAwake(true);
    const captured = await heard;
    const device = { inputName, outputName, sampleRateHz, bufferFrames };
    return { captured, device, dropouts: this.#output.dropouts - dropouts };
  }

  #compare(side: ComparedSide | null): EngineState {
    const { current } = this.#requireSession();
    current.comparison.side = side;
    current.meters.isPaused = side !== null;
    return this.#tellState();
  }

  async #audition(file: string | null): Promise<EngineState> {
    const { current } = this.#requireSession();
    if (file === null) this.#listening.fade();
    else {
      if (this.#transport.recording) throw new Error('Mixdown records: stop first, then listen.');
      this.#stop();
      await this.#listening.start(file, current.sampleRateHz);
      this.#output.setAwake(true);
    }
    return this.#tellState();
  }

  /** Something is heard, or will be at once. */
  get #sounds(): boolean {
    return (
      this.#probe.isRunning || this.#listening.isOn || (this.#current !== undefined && !this.#current.player.isStopped)
    );
  }

  #applyTransport(): void {
    const current = this.#current;
    if (!current) return;
    const { loop, loopOn, metronomeOn, metronomeGainDb } = this.#transport;
    current.player.loop = loopOn ? loop : null;
    current.metronome.isOn = metronomeOn;
    current.metronome.gain = dbToGain(metronomeGainDb);
  }

  #requireSession(): { readonly current: EngineSession } {
    if (!this.#current) throw new Error('No session is open.');
    return { current: this.#current };
  }

  #heardFrames({ player }: EngineSession): number {
    return player.heardFrames(this.#output.latencyFrames);
  }

  /** Starts once the files at the place are in memory. A jump first fades: until then this turns in vain. */
  async #beginWhenRead(current: EngineSession): Promise<void> {
    const giveUpMs = performance.now() + LONGEST_WAIT_MS;
    const tooLong = new Promise<void>((resolve) => setTimeout(resolve, LONGEST_WAIT_MS).unref());
    await Promise.race([current.files.settled(), tooLong]);
    while (!current.player.isWaiting && !current.player.isStopped && performance.now() < giveUpMs) {
      if (current.player.isPlaying) return;
      await new Promise((resolve) => setTimeout(resolve, 2));
    }
    if (current === this.#current) current.player.begin();
  }

  #look(): void {
    const current = this.#current;
    if (!current) return;
    this.#framesSinceLook = 0;
    current.files.look(current.player.plan, current.player.stretches());
  }

  #isLookDue({ sampleRateHz }: EngineSession): boolean {
    return this.#framesSinceLook >= LOOK_SECONDS * sampleRateHz;
  }

  /** Off the device's back: what the block brought about is done in the next turn of the event loop. */
  #afterRender(current: EngineSession, nowMs: number): void {
    const missed = current.files.missedFrames;
    if (missed !== this.#missedFrames) this.#dropouts++;
    this.#missedFrames = missed;
    const isDue = this.#isTelemetryDue(nowMs) || this.#isLookDue(current);
    if (!isDue || this.#isTended) return;
    this.#isTended = true;
    setImmediate(() => this.#tendTo(current, nowMs));
  }

  #tendTo(current: EngineSession, nowMs: number): void {
    this.#isTended = false;
    if (current !== this.#current) return;
    if (!this.#sounds) {
      this.#output.setAwake(false);
      current.meters.silence();
      this.#load.reset();
      if (!this.#lastRecordWasStill) this.#sendTelemetry();
      return;
    }
    if (this.#isLookDue(current)) this.#look();
    if (this.#isTelemetryDue(nowMs)) this.#sendTelemetry();
  }

  /** A clock that went back, as after a sleep, keeps none waiting. */
  #isTelemetryDue(nowMs: number): boolean {
    return Math.abs(nowMs - this.#lastTelemetryMs) >= TELEMETRY_MS;
  }

  #sendTelemetry(): void {
    const current = this.#current;
    if (!current) return;
    this.#lastTelemetryMs = performance.now();
    const { player, session, sequence, meters } = current;
    this.#lastRecordWasStill = !this.#sounds;
    const record = meters.record({
      session,
      sequence,
      playheadFrames: player.isStopped ? this.#transport.atFrames : Math.max(0, this.#heardFrames(current)),
      isPlaying: !player.isStopped,
      load: this.#load.load,
      worstLoad: this.#load.takeWorst(),
      dropouts: this.#dropouts + this.#output.dropouts,
      chainLevelChangeLu: current.comparison.levelChangeLu,
      listenedSeconds: this.#listening.seconds,
    });
    this.#monitoring.write(record, session.settings.session.stripIds.length);
    this.#port.post({ kind: 'telemetry', record });
  }

  #deviceChanged(sentence: string): void {
    if (sentence) this.#port.post({ kind: 'notice', level: 'warning', sentence });
    this.#output.setAwake(this.#sounds);
    this.#tellState();
  }

  #tellTransport(): TransportState {
    this.#port.post({ kind: 'transport', state: this.#transport });
    return this.#transport;
  }

  #tellState(): EngineState {
    const state: EngineState = {
      state: 'running',
      sentence: this.#sentence || this.#output.sentence,
      deviceName: this.#output.name,
      sampleRateHz: this.#current?.sampleRateHz ?? this.#output.sampleRateHz,
      bufferFrames: this.#output.bufferFrames,
      watchedDeviceId: this.#current?.meters.watchedDeviceId ?? null,
      comparing: this.#current?.comparison.side ?? null,
      listeningTo: this.#listening.file,
    };
    this.#port.post({ kind: 'engine', state } satisfies FromEngine);
    return state;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof RenderPlanError) return error.message;
  return error instanceof Error ? error.message : String(error);
}
