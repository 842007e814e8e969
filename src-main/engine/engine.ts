/** The engine: takes what the studio says, keeps the device fed, and tells what is heard. */
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import type { ComparedSide, EngineState, TransportState } from '../../src-shared/protocol/answers.ts';
import type {
  EngineRequestName,
  EngineRequests,
  EngineSessionLoad,
  FromEngine,
  ToEngine,
} from '../../src-shared/protocol/engine-messages.ts';
import { AudioTap } from './audio-tap.ts';
import { BesideSong } from './beside-song.ts';
import { DeviceChanges } from './device-changes.ts';
import type { DeviceHost } from './devices/device-host.ts';
import type { EnginePort } from './engine-port.ts';
import { EngineSession } from './engine-session.ts';
import { EngineTransport } from './engine-transport.ts';
import { EngineUpkeep } from './engine-upkeep.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { PlayedPieces } from './played-pieces.ts';
import { Recorder, type RecorderParts } from './recording/recorder.ts';
import { silenceNonsense } from './silence-nonsense.ts';

type Handlers = {
  [Name in EngineRequestName]: (
    args: EngineRequests[Name]['args'],
  ) => EngineRequests[Name]['result'] | Promise<EngineRequests[Name]['result']>;
};

export type EngineOptions = Pick<RecorderParts, 'largestRiffBytes'>;

export class Engine {
  readonly #port: EnginePort;
  readonly #kernels: Kernels;
  readonly #output: DeviceHost;
  readonly #monitoring: Monitoring;
  readonly #tap: AudioTap;
  readonly #beside: BesideSong;
  readonly #devices: DeviceChanges;
  readonly #played = new PlayedPieces();
  readonly #recorder: Recorder;
  readonly #transport: EngineTransport;
  readonly #upkeep: EngineUpkeep;
  #current: EngineSession | undefined;
  #sentence = '';

