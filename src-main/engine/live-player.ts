/**
 * The transport and the sound: block by block what is heard, from the same renderer that bounces. From the session's
 * start it plays what a bounce writes, bit for bit; every other start, stop and jump is faded.
 *
 * Everything runs on one thread, between and within calls of `render`, which neither waits nor throws.
 */
import { CONTROL_STEP_FRAMES } from '../../src-shared/dsp/core/control-step.ts';
import { FramesView } from '../../src-shared/dsp/core/frames-view.ts';
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import type { ParameterValue } from '../../src-shared/dsp/core/parameter-spec.ts';
import { JUMP_FADE_FRAMES } from '../../src-shared/render/looping-clips.ts';
import type { MediaSources } from '../../src-shared/render/media-source.ts';
import type { RenderPlan } from '../../src-shared/render/render-plan.ts';
import { type ParameterTarget, Renderer } from '../../src-shared/render/renderer.ts';
import type { ChainComparison } from './chain-comparison.ts';
import { clipsDiffer } from './clips-differ.ts';
import { LoopJumps, type LoopRange } from './loop-jumps.ts';
import type { Stretch } from './media/read-ahead.ts';
import type { EngineMeters } from './meters/engine-meters.ts';
import type { Metronome } from './metronome.ts';
import type { Tape } from './monitoring/tape.ts';
import { OutputJoint } from './output-joint.ts';
import type { PlayedPieces } from './played-pieces.ts';

/** Frames that all strips render in turn: their blocks stay in the first cache. A multiple of the control step. */
export const MAX_BLOCK_FRAMES = 512;
/** Fades of starts, stops and jumps: 5.3 ms at 48 kHz. */
export const FADE_FRAMES = 256;
/** What is played within this is read ahead. */
const AHEAD_SECONDS = 2;

type Phase =
  | { readonly kind: 'stopped' }
  /** Clicks before it starts at `atFrames`. */
  | { readonly kind: 'countIn'; readonly atFrames: number; readonly frames: number }
  /** Silent until the files at its place are read. */
  | { readonly kind: 'waiting'; readonly atFrames: number }
  | { readonly kind: 'playing' }
  /** Falls silent, then stops, and stands at `restFrames`, or where it was heard last. */
  | { readonly kind: 'fading'; readonly toFrames: null; readonly restFrames?: number }
  /** Falls silent, then goes on elsewhere, behind a count-in or at once if the files there are read. */
  | { readonly kind: 'fading'; readonly toFrames: number; readonly countInBars: number; readonly isRead: boolean };

export type LivePlayerOptions = {
  readonly kernels: Kernels;
  readonly plan: RenderPlan;
  readonly sources: MediaSources;
  readonly metronome: Metronome;
  readonly meters: EngineMeters;
  readonly comparison: ChainComparison;
  readonly tape: Tape;
  /** Is told which session frames go out. */
  readonly played: PlayedPieces;
};

export class LivePlayer {
  readonly #kernels: Kernels;
  readonly #metronome: Metronome;
  readonly #meters: EngineMeters;
  readonly #comparison: ChainComparison;
  readonly #tape: Tape;
  readonly #played: PlayedPieces;
  readonly #joint = new OutputJoint();
  readonly #loop = new LoopJumps();
  readonly #view = new FramesView();
  #sources: MediaSources;
  #renderer: Renderer;
  #nextPlan: RenderPlan | undefined;
  /** What the next plan plays here is in memory. */
  #isNextRead = false;
  #phase: Phase = { kind: 'stopped' };
  /** Frames that the phase has lasted. */
  #elapsed = 0;
  #startFrames = 0;
  #rises = false;
  /** Frames of the rise so far. */
  #playedFrames = 0;
  /** Where the clicks of this block go. */
  #clickOutput: Float32Array = new Float32Array(0);

  constructor({ kernels, plan, sources, metronome, meters, comparison, tape, played }: LivePlayerOptions) {
    this.#kernels = kernels;
    this.#sources = sources;
    this.#metronome = metronome;
    this.#meters = meters;
    this.#comparison = comparison;
    this.#tape = tape;
    this.#played = played;
    this.#renderer = this.#makeRenderer(plan);
  }

