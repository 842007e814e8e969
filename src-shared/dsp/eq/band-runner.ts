/**
 * One band at work: up to two filters ("voices"), each of up to four sections in kernel memory, and the fade between
 * them. Whatever changes the kind of filter (type, slope, switching on or off, leaving or reaching exactly 0 dB)
 * fades from what sounded to what shall sound; whatever only moves its parameters moves its coefficients.
 */
import { BIQUAD_BYTES, type Biquad, clearBiquad } from '../core/biquad.ts';
import { CONTROL_STEP_FRAMES, controlStepsOf, HAND_GLIDE_SECONDS } from '../core/control-step.ts';
import type { Kernels, Pointer } from '../core/kernels.ts';
import { type BandSettings, bandSections, isPass, MAX_BAND_SECTIONS } from './band-filter.ts';

/** Kernel memory of one band: two voices and the fade (two f64). */
export const BAND_BYTES = 2 * MAX_BAND_SECTIONS * BIQUAD_BYTES + 16;
/** Bytes of one wide frame: left and right in double precision. */
export const WIDE_FRAME_BYTES = 16;

const VOICE_BYTES = MAX_BAND_SECTIONS * BIQUAD_BYTES;

/** A filter of fixed shape whose coefficients move. */
class Voice {
  /** The shape, as `shapeOf` names it; undefined while the voice is free. */
  shape: string | undefined;
  readonly #kernels: Kernels;
  readonly #sampleRateHz: number;
  readonly #pointer: Pointer;
  /** Settings and coefficients at the end of the control step. */
  #settings: BandSettings | undefined;
  #end: readonly Biquad[] = [];

  constructor(kernels: Kernels, sampleRateHz: number, pointer: Pointer) {
    this.#kernels = kernels;
    this.#sampleRateHz = sampleRateHz;
    this.#pointer = pointer;
  }

  get sections(): number {
    return this.#end.length;
  }

  section(index: number): Pointer {
    return this.#pointer + index * BIQUAD_BYTES;
  }

