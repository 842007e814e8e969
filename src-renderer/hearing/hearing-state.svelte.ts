import type { StudioClient } from '../client/studio-client.ts';
import type { WebTransport } from '../client/web-transport.ts';
import workletUrl from './player.worklet.ts?worker&url';
import type { PlayerReport, PlayerSettings } from './player-report.ts';
import { ScheduledPlayer } from './scheduled-player.ts';

/** Held before the first frame sounds: two messages of the engine, and the network's unevenness. */
const SETTINGS: PlayerSettings = { targetSeconds: 0.06, mostSeconds: 0.2 };
/** Of a message of the engine: the time its first frame has waited when it is sent. */
const MESSAGE_SECONDS = 0.02;

/** Where the page lays the sound down itself, less is held before: what is laid down ahead is held too. */
const SCHEDULED: PlayerSettings = { targetSeconds: 0.03, mostSeconds: 0.2 };
/** How often that page looks how much it holds. */
const REPORT_MS = 100;

type Playing = {
  readonly context: AudioContext;
  readonly push: (interleaved: Float32Array) => void;
  readonly end: () => void;
};

/** The engine's output, played by this browser. A browser allows it after a press of the musician only. */
export class HearingState {
  on = $state(false);
  /** From the engine's output to the browser's, measured: what is held here, and what the browser adds. */
  latencyMs = $state(0);
  /** Silence that was played because nothing had arrived, since it was switched on. */
  lostMs = $state(0);
  readonly #client: StudioClient;
  readonly #transport: WebTransport;
  #playing: Playing | undefined;

  constructor(client: StudioClient, transport: WebTransport) {
    this.#client = client;
    this.#transport = transport;
    transport.onReopen(() => {
      if (this.on) void client.request('engine/hear', { hearing: true }).catch(() => this.stop());
    });
  }

  async start(): Promise<void> {
    if (this.on) return;
    const { sampleRateHz } = await this.#client.request('engine/state', {});
    const context = new AudioContext({ sampleRate: sampleRateHz, latencyHint: 'interactive' });
    // A browser has an audio thread for pages of a secure address only (https or 127.0.0.1): a tablet's is another.
    const playing = context.audioWorklet ? await this.#throughWorklet(context) : this.#byItself(context);
    this.#playing = playing;
    this.#transport.onAudio(({ interleaved, sampleRateHz: rate }) => {
      if (rate === context.sampleRate) playing.push(interleaved);
      else void this.#restart();
    });
    await this.#client.request('engine/hear', { hearing: true });
    await context.resume();
    this.on = true;
  }

  async stop(): Promise<void> {
    this.on = false;
    this.#transport.onAudio(() => undefined);
    this.#playing?.end();
    await this.#playing?.context.close();
    this.#playing = undefined;
    await this.#client.request('engine/hear', { hearing: false });
  }

  async #throughWorklet(context: AudioContext): Promise<Playing> {
    await context.audioWorklet.addModule(workletUrl);
    const node = new AudioWorkletNode(context, 'player', {
      numberOfInputs: 0,
      outputChannelCount: [2],
      processorOptions: SETTINGS,
    });
    node.connect(context.destination);
    node.port.onmessage = ({ data }: MessageEvent<PlayerReport>) => this.#measure(data, context);
    return { context, push: (interleaved) => node.port.postMessage(interleaved), end: () => node.disconnect() };
  }

  #byItself(context: AudioContext): Playing {
    const player = new ScheduledPlayer(context, SCHEDULED);
    const timer = setInterval(() => this.#measure(player.report, context), REPORT_MS);
    return { context, push: (interleaved) => player.push(interleaved), end: () => clearInterval(timer) };
  }

  /** Another session with another rate was opened. */
  async #restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  #measure({ heldSeconds, missedFrames }: PlayerReport, context: AudioContext): void {
    const { baseLatency, outputLatency, sampleRate } = context;
    this.lostMs = Math.round((missedFrames / sampleRate) * 1000);
    const seconds = MESSAGE_SECONDS + heldSeconds + baseLatency + (outputLatency || 0);
    const ms = Math.round(seconds * 1000);
    // A number that trembles cannot be read.
    if (Math.abs(ms - this.latencyMs) > 3) this.latencyMs = ms;
  }
}
