/** Every meter of the engine, and the record that they fill: src-shared/protocol/telemetry.ts. */
import type { Kernels, Pointer } from '../../../src-shared/dsp/core/kernels.ts';
import { processors } from '../../../src-shared/dsp/processors.ts';
import {
  HEAD,
  STRIP,
  STRIP_DEVICES,
  scopeOffset,
  spectrumOffset,
  stripOffset,
  telemetryFloats,
  WATCHED,
  watchedOffset,
} from '../../../src-shared/protocol/telemetry.ts';
import type { Renderer } from '../../../src-shared/render/renderer.ts';
import type { StripTap } from '../../../src-shared/render/strip-renderer.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import { MasterMeter } from './master-meter.ts';
import { Spectra } from './spectra.ts';
import { StripMeter, StripMeterContext } from './strip-meter.ts';
import { StripTaps } from './strip-taps.ts';

/** What the record says besides the meters. */
export type TelemetryFacts = {
  readonly session: Session;
  readonly sequence: number;
  readonly playheadFrames: number;
  readonly isPlaying: boolean;
  readonly load: number;
  readonly worstLoad: number;
  readonly dropouts: number;
  readonly chainLevelChangeLu: number;
  readonly listenedSeconds: number;
  readonly countInBeat: number;
};

/** A sequence number that a Float32 holds exactly. */
const SEQUENCE_MODULUS = 2 ** 24;
const GAIN_REDUCTION = 'gainReductionDb';

export class EngineMeters {
  readonly #sampleRateHz: number;
  readonly #context: StripMeterContext;
  readonly #strips = new Map<string, StripMeter>();
  readonly #taps = new Map<string, StripTaps>();
  readonly #master: MasterMeter;
  readonly #spectra: Spectra;
  #renderer: Renderer | undefined;
  #watchedId: string | null = null;
  #record = new Float32Array(0);

  constructor(kernels: Kernels, sampleRateHz: number) {
    this.#sampleRateHz = sampleRateHz;
    this.#context = new StripMeterContext(kernels, sampleRateHz);
    this.#master = new MasterMeter(kernels, sampleRateHz);
    this.#spectra = new Spectra(kernels, sampleRateHz);
  }

  /** The meter of a strip, for what it plays of the song: the same while the session lasts. */
  tapOf(stripId: string): StripTap {
    return this.#tapsOf(stripId).song;
  }

  /** The same meter, for what is heard of the strip's input. */
  inputTapOf(stripId: string): StripTap {
    return this.#tapsOf(stripId).input;
  }

  /** A strip whose input is heard shows that; else the song. */
  showInput(stripId: string, showsInput: boolean): void {
    const taps = this.#taps.get(stripId);
    if (taps) taps.showsInput = showsInput;
  }