  get plan(): RenderPlan {
    return this.#nextPlan ?? this.#renderer.plan;
  }

  /** A plan waits to sound. */
  get hasNextPlan(): boolean {
    return this.#nextPlan !== undefined;
  }

  get isStopped(): boolean {
    return this.#phase.kind === 'stopped';
  }

  /** The beat of the count-in, counted from 1; 0 while there is none. */
  get countInBeat(): number {
    const phase = this.#phase;
    return phase.kind === 'countIn' ? this.#metronome.countInBeat(this.#elapsed, phase.atFrames) : 0;
  }

  set loop(loop: LoopRange | null) {
    this.#loop.range = loop;
  }

  /** The session frame that is heard, `lateFrames` after it was rendered. */
  heardFrames(lateFrames: number): number {
    const phase = this.#phase;
    if (phase.kind === 'countIn' || phase.kind === 'waiting') return phase.atFrames;
    if (phase.kind === 'stopped') return this.#startFrames;
    const streamFrame = this.#renderer.position - this.#renderer.plan.latencyFrames - lateFrames;
    return this.#renderer.map.sessionAt(Math.max(this.#startFrames, streamFrame));
  }

  /**
   * Starts at a frame, after a count-in of so many bars; behind a stop that still fades. It is silent until `begin` says
   * that its files are read.
   */
  play(atFrames: number, countInBars: number): void {
    if (this.#phase.kind === 'fading') this.#fadeTo(atFrames, countInBars);
    else this.#prepare(atFrames, countInBars);
  }

  /** The files at the place where it waits, or that it fades to, are read, or it has waited long enough. */
  begin(): void {
    const phase = this.#phase;
    if (phase.kind === 'fading' && phase.toFrames !== null) this.#phase = { ...phase, isRead: true };
    if (this.#phase.kind !== 'waiting') return;
    const { atFrames } = this.#phase;
    this.#applyPlan();
    this.#comparison.reset();
    this.#renderer.locate(atFrames);
    this.#joint.reset();
    this.#metronome.reset();
    this.#loop.forget();
    this.#startFrames = atFrames;
    // The session's own start is as it is: that is what a bounce has too.
    this.#rises = atFrames > 0;
    this.#playedFrames = 0;
    this.#enter({ kind: 'playing' });
  }

  stop(): void {
    if (this.#phase.kind === 'playing' || this.#phase.kind === 'fading') this.#fadeTo(null);
    else if (this.#phase.kind !== 'stopped') this.#halt(this.#phase.atFrames);
  }

  locate(atFrames: number): void {
    const phase = this.#phase;
    if (phase.kind === 'playing') this.#fadeTo(atFrames);
    else if (phase.kind === 'stopped') this.#startFrames = atFrames;
    else if (phase.kind !== 'fading') this.#phase = { ...phase, atFrames };
    else if (phase.toFrames === null) this.#phase = { ...phase, restFrames: atFrames };
    else this.#phase = { ...phase, toFrames: atFrames, isRead: false };
  }

  setParameter(target: ParameterTarget, key: string, value: ParameterValue): void {
    this.#renderer.setParameter(target, key, value);
  }

  readouts(deviceId: string): Float64Array | undefined {
    return this.#renderer.readouts(deviceId);
  }

  /**
   * Plays another plan of the same session: at once while nothing sounds, else from the next control step on, once
   * `sound` says that its files are read. Until then the plan before plays on.
   */
  exchange(plan: RenderPlan, sources: MediaSources): void {
    this.#nextPlan = plan;
    this.#isNextRead = false;
    this.#sources = sources;
    if (this.#phase.kind !== 'playing' && this.#phase.kind !== 'fading') this.#applyPlan();
  }

  /** A plan that waits may sound; another one that came since still waits. */
  sound(plan: RenderPlan): void {
    if (plan === this.#nextPlan) this.#isNextRead = true;
  }

  /** Renders into nothing while it is stopped, so that the first blocks that are heard run on code that is compiled. */
  rehearse(frames: number): void {
    this.#renderer.process(Math.min(frames, MAX_BLOCK_FRAMES));
    this.#meters.process(this.#renderer.output, Math.min(frames, MAX_BLOCK_FRAMES));
  }

  /** Fills `output`, interleaved stereo, and `click` with the metronome's, where that is another block. */
  render(output: Float32Array, click = output): void {
    const frames = output.length >> 1;
    this.#clickOutput = click;
    if (click !== output) click.fill(0);
    let done = 0;
    while (done < frames) done += this.#piece(output, done, Math.min(frames - done, MAX_BLOCK_FRAMES));
  }

  /** What of the session is played soon, and where it may begin. */
  stretches(): Stretch[] {
    const { sampleRateHz, latencyFrames } = this.plan;
    const ahead = AHEAD_SECONDS * sampleRateHz;
    const phase = this.#phase;
    const { map, position } = this.#renderer;
    const from =
      phase.kind === 'countIn' || phase.kind === 'waiting'
        ? phase.atFrames
        : phase.kind === 'stopped'
          ? this.#startFrames
          : map.sessionAt(position);
    const stretches = [{ fromFrames: from - latencyFrames, toFrames: from + ahead, inFrames: -latencyFrames }];
    if (phase.kind === 'fading' && phase.toFrames !== null) {
      stretches.push({ fromFrames: phase.toFrames, toFrames: phase.toFrames + ahead, inFrames: 0 });
    }
    const { range } = this.#loop;
    if (range && from < range.toFrames && range.toFrames - from < 2 * ahead) {
      const fromFrames = range.fromFrames - JUMP_FADE_FRAMES;
      const inFrames = range.toFrames - from - JUMP_FADE_FRAMES;
      stretches.push({ fromFrames, toFrames: Math.min(range.toFrames, fromFrames + ahead), inFrames });
    }
    return stretches;
  }

  release(): void {
    this.#renderer.release();
  }

  /** A fade that is under way goes on, to another end. */
  #fadeTo(toFrames: number | null, countInBars = 0): void {
    const isFading = this.#phase.kind === 'fading';
    this.#phase =
      toFrames === null ? { kind: 'fading', toFrames } : { kind: 'fading', toFrames, countInBars, isRead: false };
    if (!isFading) this.#elapsed = 0;
  }

  #prepare(atFrames: number, countInBars: number): void {
    this.#metronome.reset();
    this.#enter({ kind: 'waiting', atFrames });
    if (countInBars === 0) return;
    this.#enter({ kind: 'countIn', atFrames, frames: this.#metronome.countInFrames(atFrames, countInBars) });
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#elapsed = 0;
  }

  /** Renders at most `frames` frames to place `at`; returns how many. */
  #piece(output: Float32Array, at: number, frames: number): number {
    const phase = this.#phase;
    if (phase.kind === 'playing' || phase.kind === 'fading') return this.#playPiece(output, at, frames);
    output.fill(0, 2 * at, 2 * (at + frames));
    const count = phase.kind === 'countIn' ? Math.min(frames, phase.frames - this.#elapsed) : frames;
    this.#played.note(count, Number.NaN);
    if (phase.kind !== 'countIn') return frames;
    this.#metronome.countIn(this.#clickOutput, at, {
      frames: count,
      elapsed: this.#elapsed,
      startFrame: phase.atFrames,
    });
    this.#elapsed += count;
    if (this.#elapsed < phase.frames) return count;
    this.#enter({ kind: 'waiting', atFrames: phase.atFrames });
    // The files were read during the count-in: it starts in time.
    this.begin();
    return count;
  }

  #playPiece(output: Float32Array, at: number, frames: number): number {
    let count = frames;
    if (this.#nextPlan && this.#isNextRead) {
      const intoStep = this.#renderer.position % CONTROL_STEP_FRAMES;
      if (intoStep === 0) this.#applyPlan();
      else count = Math.min(count, CONTROL_STEP_FRAMES - intoStep);
    }
    if (this.#phase.kind === 'fading') count = Math.min(count, FADE_FRAMES - this.#elapsed);
    const renderer = this.#renderer;
    this.#loop.plan(renderer);
    const from = renderer.position;
    renderer.process(count);
    output.set(this.#view.of(this.#kernels, renderer.output, count), 2 * at);
    this.#meters.process(renderer.output, count);
    this.#joint.process(output, at, count);
    if (this.#rises) this.#rise(output, at, count);
    this.#click(at, count, from - renderer.plan.latencyFrames);
    if (this.#phase.kind === 'fading') this.#fall(output, at, count, this.#phase);
    return count;
  }

  #halt(atFrames: number): void {
    this.#startFrames = Math.max(0, Math.round(atFrames));
    this.#metronome.reset();
    this.#applyPlan();
    this.#enter({ kind: 'stopped' });
  }

  /** After a start within the session, once what was played first has come through the delays. */
  #rise(output: Float32Array, at: number, frames: number): void {
    const risen = this.#playedFrames - this.#renderer.plan.latencyFrames;
    this.#playedFrames += frames;
    this.#rises = this.#playedFrames - this.#renderer.plan.latencyFrames < FADE_FRAMES;
    ramp(output, at, frames, (frame) => (risen + frame + 0.5) / FADE_FRAMES);
  }

  #fall(output: Float32Array, at: number, frames: number, phase: Phase & { kind: 'fading' }): void {
    const fallen = this.#elapsed;
    const gainAt = (frame: number) => 1 - (fallen + frame + 0.5) / FADE_FRAMES;
    ramp(output, at, frames, gainAt);
    if (this.#clickOutput !== output) ramp(this.#clickOutput, at, frames, gainAt);
    this.#elapsed += frames;
    if (this.#elapsed < FADE_FRAMES) return;
    if (phase.toFrames === null) this.#halt(phase.restFrames ?? this.heardFrames(0));
    else {
      this.#prepare(phase.toFrames, phase.countInBars);
      if (phase.isRead) this.begin();
    }
  }

  /** Notes which frames are heard, and clicks where their beats are: as late as the music. */
  #click(at: number, frames: number, heardFrom: number): void {
    const { map } = this.#renderer;
    let done = Math.min(frames, Math.max(0, this.#startFrames - heardFrom));
    if (done > 0) this.#played.note(done, Number.NaN);
    while (done < frames) {
      const from = heardFrom + done;
      const count = Math.min(frames - done, map.jumpAfter(from) - from);
      const sessionFrame = map.sessionAt(from);
      this.#played.note(count, sessionFrame);
      this.#metronome.play(this.#clickOutput, at + done, count, sessionFrame);
      done += count;
    }
  }

  #applyPlan(): void {
    const plan = this.#nextPlan;
    if (!plan) return;
    this.#nextPlan = undefined;
    const old = this.#renderer.plan;
    const { position, map } = this.#renderer;
    this.#renderer = this.#makeRenderer(plan, this.#renderer);
    if (this.#phase.kind !== 'playing' && this.#phase.kind !== 'fading') return;
    const sessionFrame = map.sessionAt(position);
    const sameClips = !clipsDiffer(old, plan, sessionFrame - plan.latencyFrames, sessionFrame + 1);
    if (this.#renderer.isSeamless && sameClips) return;
    this.#joint.begin(this.#renderer.isSeamless ? 0 : plan.latencyFrames);
  }

  #makeRenderer(plan: RenderPlan, previous?: Renderer): Renderer {
    const master = plan.strips.find(({ stripId }) => stripId === 'master');
    this.#comparison.latencyFrames = master ? master.outputLatencyFrames - master.inputLatencyFrames : 0;
    const renderer = new Renderer({
      plan,
      kernels: this.#kernels,
      sources: this.#sources,
      maxBlockFrames: MAX_BLOCK_FRAMES,
      live: true,
      tapOf: (stripId) => this.#meters.tapOf(stripId),
      clipsOf: (stripId, clips, map) => clips && this.#tape.gated(this.#kernels, stripId, clips, map),
      chainOf: (stripId) => (stripId === 'master' ? this.#comparison : undefined),
      ...(previous && { previous }),
    });
    this.#meters.watch(renderer);
    return renderer;
  }
}

/** Multiplies by a gain that is asked frame by frame, kept between 0 and 1. */
function ramp(output: Float32Array, at: number, frames: number, gainAt: (frame: number) => number): void {
  for (let frame = 0; frame < frames; frame++) {
    const gain = Math.min(1, Math.max(0, gainAt(frame)));
    const sample = 2 * (at + frame);
    output[sample] = (output[sample] as number) * gain;
    output[sample + 1] = (output[sample + 1] as number) * gain;
  }
}