  /** Starts from silence with these settings. */
  start(settings: BandSettings): void {
    const before = this.#settings;
    const isSame = before && shapeOf(before) === shapeOf(settings) && sameNumbers(before, settings);
    if (!isSame) this.#end = bandSections(settings, this.#sampleRateHz);
    this.shape = shapeOf(settings);
    this.#settings = settings;
    for (let index = 0; index < this.sections; index++) clearBiquad(this.#kernels, this.section(index));
    this.#write(this.#end);
  }

  /** Moves to settings of its shape over the control step that begins; true when there is a way to go. */
  moveTo(settings: BandSettings): boolean {
    if (sameNumbers(settings, this.#settings as BandSettings)) {
      this.stay();
      return false;
    }
    const from = this.#end;
    this.#settings = settings;
    this.#end = bandSections(settings, this.#sampleRateHz);
    this.#write(from);
    return true;
  }

  /** Keeps its coefficients over the control step that begins. */
  stay(): void {
    this.#write(this.#end);
  }

  run(wide: Pointer, frames: number): void {
    for (let index = 0; index < this.sections; index++)
      this.#kernels.run.eqMovingSection(this.section(index), wide, frames);
  }

  /** Writes, for each section, its five coefficients at the start of the step and then their change per frame. */
  #write(from: readonly Biquad[]): void {
    const view = this.#kernels.f64;
    for (let index = 0; index < this.sections; index++) {
      const start = numbersOf(from[index] as Biquad);
      const end = numbersOf(this.#end[index] as Biquad);
      const at = (this.section(index) >>> 3) + 4;
      for (let number = 0; number < 5; number++) {
        const value = start[number] as number;
        view[at + number] = value;
        view[at + 5 + number] = ((end[number] as number) - value) / CONTROL_STEP_FRAMES;
      }
    }
  }
}

function numbersOf({ b0, b1, b2, a1, a2 }: Biquad): readonly number[] {
  return [b0, b1, b2, a1, a2];
}

/** 0…1 without a corner at either end, so that a fade has no edge to hear. */
function smoothStep(part: number): number {
  return part * part * (3 - 2 * part);
}

export class BandRunner {
  readonly #kernels: Kernels;
  readonly #fadeSteps: number;
  readonly #fade: Pointer;
  readonly #voices: readonly [Voice, Voice];
  /** What sounds, and during a fade what shall sound; undefined is the untouched signal. */
  #now: Voice | undefined;
  #next: Voice | undefined;
  /** Steps of the fade that are done; −1 when none goes on. */
  #fadeStep = -1;

  /** @param memory BAND_BYTES of zeroed kernel memory. */
  constructor(kernels: Kernels, memory: Pointer, sampleRateHz: number) {
    this.#kernels = kernels;
    this.#fadeSteps = controlStepsOf(HAND_GLIDE_SECONDS, sampleRateHz);
    this.#voices = [new Voice(kernels, sampleRateHz, memory), new Voice(kernels, sampleRateHz, memory + VOICE_BYTES)];
    this.#fade = memory + 2 * VOICE_BYTES;
  }

  /** True while a fade goes on. */
  get fades(): boolean {
    return this.#fadeStep >= 0;
  }

  /** Takes settings at once, from silence; undefined leaves the signal untouched. */
  jump(settings: BandSettings | undefined): void {
    for (const voice of this.#voices) voice.shape = undefined;
    this.#fadeStep = -1;
    this.#next = undefined;
    this.#now = this.#start(settings);
  }

  /** Begins a control step that ends at these settings; undefined is the untouched signal. True while something moves. */
  step(settings: BandSettings | undefined): boolean {
    this.#advanceFade(settings);
    let moves = this.fades;
    for (const voice of [this.#now, this.#next]) {
      // A voice that is on its way out keeps its last coefficients.
      if (settings && voice?.shape === shapeOf(settings)) moves = voice.moveTo(settings) || moves;
      else voice?.stay();
    }
    return moves;
  }

  /** Adds the sections that sound, in their order. */
  collectSections(into: Pointer[]): void {
    for (const voice of [this.#now, this.#next]) {
      for (let index = 0; voice && index < voice.sections; index++) into.push(voice.section(index));
    }
  }

  /** Runs over wide frames in place while something moves. @param spare a wide block of the same size. */
  runMoving(wide: Pointer, spare: Pointer, frames: number): void {
    if (this.fades) this.#kernels.u8.copyWithin(spare, wide, wide + frames * WIDE_FRAME_BYTES);
    this.#now?.run(wide, frames);
    if (!this.fades) return;
    this.#next?.run(spare, frames);
    this.#kernels.run.eqFade(this.#fade, wide, spare, frames);
  }

  /** One more step of a fade towards `wanted`: starts it, turns it round, or ends it. */
  #advanceFade(wanted: BandSettings | undefined): void {
    const shape = wanted && shapeOf(wanted);
    if (this.fades && ++this.#fadeStep >= this.#fadeSteps) this.#endFade();
    if (!this.fades) {
      if (shape === this.#now?.shape) return;
      this.#next = this.#start(wanted);
      this.#fadeStep = 0;
    } else if (shape !== this.#next?.shape && shape === this.#now?.shape) {
      [this.#now, this.#next] = [this.#next, this.#now];
      this.#fadeStep = this.#fadeSteps - this.#fadeStep;
    }
    const from = smoothStep(this.#fadeStep / this.#fadeSteps);
    const to = smoothStep((this.#fadeStep + 1) / this.#fadeSteps);
    const at = this.#fade >>> 3;
    this.#kernels.f64[at] = from;
    this.#kernels.f64[at + 1] = (to - from) / CONTROL_STEP_FRAMES;
  }

  #endFade(): void {
    if (this.#now) this.#now.shape = undefined;
    this.#now = this.#next;
    this.#next = undefined;
    this.#fadeStep = -1;
  }

  /** A free voice with these settings. */
  #start(settings: BandSettings | undefined): Voice | undefined {
    if (!settings) return undefined;
    const voice = this.#voices[0].shape === undefined ? this.#voices[0] : this.#voices[1];
    voice.start(settings);
    return voice;
  }
}

/** Settings of the same shape differ in coefficients only. */
function shapeOf({ type, slopeDbPerOctave }: BandSettings): string {
  return isPass(type) ? `${type} ${slopeDbPerOctave}` : type;
}

function sameNumbers(a: BandSettings, b: BandSettings): boolean {
  return a.frequencyHz === b.frequencyHz && a.gainDb === b.gainDb && a.q === b.q;
}
