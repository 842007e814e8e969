import { dbToGain } from '../../units/decibel.ts';
import { CONTROL_STEP_FRAMES } from './control-step.ts';
import { FRAME_BYTES, type Kernels, type Pointer } from './kernels.ts';
import { ParameterRamps } from './parameter-ramps.ts';
import type {
  BooleanParameter,
  NumberParameter,
  ParameterSpecs,
  ParameterValue,
  ParameterValues,
} from './parameter-spec.ts';
import type { Processor, ProcessorContext } from './processor.ts';

type GlidingParameter = { readonly index: number; readonly spec: NumberParameter | BooleanParameter };

/** The number that glides: a fader's linear gain, a switch's 0 or 1, else the value itself. */
function glidingValue(spec: NumberParameter | BooleanParameter, value: ParameterValue): number {
  if (spec.kind === 'boolean') return value ? 1 : 0;
  return spec.taper === 'fader' ? dbToGain(value as number) : (value as number);
}

/** A logarithmic control covers equal ratios in equal time, as its travel does. */
function glidesByRatio(spec: NumberParameter | BooleanParameter): boolean {
  return spec.kind === 'number' && spec.taper === 'logarithmic';
}

/**
 * What every processor shares: numbers and switches that glide on the control-step grid, and blocks cut at step boundaries only
 * while something moves. A settled processor hands whole blocks to its kernel; the result is the same bit for bit.
 *
 * A subclass allocates in its constructor and calls `reset()` last; `updateCoefficients` turns values into
 * coefficients, `run` calls the kernel.
 */
export abstract class SteppedProcessor implements Processor {
  readonly latencyFrames: number = 0;
  readonly readouts: Float64Array;
  protected readonly kernels: Kernels;
  protected readonly sampleRateHz: number;
  /** Set by a subclass in `updateCoefficients` while a fade of its own goes on: the next steps are called for too. */
  protected ownMotion = false;
  readonly #ramps: ParameterRamps;
  readonly #gliding = new Map<string, GlidingParameter>();
  readonly #held = new Map<string, ParameterValue>();
  readonly #pointers: Pointer[] = [];
  #framesIntoStep = 0;
  #stepMoves = false;
  #changed = false;

  constructor(context: ProcessorContext, specs: ParameterSpecs, values: ParameterValues, readouts = 0) {
    this.kernels = context.kernels;
    this.sampleRateHz = context.sampleRateHz;
    this.readouts = new Float64Array(readouts);
    for (const [key, spec] of Object.entries(specs)) {
      if (spec.kind !== 'choice' && spec.automatable) this.#gliding.set(key, { index: this.#gliding.size, spec });
      else this.#held.set(key, values[key] ?? spec.default);
    }
    this.#ramps = new ParameterRamps([...this.#gliding.values()].map(({ spec }) => glidesByRatio(spec)));
    for (const [key, { index, spec }] of this.#gliding) {
      this.#ramps.glide(index, glidingValue(spec, values[key] ?? spec.default), 0);
    }
  }

  /** Memory owned by this processor: zeroed, freed by `release`. Constructor only. */
  protected own(bytes: number): Pointer {
    const pointer = this.kernels.allocate(bytes);
    this.#pointers.push(pointer);
    return pointer;
  }

  /** A number parameter's value at the end of the current control step. */
  protected number(key: string): number {
    const gliding = this.#gliding.get(key);
    return gliding ? (this.#ramps.current[gliding.index] as number) : (this.#held.get(key) as number);
  }

  /** The linear gain of a parameter with the fader taper: it glides as a gain, so that it can leave and reach −∞ dB. */
  protected gain(key: string): number {
    return this.number(key);
  }

  /** How far a switch is on, 0…1: it glides too. */
  protected amount(key: string): number {
    return this.number(key);
  }

  /** A choice's value, or a switch's that is not automatable. */
  protected held(key: string): ParameterValue {
    return this.#held.get(key) as ParameterValue;
  }

  protected choice(key: string): string {
    return this.#held.get(key) as string;
  }

  set(key: string, value: ParameterValue, glideSteps: number): void {
    const gliding = this.#gliding.get(key);
    if (gliding) this.#ramps.glide(gliding.index, glidingValue(gliding.spec, value), glideSteps);
    else if (this.#held.has(key)) this.#held.set(key, value);
    else throw new Error(`processor has no parameter "${key}"`);
    this.#changed = true;
  }

  process(block: Pointer, frames: number, key: Pointer): void {
    let done = 0;
    while (done < frames) {
      if (this.#framesIntoStep === 0) this.#beginStep();
      const left = frames - done;
      const untilBoundary = CONTROL_STEP_FRAMES - this.#framesIntoStep;
      const settled = !this.#stepMoves && !this.#changed && !this.ownMotion && this.#ramps.settled;
      const count = settled || left < untilBoundary ? left : untilBoundary;
      const offset = done * FRAME_BYTES;
      this.run(block + offset, count, key === 0 ? 0 : key + offset);
      this.#framesIntoStep = (this.#framesIntoStep + count) % CONTROL_STEP_FRAMES;
      done += count;
    }
  }

  reset(): void {
    this.#ramps.finish();
    this.#framesIntoStep = 0;
    this.#stepMoves = false;
    this.#changed = false;
    this.ownMotion = false;
    this.readouts.fill(0);
    this.resetState();
    this.updateCoefficients(true);
  }

  release(): void {
    for (const pointer of this.#pointers.splice(0)) this.kernels.free(pointer);
  }

  #beginStep(): void {
    const moves = !this.#ramps.settled || this.#changed || this.ownMotion;
    if (!moves && !this.#stepMoves) return;
    if (!this.#ramps.settled) this.#ramps.step();
    this.#changed = false;
    this.#stepMoves = moves;
    this.updateCoefficients(false);
  }

  /**
   * Called at a control-step boundary when a value moved in the step that begins or in the one that ended: so a kernel
   * that interpolates across the step gets one more call, with nothing left to interpolate.
   * @param jump true on reset: state takes the coefficients at once, with no interpolation.
   */
  protected abstract updateCoefficients(jump: boolean): void;
  /** Runs the kernel over `frames` that lie within constant (or one step's) coefficients. */
  protected abstract run(block: Pointer, frames: number, key: Pointer): void;
  /** Clears filters, delay lines and envelopes. */
  protected abstract resetState(): void;
}
