/** What blocks bring about, done off the device's back: files are read ahead, the meters are told, and what is still rests. */
import type { FromEngine } from '../../src-shared/protocol/engine-messages.ts';
import type { DeviceHost } from './devices/device-host.ts';
import type { EngineSession } from './engine-session.ts';
import type { EngineTransport } from './engine-transport.ts';
import { LoadMeter } from './load-meter.ts';
import type { Monitoring } from './monitoring/monitoring.ts';

const TELEMETRY_MS = 1000 / 60;
/** So much sound is rendered between two looks at what comes. */
const LOOK_SECONDS = 0.06;
/** Sound that is rendered into nothing after a session was loaded, and how much of it at a time. */
const REHEARSAL_SECONDS = 0.75;
const REHEARSAL_FRAMES = 256;

export type EngineUpkeepParts = {
  readonly output: DeviceHost;
  readonly transport: EngineTransport;
  readonly monitoring: Monitoring;
  /** Of a file that is listened to. */
  readonly listenedSeconds: () => number;
  /** Undefined while no session is open. */
  readonly current: () => EngineSession | undefined;
  /** Something sounds, or listens. */
  readonly isAwake: () => boolean;
  readonly tell: (message: FromEngine) => void;
};

export class EngineUpkeep {
  readonly #parts: EngineUpkeepParts;
  readonly #load = new LoadMeter();
  #lastTelemetryMs = 0;
  #framesSinceLook = 0;
  #missedFrames = 0;
  #dropouts = 0;
  /** What a block brought about is seen to in the next turn of the event loop. */
  #isTended = false;
  #lastRecordWasStill = false;

  constructor(parts: EngineUpkeepParts) {
    this.#parts = parts;
  }

  /** Another session. */
  reset(): void {
    this.#load.reset();
    this.#missedFrames = 0;
  }

  /** What comes soon is read. */
  look(): void {
    const current = this.#parts.current();
    if (!current) return;
    this.#framesSinceLook = 0;
    current.look();
  }

  /** A block was rendered. Called from the device. @param spentMs null when what it took says nothing. */
  rendered(current: EngineSession, frames: number, spentMs: number | null): void {
    if (spentMs !== null) this.#load.add(spentMs, (1000 * frames) / current.sampleRateHz);
    this.#framesSinceLook += frames;
    const missed = current.files.missedFrames;
    if (missed !== this.#missedFrames) this.#dropouts++;
    this.#missedFrames = missed;
    if (this.#isTended || !(this.#isTelemetryDue || this.#isLookDue(current))) return;
    this.#isTended = true;
    setImmediate(() => this.#tendTo(current));
  }

  sendTelemetry(): void {
    const { monitoring, tell } = this.#parts;
    const current = this.#parts.current();
    if (!current) return;
    this.#lastTelemetryMs = performance.now();
    const { session } = current;
    const isAwake = this.#parts.isAwake();
    this.#lastRecordWasStill = !isAwake;
    const record = this.#record(current);
    monitoring.write(record, session.settings.session.stripIds.length, isAwake);
    tell({ kind: 'telemetry', record });
  }

  /**
   * Renders sound and records for nobody, so that all runs on compiled code when it is wanted.
   * @param isStill whether this session is open, and stands.
   */
  async rehearse(current: EngineSession, isStill: () => boolean): Promise<void> {
    const blocks = (REHEARSAL_SECONDS * current.sampleRateHz) / REHEARSAL_FRAMES;
    for (let block = 0; block < blocks && isStill(); block++) {
      current.player.rehearse(REHEARSAL_FRAMES);
      this.#record(current);
      current.meters.reset();
      // What was missed was not heard.
      this.#missedFrames = current.files.missedFrames;
      await new Promise(setImmediate);
    }
  }

  #record(current: EngineSession): Float32Array {
    const { output, transport, listenedSeconds } = this.#parts;
    const { player, session, sequence, meters } = current;
    return meters.record({
      session,
      sequence,
      playheadFrames: player.isStopped ? transport.state.atFrames : Math.max(0, transport.heardFrames(current)),
      isPlaying: !player.isStopped,
      load: this.#load.load,
      worstLoad: this.#load.takeWorst(),
      dropouts: this.#dropouts + output.dropouts,
      chainLevelChangeLu: current.comparison.levelChangeLu,
      listenedSeconds: listenedSeconds(),
      countInBeat: player.countInBeat,
    });
  }

  #isLookDue({ sampleRateHz }: EngineSession): boolean {
    return this.#framesSinceLook >= LOOK_SECONDS * sampleRateHz;
  }

  /** A clock that went back, as after a sleep, keeps none waiting. */
  get #isTelemetryDue(): boolean {
    return Math.abs(performance.now() - this.#lastTelemetryMs) >= TELEMETRY_MS;
  }

  #tendTo(current: EngineSession): void {
    this.#isTended = false;
    if (current !== this.#parts.current()) return;
    if (!this.#parts.isAwake()) {
      this.#parts.output.setAwake(false);
      current.meters.silence();
      this.#load.reset();
      if (!this.#lastRecordWasStill) this.sendTelemetry();
      return;
    }
    if (this.#isLookDue(current)) this.look();
    if (this.#isTelemetryDue) this.sendTelemetry();
  }
}