  /** Takes what a renderer shows of its devices from now on. */
  watch(renderer: Renderer, deviceId: string | null = this.#watchedId): void {
    if (this.#watchedId !== null) renderer.watch(this.#watchedId, undefined);
    if (deviceId !== this.#watchedId) this.#spectra.isWatching = deviceId !== null;
    this.#watchedId = deviceId;
    if (deviceId !== null) renderer.watch(deviceId, this.#spectra.watcher);
    this.#renderer = renderer;
  }

  get watchedDeviceId(): string | null {
    return this.#watchedId;
  }

  /** @param deviceId null watches none. */
  watchDevice(deviceId: string | null): void {
    if (this.#renderer) this.watch(this.#renderer, deviceId);
  }

  /** @param block the master's output. */
  process(block: Pointer, frames: number): void {
    this.#master.process(block, frames);
    this.#spectra.process(block, frames);
  }

  /** What is heard is not the programme: its loudness stands still. */
  set isPaused(isPaused: boolean) {
    this.#master.isPaused = isPaused;
  }

  /** A new programme begins. */
  reset(): void {
    this.silence();
    this.#master.reset();
  }

  /** It stopped: nothing sounds. */
  silence(): void {
    for (const meter of this.#strips.values()) meter.reset();
    this.#master.silence();
    this.#spectra.reset();
  }

  /** A record of this moment, valid until the next; peaks are those since the last. */
  record(facts: TelemetryFacts): Float32Array {
    const { session, playheadFrames, isPlaying } = facts;
    const { stripIds } = session.settings.session;
    const floats = telemetryFloats(stripIds.length);
    // The same array each time: one that is new for every message outlives its sweeps, for V8 holds what was serialised.
    if (this.#record.length !== floats) this.#record = new Float32Array(floats);
    const record = this.#record;
    record.fill(0);
    const seconds = Math.floor(playheadFrames / this.#sampleRateHz);
    record[HEAD.sequence] = facts.sequence % SEQUENCE_MODULUS;
    record[HEAD.playheadSeconds] = seconds;
    record[HEAD.playheadFrames] = playheadFrames - seconds * this.#sampleRateHz;
    record[HEAD.playing] = Number(isPlaying);
    record[HEAD.load] = facts.load;
    record[HEAD.worstLoad] = facts.worstLoad;
    record[HEAD.dropouts] = facts.dropouts;
    record[HEAD.strips] = stripIds.length;
    record[HEAD.chainLevelChangeLu] = facts.chainLevelChangeLu;
    record[HEAD.listenedSeconds] = facts.listenedSeconds;
    record[HEAD.countInBeat] = facts.countInBeat;
    this.#master.write(record, scopeOffset(stripIds.length), isPlaying);
    for (const [index, stripId] of stripIds.entries()) this.#writeStrip(record, stripOffset(index), session, stripId);
    if (isPlaying) this.#spectra.update();
    record.set(this.#spectra.levelsDbfs, spectrumOffset(stripIds.length, 0));
    this.#writeWatched(record, watchedOffset(stripIds.length), session);
    return record;
  }

  release(): void {
    for (const meter of this.#strips.values()) meter.release();
    this.#strips.clear();
    this.#master.release();
    this.#context.release();
  }

  #writeStrip(record: Float32Array, at: number, session: Session, stripId: string): void {
    const meter = this.#strips.get(stripId);
    record[at + STRIP.peakLeftDb] = meter?.takePeakDb(0) ?? Number.NEGATIVE_INFINITY;
    record[at + STRIP.peakRightDb] = meter?.takePeakDb(1) ?? Number.NEGATIVE_INFINITY;
    record[at + STRIP.rmsLeftDb] = meter?.rmsDb(0) ?? Number.NEGATIVE_INFINITY;
    record[at + STRIP.rmsRightDb] = meter?.rmsDb(1) ?? Number.NEGATIVE_INFINITY;
    record[at + STRIP.shortTermLufs] = meter?.shortTermLufs ?? Number.NEGATIVE_INFINITY;
    this.#writeGainReductions(record, at, session, stripId);
  }

  #tapsOf(stripId: string): StripTaps {
    let taps = this.#taps.get(stripId);
    if (!taps) {
      const meter = new StripMeter(this.#context);
      taps = new StripTaps(meter);
      this.#strips.set(stripId, meter);
      this.#taps.set(stripId, taps);
    }
    return taps;
  }

  /** Of each device that is on, and the worst of them, ≤ 0 dB. */
  #writeGainReductions(record: Float32Array, at: number, session: Session, stripId: string): void {
    let worst = 0;
    const deviceIds = session.strips[stripId]?.deviceIds ?? [];
    for (const [index, deviceId] of deviceIds.entries()) {
      const reductionDb = this.#reductionDb(session, deviceId);
      worst = Math.min(worst, reductionDb);
      if (index < STRIP_DEVICES) record[at + STRIP.deviceGainReductionDb + index] = reductionDb;
    }
    record[at + STRIP.gainReductionDb] = worst;
  }

  #writeWatched(record: Float32Array, at: number, session: Session): void {
    this.#spectra.levels.take(record, at);
    const { watchedDeviceId } = this;
    record[at + WATCHED.gainReductionDb] = watchedDeviceId === null ? 0 : this.#reductionDb(session, watchedDeviceId);
  }

  #reductionDb(session: Session, deviceId: string): number {
    const device = session.devices[deviceId];
    const place = device?.enabled ? (processors[device.type]?.readouts.indexOf(GAIN_REDUCTION) ?? -1) : -1;
    return place < 0 ? 0 : Math.min(0, this.#renderer?.readouts(deviceId)?.[place] ?? 0);
  }
}
