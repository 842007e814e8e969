/**
 * What a musician hears of themselves, beside the song: their inputs, raw or through the strips, in the block in which they
 * came in. A renderer of its own plays the monitored tracks and what they pass, with nothing in it that is late
 * (src-shared/render/plan-monitor.ts); it is added behind the master, so that the song's delays are not theirs.
 */
import { CONTROL_STEP_FRAMES } from '../../../src-shared/dsp/core/control-step.ts';
import type { Kernels, Pointer } from '../../../src-shared/dsp/core/kernels.ts';
import type { ParameterValue } from '../../../src-shared/dsp/core/parameter-spec.ts';
import { type MonitorPlan, planMonitor } from '../../../src-shared/render/plan-monitor.ts';
import type { RenderPlan } from '../../../src-shared/render/render-plan.ts';
import { type ParameterTarget, Renderer } from '../../../src-shared/render/renderer.ts';
import type { Session } from '../../../src-shared/session/session.ts';
import type { EngineMeters } from '../meters/engine-meters.ts';
import { OutputJoint } from '../output-joint.ts';
import type { PlayedPieces } from '../played-pieces.ts';
import { FollowingMap } from './following-map.ts';
import { HowlGuard } from './howl-guard.ts';
import { MAX_BLOCK_FRAMES, type Tape } from './tape.ts';
import { type InputPiece, TrackInput } from './track-input.ts';

const GAIN_GLIDE_SECONDS = 0.02;
const NO_MEDIA = new Map<string, never>();

export type MonitorPathParts = {
  readonly kernels: Kernels;
  readonly session: Session;
  readonly meters: EngineMeters;
  readonly tape: Tape;
};

export class MonitorPath {
  /** Of what is added, since it was last taken. */
  peak = 0;
  readonly #parts: MonitorPathParts;
  readonly #map = new FollowingMap();
  readonly #joint = new OutputJoint();
  readonly #guard: HowlGuard;
  readonly #gainStep: number;
  readonly #block: Pointer;
  readonly #sum = new Float32Array(MAX_BLOCK_FRAMES * 2);
  readonly #piece: InputPiece = { input: this.#sum, width: 0, fromFrame: 0, sessionFrame: Number.NaN };
  readonly #inputs = new Map<string, TrackInput>();
  /** The inputs of the plan that plays, and those of them that are heard raw. */
  #heard: readonly TrackInput[] = [];
  #direct: readonly TrackInput[] = [];
  #plan!: MonitorPlan;
  /** Waits for the next control step. */
  #next: MonitorPlan | undefined;
  #renderer: Renderer | undefined;
  #isHowlMuted = false;
  #gain = 1;
  #targetGain = 1;
  #wasStopped = true;

  /** Throws RenderPlanError. */
  constructor(parts: MonitorPathParts) {
    const { sampleRateHz } = parts.session.settings.session;
    this.#parts = parts;
    this.#guard = new HowlGuard(sampleRateHz);
    this.#gainStep = 1 / (GAIN_GLIDE_SECONDS * sampleRateHz);
    this.#block = parts.kernels.allocateFrames(MAX_BLOCK_FRAMES);
    this.follow(parts.session);
  }

  get plan(): MonitorPlan {
    return this.#plan;
  }

  /** A plan waits: what moves now is in it only when it is made anew. */
  get hasNextPlan(): boolean {
    return this.#next !== undefined;
  }

  /** Some track may be heard: the device has to go on. */
  get isAwake(): boolean {
    return this.#plan.tracks.length > 0;
  }

  /** The tracks whose input is heard now. */
  get heardTrackIds(): readonly string[] {
    return this.#heard.filter(({ isHeard }) => isHeard).map(({ trackId }) => trackId);
  }

  /** It howled: whatever input is chosen, it is silent until somebody listens again, or monitors none and switches one on. */
  get isHowlMuted(): boolean {
    return this.#isHowlMuted;
  }

  listenAgain(): void {
    this.#isHowlMuted = false;
    this.#guard.reset();
  }

  /** Level of the inputs beside the song, linear. */
  set gain(gain: number) {
    this.#targetGain = gain;
  }

