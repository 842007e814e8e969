/** The engine: takes what the studio says, keeps the device fed, and tells what is heard. */
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import type { ComparedSide, DeviceState, EngineState, TransportState } from '../../src-shared/protocol/answers.ts';
import type {
  EngineProbe,
  EngineProbeResult,
  EngineRequestName,
  EngineRequests,
  EngineSessionLoad,
  FromEngine,
  ToEngine,
} from '../../src-shared/protocol/engine-messages.ts';
import { RenderPlanError } from '../../src-shared/render/render-plan-error.ts';
import { AudioTap } from './audio-tap.ts';
import { Probe } from './calibration/probe.ts';
import type { DeviceHost } from './devices/device-host.ts';
import type { EnginePort } from './engine-port.ts';
import { EngineSession } from './engine-session.ts';
import { EngineTransport } from './engine-transport.ts';
import { EngineUpkeep } from './engine-upkeep.ts';
import { FileListening } from './file-listening.ts';
import { Monitoring } from './monitoring/monitoring.ts';
import { PlayedPieces } from './played-pieces.ts';
import { Recorder, type RecorderParts } from './recording/recorder.ts';

/** Sound that is rendered into nothing after a session was loaded, and how much of it at a time. */
const REHEARSAL_SECONDS = 0.75;
const REHEARSAL_FRAMES = 256;

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
  readonly #probe = new Probe();
  readonly #tap: AudioTap;
  readonly #listening = new FileListening(() => this.#tellState());
  readonly #played = new PlayedPieces();
  readonly #recorder: Recorder;
  readonly #transport: EngineTransport;
  readonly #upkeep: EngineUpkeep;
  #current: EngineSession | undefined;
  #sentence = '';
  /** The change of device that is under way. */
  #changing: Promise<unknown> | undefined;

  readonly #handlers: Handlers = {
    load: (args) => this.#loadSession(args),
    resync: (args) => this.#resync(args),
    play: () => this.#transport.play(),
    stop: () => this.#transport.stop(),
    locate: ({ atFrames }) => this.#locate(atFrames),
    set: (changes) => this.#transport.set(changes),
    record: ({ on }) => this.#transport.record(on),
    endRecording: async () => {
      await this.#transport.endRecording();
      return null;
    },
    setRecording: (changes) => this.#recorder.set(changes),
    restore: (state) => this.#transport.restore(state),
    devices: () => this.#output.look(),
    choose: (choice) => this.#choose(choice),
    monitor: ({ changes, levelsDb }) => this.#monitoring.set(changes, levelsDb),
    probe: (args) => this.#runProbe(args),
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
    audition: ({ file }) => this.#audition(file),
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
      changingDevice: () => this.#changing,
      onPlay: () => this.#wake(),
      look: () => this.#upkeep.look(),
      tell: (state) => {
        this.#monitoring.transportIs(state);
        port.post({ kind: 'transport', state });
      },
    });
    this.#upkeep = new EngineUpkeep({
      output,
      transport: this.#transport,
      monitoring: this.#monitoring,
      listening: this.#listening,
      current: () => this.#current,
      isAwake: () => this.#isAwake,
      tell: (message) => port.post(message),
    });
    output.onProcess((block, input, lostFrames) => this.process(block, input, lostFrames));
    output.onChange((sentence) => this.#deviceChanged(sentence));
    output.whileBusy(() => this.#sounds || this.#recorder.isRolling);
    port.onMessage((message) => void this.receive(message));
  }

  /** Resolves when all that will be played soon is in memory: for a device that waits for it. */
  async settled(): Promise<void> {
    this.#upkeep.look();
    await this.#current?.files.settled();
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
  process(block: Float32Array, input: Float32Array, lostFrames: number): void {
    this.#recorder.take(input, block.length / 2, lostFrames);
    const current = this.#current;
    if (!current) {
      block.fill(0);
      this.#played.note(block.length / 2, Number.NaN);
      return;
    }
    const beganMs = performance.now();
    const { player } = current;
    player.render(block);
    this.#listening.render(block);
    this.#monitoring.process(block, input, this.#played, player.isStopped);
    const spentMs = player.isStopped && !this.#monitoring.isAwake ? null : performance.now() - beganMs;
    this.#probe.process(block, input, player.isStopped);
    this.#tap.take(block, current.sampleRateHz);
    this.#upkeep.rendered(current, block.length / 2, spentMs);
  }

  async close(): Promise<void> {
    this.#listening.end();
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
    if (!current.follow(entry)) this.#port.post({ kind: 'outOfStep' });
    this.#armed(current);
    this.#upkeep.look();
    if (current.player.isStopped) this.#upkeep.sendTelemetry();
  }

  async #loadSession(load: EngineSessionLoad): Promise<null> {
    await this.#recorder.finish();
    this.#listening.end();
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
    await new Promise(setImmediate);
    if (current !== this.#current) return;
    await this.#changeDevice(() => this.#output.setSampleRate(current.sampleRateHz));
    const blocks = (REHEARSAL_SECONDS * current.sampleRateHz) / REHEARSAL_FRAMES;
    for (let block = 0; block < blocks; block++) {
      if (current !== this.#current || !current.player.isStopped) return;
      current.player.rehearse(REHEARSAL_FRAMES);
      this.#upkeep.rehearse(current);
      current.meters.reset();
      this.#upkeep.forgiveMissed(current);
      await new Promise(setImmediate);
    }
  }

  #resync(load: EngineSessionLoad): null {
    const { current } = this.#requireSession();
    current.resync(load);
    this.#armed(current);
    this.#upkeep.look();
    return null;
  }

  #locate(atFrames: number): TransportState {
    const state = this.#transport.locate(atFrames);
    if (this.#current?.player.isStopped) this.#upkeep.sendTelemetry();
    return state;
  }

  async #choose(choice: EngineRequests['choose']['args']): Promise<DeviceState> {
    const { roundTrips: _measured, ...devices } = choice;
    if (Object.values(devices).some((one) => one !== undefined)) await this.#interrupt('Another interface is chosen');
    if (devices.outputName !== undefined) this.#monitoring.choosesDevice();
    return this.#changeDevice(() => this.#output.choose(choice));
  }

  #changeDevice<Result>(change: () => Promise<Result>): Promise<Result> {
    const changed = change().then((result) => {
      this.#deviceIs();
      return result;
    });
    const changing = changed.then(
      () => undefined,
      () => undefined,
    );
    this.#changing = changing;
    void changing.then(() => {
      if (this.#changing === changing) this.#changing = undefined;
    });
    return changed;
  }

  /** Another device is in use, or the same in another way. */
  #deviceIs(): void {
    this.#recorder.inputIs(this.#output);
    this.#monitoring.deviceIs(this.#output);
    this.#output.setAwake(this.#isAwake);
    this.#tellState();
  }

  /** What is recorded ends here, and is kept. */
  async #interrupt(why: string): Promise<void> {
    if (!this.#transport.state.recording && !this.#recorder.isStarting) return;
    const sentence = `${why}: the recording ends there, and is kept.`;
    this.#port.post({ kind: 'notice', level: 'warning', sentence });
    await this.#transport.endRecording();
  }

  /** The session's armed tracks are held, which keeps the device awake. */
  #armed({ session, folder }: EngineSession): void {
    this.#recorder.follow(session, folder);
    this.#output.setAwake(this.#isAwake);
  }

  /** Sound follows at once. */
  #wake(): void {
    if (this.#listening.isOn) this.#listening.fade();
    this.#output.setAwake(true);
  }

  async #runProbe(args: EngineProbe): Promise<EngineProbeResult> {
    if (this.#transport.state.recording) throw new Error('Mixdown records: stop first, then calibrate.');
    const { name: outputName, inputName, sampleRateHz, bufferFrames, dropouts } = this.#output;
    if (!inputName) throw new Error('No input is chosen: choose the interface’s input first, then calibrate.');
    this.#transport.stop();
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
      if (this.#transport.state.recording) throw new Error('Mixdown records: stop first, then listen.');
      this.#transport.stop();
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

  get #isAwake(): boolean {
    return this.#sounds || this.#recorder.isAwake || this.#monitoring.isAwake;
  }

  #requireSession(): { readonly current: EngineSession } {
    if (!this.#current) throw new Error('No session is open.');
    return { current: this.#current };
  }

  #deviceChanged(sentence: string): void {
    if (sentence) this.#port.post({ kind: 'notice', level: 'warning', sentence });
    void this.#interrupt('The interface changed while it recorded');
    this.#deviceIs();
  }

  #tellState(): EngineState {
    const state: EngineState = {
      state: 'running',
      sentence: this.#sentence || this.#output.sentence,
      ...this.#output.facts,
      sampleRateHz: this.#current?.sampleRateHz ?? this.#output.sampleRateHz,
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
