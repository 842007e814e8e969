import { type DeliveryTarget, deliveryTarget, deliveryTargets } from '../../src-shared/analysis/delivery-target.ts';
import type { BounceReport, MasterProposal } from '../../src-shared/protocol/answers.ts';
import { HEAD, HEAD_FLOATS, SPECTRUM_COLUMNS, spectrumOffset } from '../../src-shared/protocol/telemetry.ts';
import type { Device } from '../../src-shared/session/records/device.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { machineStore } from '../client/machine-store.ts';
import { GainReductionHistory } from '../devices/gain-reduction-history.ts';
import { StripTelemetry } from '../mixer/strip-telemetry.ts';
import type { App } from '../state/app.svelte.ts';
import { playheadFrames } from '../state/playhead.ts';
import { BounceState } from './bounce-state.svelte.ts';
import type { MasterFigures } from './delivery-verdict.ts';
import { LoudnessHistory } from './loudness-history.ts';
import { SpectrumAverage } from './spectrum-average.ts';

/** How often what plays is looked at at most, in milliseconds. */
const LOOK_MS = 50;
const TARGET_KEY = 'target';
/** What a card shows of its reduction: a column a pixel, about. */
const TRACE_COLUMNS = 120;
const TRACE_SECONDS = 6;

/** What the verdicts are about: a bounced file of the session as it is, else what was heard so far. */
export type Measured = MasterFigures & { readonly file: string | null };

/** A finished bounce, and the session that it is of. */
export type Bounced = { readonly jobId: string; readonly report: BounceReport; readonly session: Session };

/** What the Master screen knows, and goes on collecting while another screen is open. */
export class MasterState {
  readonly app: App;
  readonly telemetry: StripTelemetry;
  readonly history = new LoudnessHistory();
  readonly spectrum = new SpectrumAverage();
  /** The platform that is aimed at. */
  target: DeliveryTarget = $state.raw(deliveryTargets[0] as DeliveryTarget);
  bounced: Bounced | null = $state.raw(null);
  readonly bounce: BounceState;
  /** Why the proposed devices are there, by their ids. */
  reasons: ReadonlyMap<string, readonly string[]> = $state.raw(new Map());
  /** Of what was heard; null before anything was. */
  heard: MasterFigures | null = $state.raw(null);
  readonly devices: readonly Device[] = $derived.by(() => {
    const { strips, devices } = this.app.session.session;
    return (strips['master']?.deviceIds ?? []).map((id) => devices[id] as Device);
  });
  readonly measured: Measured | null = $derived.by(() => {
    const report = this.bounced?.session === this.app.session.session ? this.bounced.report : undefined;
    if (report && report.integratedLufs !== null && report.truePeakDbtp !== null)
      return { file: report.file, integratedLufs: report.integratedLufs, truePeakDbtp: report.truePeakDbtp };
    return this.heard && { ...this.heard, file: null };
  });
  readonly #reductions = new Map<string, GainReductionHistory>();
  /** What the last bypass of the chain switched off. */
  #bypassedIds: readonly string[] = [];
  #seenMs = 0;

  constructor(app: App) {
    this.app = app;
    this.telemetry = new StripTelemetry(
      () => app.client.telemetry,
      () => app.session.session.settings.session.stripIds,
    );
    this.target = deliveryTarget(machineStore.get(TARGET_KEY) ?? '') ?? this.target;
    this.bounce = new BounceState(this);
    app.session.onAnother(() => {
      this.clear();
      void this.#askForProposal();
    });
    void this.#askForProposal();
    app.client.onTelemetry(() => this.#look());
  }

  aimAt(name: string): void {
    this.target = deliveryTarget(name) ?? this.target;
    machineStore.set(TARGET_KEY, this.target.name);
  }

  /** The reduction of a device over the last seconds. */
  reductionsOf(deviceId: string): GainReductionHistory {
    const known = this.#reductions.get(deviceId) ?? new GainReductionHistory(TRACE_COLUMNS, TRACE_SECONDS);
    this.#reductions.set(deviceId, known);
    return known;
  }

  /** Switches every device off, as one step; where all are off, on again what was on before. */
  async bypassChain(): Promise<void> {
    const on = this.devices.filter(({ enabled }) => enabled);
    const off = on.length > 0;
    const known = this.devices.filter(({ id }) => this.#bypassedIds.includes(id));
    const wanted = off ? on : known.length > 0 ? known : this.devices;
    if (off) this.#bypassedIds = on.map(({ id }) => id);
    if (wanted.length === 0) return;
    const name = off ? 'Bypass the chain' : 'Switch the chain on';
    const commands = wanted.map(({ id }) => ({ command: 'setDeviceEnabled', args: { deviceId: id, enabled: !off } }));
    await this.app.client.request('session/runAll', { name, commands });
  }

  /** Keeps the reasons of a proposal for the cards. */
  explain({ devices }: MasterProposal): void {
    this.reasons = new Map(devices.map(({ deviceId, reasons }) => [deviceId, reasons.map(asSentence)]));
  }

  clear(): void {
    this.history.clear();
    this.spectrum.clear();
    this.#reductions.clear();
    this.heard = null;
    this.bounced = null;
    this.reasons = new Map();
  }

  /** A window that is opened later knows the reasons too. */
  async #askForProposal(): Promise<void> {
    const answer = await this.app.client.request('master/proposal', {}).catch(() => null);
    if (answer?.proposal) this.explain(answer.proposal);
  }

  /** Takes a new record in; what is heard before the chain is not the master. */
  #look(): void {
    const record = this.app.client.telemetry;
    const nowMs = performance.now();
    if (
      nowMs - this.#seenMs < LOOK_MS ||
      this.app.engine.comparing !== null ||
      record.length <= HEAD_FLOATS ||
      record[HEAD.playing] !== 1
    )
      return;
    this.#seenMs = nowMs;
    const { sampleRateHz, stripIds } = this.app.session.session.settings.session;
    if (record[HEAD.strips] !== stripIds.length) return;
    const integratedLufs = this.telemetry.head(HEAD.integratedLufs);
    const truePeakDbtp = this.telemetry.head(HEAD.maxTruePeakDbtp);
    const shortTermLufs = this.telemetry.head(HEAD.shortTermLufs);
    this.history.note(playheadFrames(this.app) / sampleRateHz, { shortTermLufs, integratedLufs });
    this.#hear({ integratedLufs, truePeakDbtp });
    const from = spectrumOffset(stripIds.length, 0);
    this.spectrum.add(record.subarray(from, from + SPECTRUM_COLUMNS));
    const seconds = nowMs / 1000;
    for (const [index, { id }] of this.devices.entries())
      this.reductionsOf(id).push(
        seconds,
        this.telemetry.deviceGainReductionDb('master', index),
        Number.NEGATIVE_INFINITY,
      );
  }

  /** Shown with one decimal: a smaller change is none. */
  #hear(now: MasterFigures): void {
    if (!Number.isFinite(now.integratedLufs) || !Number.isFinite(now.truePeakDbtp)) return;
    const tenths = ({ integratedLufs, truePeakDbtp }: MasterFigures) =>
      `${integratedLufs.toFixed(1)} ${truePeakDbtp.toFixed(1)}`;
    if (this.heard === null || tenths(this.heard) !== tenths(now)) this.heard = now;
  }
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

const states = new WeakMap<App, MasterState>();

/** The app's master: it lives as long as the app, so that what was heard is not lost with a change of the screen. */
export function masterOf(app: App): MasterState {
  const known = states.get(app) ?? new MasterState(app);
  states.set(app, known);
  return known;
}