  /** Another session, or a change that more than parameters follow. Throws RenderPlanError; the plan before goes on. */
  follow(session: Session): void {
    const plan = planMonitor(session);
    this.#plan = plan;
    this.#next = plan;
    if (plan.tracks.length === 0) this.listenAgain();
    this.#parts.tape.follow(plan.tracks);
    if (!this.#renderer || this.#renderer.position % CONTROL_STEP_FRAMES === 0) this.#exchange();
  }

  setParameter(target: ParameterTarget, key: string, value: ParameterValue): void {
    this.#renderer?.setParameter(target, key, value);
  }

  /** Adds what is heard of `input` to `output`, which was noted in `played` already. In it nothing is allocated. */
  process(output: Float32Array, input: Float32Array, played: PlayedPieces, isStopped: boolean): void {
    this.#silenceSong(isStopped);
    const frames = output.length / 2;
    const piece = this.#piece;
    piece.input = input;
    piece.width = input.length / frames;
    const streamAt = played.streamFrame - frames;
    let done = 0;
    while (done < frames) {
      const sessionFrame = played.sessionAt(streamAt + done);
      const count = this.#framesInOneGo(played, streamAt + done, frames - done);
      piece.fromFrame = done;
      piece.sessionFrame = sessionFrame;
      this.#follow(sessionFrame);
      if (this.#heard.length > 0 || this.#joint.isActive) this.#play(output, done, count);
      done += count;
    }
  }

  takePeak(): number {
    const { peak } = this;
    this.peak = 0;
    return peak;
  }

  release(): void {
    this.#renderer?.release();
    this.#parts.kernels.free(this.#block);
  }

  /** When the song stops its meters fall, while those of what is heard go on. */
  #silenceSong(isStopped: boolean): void {
    if (isStopped && !this.#wasStopped) this.#parts.meters.silence();
    this.#wasStopped = isStopped;
  }

  /** Up to where the song jumps, or a plan that waits may begin. */
  #framesInOneGo(played: PlayedPieces, at: number, frames: number): number {
    let count = Math.min(frames, MAX_BLOCK_FRAMES);
    for (let index = played.count - 1; index >= played.oldest && played.at(index) > at; index--)
      count = Math.min(count, played.at(index) - at);
    if (!this.#next || !this.#renderer) return count;
    const intoStep = this.#renderer.position % CONTROL_STEP_FRAMES;
    if (intoStep === 0) this.#exchange();
    else count = Math.min(count, CONTROL_STEP_FRAMES - intoStep);
    return count;
  }

  #follow(sessionFrame: number): void {
    const { tape } = this.#parts;
    if (Number.isNaN(sessionFrame)) this.#map.stand(tape.standsAt);
    else {
      tape.heard(sessionFrame);
      this.#map.follow(this.#renderer?.position ?? 0, sessionFrame);
    }
  }

  #play(output: Float32Array, at: number, frames: number): void {
    const { kernels, meters } = this.#parts;
    const sum = this.#sum;
    for (const input of this.#heard) meters.showInput(input.trackId, input.isHeard);
    if (this.#renderer) {
      this.#renderer.process(frames);
      const from = this.#renderer.output >>> 2;
      for (let sample = 0; sample < 2 * frames; sample++) sum[sample] = kernels.f32[from + sample] as number;
    } else sum.fill(0, 0, 2 * frames);
    for (const input of this.#direct) this.#addDirect(input, frames);
    this.#joint.process(sum, 0, frames);
    this.#add(output, at, frames);
  }

  #addDirect(input: TrackInput, frames: number): void {
    const { kernels, meters } = this.#parts;
    if (!input.play(this.#block, frames)) return;
    const from = this.#block >>> 2;
    for (let sample = 0; sample < 2 * frames; sample++)
      this.#sum[sample] = (this.#sum[sample] as number) + (kernels.f32[from + sample] as number);
    meters.inputTapOf(input.trackId).process(this.#block, frames);
  }

  #add(output: Float32Array, at: number, frames: number): void {
    const sum = this.#sum;
    const target = this.#isHowlMuted ? 0 : this.#targetGain;
    let peak = 0;
    let energy = 0;
    for (let frame = 0; frame < frames; frame++) {
      if (this.#gain !== target)
        this.#gain =
          this.#gain < target
            ? Math.min(target, this.#gain + this.#gainStep)
            : Math.max(target, this.#gain - this.#gainStep);
      const left = this.#gain * (sum[2 * frame] as number);
      const right = this.#gain * (sum[2 * frame + 1] as number);
      const place = 2 * (at + frame);
      output[place] = (output[place] as number) + left;
      output[place + 1] = (output[place + 1] as number) + right;
      peak = Math.max(peak, Math.abs(left), Math.abs(right));
      energy += (left * left + right * right) / 2;
    }
    this.peak = Math.max(this.peak, peak);
    for (const input of this.#heard) {
      peak = Math.max(peak, input.peak);
      energy = Math.max(energy, input.energy);
    }
    if (this.#guard.hears(peak, energy, frames)) this.#isHowlMuted = true;
  }

  #exchange(): void {
    const next = this.#next;
    this.#next = undefined;
    if (!next) return;
    const wasDirect = this.#direct;
    this.#takeInputs(next);
    const previous = this.#renderer;
    this.#renderer = next.plan ? this.#makeRenderer(next.plan, previous) : undefined;
    if (!next.plan) previous?.release();
    const isJoined = this.#renderer ? !previous || this.#renderer.isSeamless : !previous;
    // One that is new comes in by its gate; one that goes is cut off.
    const keepsDirect = wasDirect.every((input) => this.#direct.includes(input));
    if (!isJoined || !keepsDirect) this.#joint.begin(0);
  }

  /** The inputs of a plan: those that were heard before go on. */
  #takeInputs({ tracks }: MonitorPlan): void {
    const { kernels, tape, meters } = this.#parts;
    const piece = this.#piece;
    for (const { trackId } of this.#heard) {
      if (tracks.some((track) => track.trackId === trackId)) continue;
      this.#inputs.delete(trackId);
      tape.inputGate(trackId).snap(Number.NaN, null);
      meters.showInput(trackId, false);
    }
    this.#heard = tracks.map(({ trackId, channels }) => {
      const input =
        this.#inputs.get(trackId) ?? new TrackInput({ kernels, trackId, gate: tape.inputGate(trackId), tape, piece });
      input.channels = channels;
      this.#inputs.set(trackId, input);
      return input;
    });
    this.#direct = this.#heard.filter((_, index) => tracks[index]?.direct);
  }

  #makeRenderer(plan: RenderPlan, previous: Renderer | undefined): Renderer {
    const { kernels, meters } = this.#parts;
    return new Renderer({
      plan,
      kernels,
      sources: NO_MEDIA,
      maxBlockFrames: MAX_BLOCK_FRAMES,
      live: true,
      map: this.#map,
      clipsOf: (stripId) => this.#inputs.get(stripId),
      tapOf: (stripId) => (this.#inputs.has(stripId) ? meters.inputTapOf(stripId) : undefined),
      ...(previous && { previous }),
    });
  }
}