  readonly #handlers: Handlers = {
    load: (args) => this.#loadSession(args),
    resync: (args) => this.#resync(args),
    play: () => this.#transport.play(),
    stop: () => this.#transport.stop(),
    locate: ({ atFrames }) => this.#locate(atFrames),
    set: (changes) => this.#transport.set(changes),
    record: ({ on }) => this.#record(on),
    endRecording: async () => {
      await this.#transport.endRecording();
      return null;
    },
    setRecording: (changes) => this.#recorder.set(changes),
    restore: (state) => this.#transport.restore(state),
    devices: () => this.#output.look(),
    choose: (choice) => this.#devices.choose(choice),
    monitor: ({ changes, levelsDb }) => this.#monitoring.set(changes, levelsDb),
    probe: (args) => this.#beside.probe(args),
    clearClips: ({ channel }) => this.#monitoring.clearClips(channel),
    listen: () => {
      const answer = this.#monitoring.listen();
      this.#output.setAwake(true);
      return answer;
    },
    watch: ({ deviceId }) => {
      this.#current?.meters.watchDevice(deviceId);
      return this.#tellState();
    },
    compare: ({ side }) => this.#compare(side),
    audition: ({ file }) => this.#beside.audition(file),
    auditionTake: ({ takeId }) => this.#auditionTake(takeId),
  };

  /** @param options for tests. */
  constructor(port: EnginePort, kernels: Kernels, output: DeviceHost, options: EngineOptions = {}) {
    this.#port = port;
    this.#kernels = kernels;
    this.#output = output;
    this.#monitoring = new Monitoring(
      (state) => port.post({ kind: 'monitor', state }),
      (sentence) => port.post({ kind: 'notice', level: 'warning', sentence }),
    );
    this.#tap = new AudioTap((message, sent) => port.post(message, sent));
    this.#recorder = new Recorder({
      played: this.#played,
      tell: (message) => port.post(message),
      onEnd: () => this.#transport.recordingEnded(),
      ...options,
    });
    this.#transport = new EngineTransport({
      played: this.#played,
      recorder: this.#recorder,
      current: () => this.#current,
      latencyFrames: () => this.#output.latencyFrames,
      changingDevice: () => this.#devices.underWay,
      onPlay: () => this.#wake(),
      look: () => this.#upkeep.look(),
      tell: (state) => {
        this.#monitoring.transportIs(state, this.#recorder.recordedTrackIds);
        port.post({ kind: 'transport', state });
      },
    });
    const transport = this.#transport;
    this.#beside = new BesideSong({
      output,
      transport,
      current: () => this.#current,
      changed: () => this.#tellState(),
    });
    this.#devices = new DeviceChanges({
      output,
      transport,
      recorder: this.#recorder,
      monitoring: this.#monitoring,
      beside: this.#beside,
      warn: (sentence) => port.post({ kind: 'notice', level: 'warning', sentence }),
      changed: () => {
        output.setAwake(this.#isAwake);
        this.#tellState();
      },
    });
    this.#upkeep = new EngineUpkeep({
      output,
      transport,
      monitoring: this.#monitoring,
      listenedSeconds: () => this.#beside.listenedSeconds,
      current: () => this.#current,
      isAwake: () => this.#isAwake,
      tell: (message) => port.post(message),
    });
    output.onProcess((block, input, lostFrames, click) => this.process(block, input, lostFrames, click));
    output.whileBusy(() => this.#sounds || this.#recorder.isRolling);
    port.onMessage((message) => void this.receive(message));
  }

  /** Resolves when all that will be played soon is in memory: for a device that waits for it. */
  async settled(): Promise<void> {
    this.#upkeep.look();
    await this.#current?.settled();
    await this.#recorder.settled();
  }

  async receive(message: ToEngine): Promise<void> {
    if (message.kind === 'request') return this.#answer(message);
    if (message.kind === 'follow') this.#guarded(() => this.#follow(message));
    else if (message.kind === 'refreshMedia') this.#guarded(() => this.#current?.refreshMedia());
    else if (message.kind === 'hear') this.#tap.isWanted = message.wanted;
    else await this.close();
  }

  /**
   * The next block of the device, in this order: what came in is recorded, the song is played, the musician is heard beside
   * it, and what goes to the device is set to what is wanted there. Nothing of it allocates, throws or waits.
   */
  process(block: Float32Array, input: Float32Array, lostFrames: number, click = block): void {
    silenceNonsense(input);
    this.#recorder.take(input, block.length / 2, lostFrames);
    const current = this.#current;
    if (!current) {
      block.fill(0);
      click.fill(0);
      this.#played.note(block.length / 2, Number.NaN);
      return;
    }
    const beganMs = performance.now();
    const { player } = current;
    player.render(block, click);
    this.#beside.render(block);
    this.#monitoring.process(block, input, this.#played, player.isStopped);
    if (click !== block) this.#monitoring.processClick(click);
    const spentMs = player.isStopped && !this.#monitoring.isAwake ? null : performance.now() - beganMs;
    this.#beside.probed(block, input, player.isStopped);
    this.#tap.take(block, current.sampleRateHz);
    this.#upkeep.rendered(current, block.length / 2, spentMs);
  }

  async close(): Promise<void> {
    this.#beside.end();
    await this.#recorder.close();
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
    const { auditionedTakeId } = current;
    if (!current.follow(entry)) this.#port.post({ kind: 'outOfStep' });
    if (current.auditionedTakeId !== auditionedTakeId) this.#programmeIs(current);
    this.#armed(current);
    this.#upkeep.look();
    if (current.player.isStopped) this.#upkeep.sendTelemetry();
  }

  async #loadSession(load: EngineSessionLoad): Promise<null> {
    await this.#transport.endRecording();
    this.#beside.end();
    this.#monitoring.use(undefined);
    this.#current?.release();
    this.#current = undefined;
    this.#upkeep.reset();
    this.#current = new EngineSession(this.#kernels, load, this.#played);
    this.#monitoring.use({ path: this.#current.monitorPath, tape: this.#current.tape });
    this.#transport.reset();
    this.#armed(this.#current);
    this.#upkeep.look();
    this.#upkeep.sendTelemetry();
    void this.#prepareToPlay(this.#current);
    return null;
  }

  /** What a load need not wait for: the device, which may take a second to answer, and compiled code. */
  async #prepareToPlay(current: EngineSession): Promise<void> {
    await this.#devices.setSampleRate(current.sampleRateHz);
    await this.#upkeep.rehearse(current, () => current === this.#current && current.player.isStopped);
  }

  #resync(load: EngineSessionLoad): null {
    const { current } = this.#requireSession();
    current.resync(load);
    this.#programmeIs(current);
    this.#armed(current);
    this.#upkeep.look();
    return null;
  }

  #locate(atFrames: number): TransportState {
    const state = this.#transport.locate(atFrames);
    if (this.#current?.player.isStopped) this.#upkeep.sendTelemetry();
    return state;
  }

  /** The session's armed tracks are held, which keeps the device awake. */
  #armed({ session, folder }: EngineSession): void {
    this.#recorder.follow(session, folder);
    this.#output.setAwake(this.#isAwake);
  }

  /** Sound follows at once. */
  #wake(): void {
    this.#beside.fade();
    this.#output.setAwake(true);
  }

  #compare(side: ComparedSide | null): EngineState {
    const { current } = this.#requireSession();
    current.comparison.side = side;
    return this.#programmeIs(current);
  }

  /** What is recorded is played along to the comp. */
  #record(on: boolean): Promise<TransportState> {
    if (on && this.#current?.auditionedTakeId) this.#auditionTake(null);
    return this.#transport.record(on);
  }

  #auditionTake(takeId: string | null): EngineState {
    const { current } = this.#requireSession();
    if (takeId !== null && this.#transport.state.recording)
      throw new Error('Mixdown records: stop first, then listen to a take.');
    current.audition(takeId);
    return this.#programmeIs(current);
  }

  /** Where what is heard is not the mix, its loudness is not measured. */
  #programmeIs({ comparison, auditionedTakeId, meters }: EngineSession): EngineState {
    meters.isPaused = comparison.side !== null || auditionedTakeId !== null;
    return this.#tellState();
  }

  /** Something is heard, or will be at once. */
  get #sounds(): boolean {
    return this.#beside.isHeard || (this.#current !== undefined && !this.#current.player.isStopped);
  }

  get #isAwake(): boolean {
    return this.#sounds || this.#recorder.isAwake || this.#monitoring.isAwake;
  }

  #requireSession(): { readonly current: EngineSession } {
    if (!this.#current) throw new Error('No session is open.');
    return { current: this.#current };
  }

  #tellState(): EngineState {
    const state: EngineState = {
      state: 'running',
      sentence: this.#sentence || this.#output.sentence,
      ...this.#output.facts,
      sampleRateHz: this.#current?.sampleRateHz ?? this.#output.sampleRateHz,
      watchedDeviceId: this.#current?.meters.watchedDeviceId ?? null,
      comparing: this.#current?.comparison.side ?? null,
      auditionedTakeId: this.#current?.auditionedTakeId ?? null,
      listeningTo: this.#beside.file,
    };
    this.#port.post({ kind: 'engine', state } satisfies FromEngine);
    return state;
  }
}

function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
