/**
 * The de-esser: it turns down sharp s and t sounds while they last and leaves the rest of the voice alone.
 *
 * The block is split at the frequency into low, middle and high by a state-variable filter of Butterworth damping
 * (topology-preserving transform: V. Zavalishin, "The Art of VA Filter Design", ch. 4; A. Simper, "Linear Trapezoidal
 * State Variable Filter", 2011). The high band's level drives the compressor's kernel with a fixed knee; `split` then
 * adds back low + √g · middle + g · high, which is a high shelf of exactly g without bump or dip at any depth, and is the
 * input itself, bit for bit, while g is 1. `wide` turns the whole signal down instead.
 *
 * Signal: interleaved stereo, both sides alike. Latency 0. Limit: the shelf's frequency axis is the bilinear one.
 */
import { CONTROL_STEP_FRAMES } from '../core/control-step.ts';
import { FRAME_BYTES, type Pointer } from '../core/kernels.ts';
import { booleanParameter, choiceParameter, numberParameter, type ParameterValues } from '../core/parameter-spec.ts';
import type { ProcessorContext, ProcessorDefinition } from '../core/processor.ts';
import { SteppedProcessor } from '../core/stepped-processor.ts';
import { CompressorDetector } from './compressor-detector.ts';
import { GainStage } from './gain-stage.ts';

export const deEsserParameters = {
  frequencyHz: numberParameter({
    label: 'Frequency',
    unit: 'Hz',
    range: [2_000, 12_000],
    default: 5_500,
    taper: 'logarithmic',
    description: 'Where the sibilant band begins: about 4 to 6 kHz for low voices, 6 to 10 kHz for high ones.',
  }),
  thresholdDb: numberParameter({
    label: 'Threshold',
    unit: 'dBFS',
    range: [-80, 0],
    default: -30,
    description: 'Level of the sibilant band above which it is turned down.',
  }),
  ratio: numberParameter({
    label: 'Ratio',
    unit: 'ratio',
    range: [1, 20],
    default: 4,
    taper: 'logarithmic',
    description: 'How many dB of sibilance above the threshold make one dB of output.',
  }),
  rangeDb: numberParameter({
    label: 'Range',
    unit: 'dB',
    range: [0, 30],
    default: 10,
    description: 'The most that it may turn down; too much and the singer lisps.',
  }),
  attackSeconds: numberParameter({
    label: 'Attack',
    unit: 's',
    range: [0.0001, 0.02],
    default: 0.001,
    taper: 'logarithmic',
    description: 'Time to 63 % of the reduction after an s begins.',
  }),
  releaseSeconds: numberParameter({
    label: 'Release',
    unit: 's',
    range: [0.005, 0.5],
    default: 0.05,
    taper: 'logarithmic',
    description: 'Time to 63 % of the way back after an s ends.',
  }),
  mode: choiceParameter(
    'Mode',
    ['split', 'wide'],
    'Turns down the sibilant band alone (split) or the whole signal (wide).',
  ),
  listen: booleanParameter('Listen', false, 'Plays the band that triggers, to find the frequency by ear.'),
};

const DAMPING = Math.SQRT2;
const KNEE_DB = 6;

/** Radians per frame on the bilinear axis, relative to the split frequency. */
function relativeHz(hz: number, frequencyHz: number, sampleRateHz: number): number {
  return Math.tan((Math.PI * hz) / sampleRateHz) / Math.tan((Math.PI * frequencyHz) / sampleRateHz);
}

/** What `split` does to a tone while it ducks by `reductionDb` ≥ 0, in dB: the plot and the test oracle. */
export function deEsserResponseDb(frequencyHz: number, reductionDb: number, hz: number, sampleRateHz: number): number {
  const power4 = relativeHz(hz, frequencyHz, sampleRateHz) ** 4;
  return 10 * Math.log10((1 + 10 ** (-reductionDb / 10) * power4) / (1 + power4));
}

/** How much of a tone the detector hears, in dB. */
export function deEsserDetectorDb(frequencyHz: number, hz: number, sampleRateHz: number): number {
  return -10 * Math.log10(1 + relativeHz(hz, frequencyHz, sampleRateHz) ** -4);
}

/** Splitter state, then the fade of `listen`: layouts in kernels/de-esser.ts. */
const SPLITTER_BYTES = 80;
const SPLITTER_COEFFICIENTS = 4;
const FADE_BYTES = 24;

class DeEsser extends SteppedProcessor {
  readonly #splitter: Pointer;
  readonly #high: Pointer;
  readonly #middle: Pointer;
  readonly #fade: Pointer;
  readonly #detector: CompressorDetector;
  readonly #stage: GainStage;
  #listen = 0;
  #isListening = false;

  constructor(context: ProcessorContext, values: ParameterValues) {
    super(context, deEsserParameters, values, 1);
    const own = (bytes: number) => this.own(bytes);
    const { kernels, sampleRateHz, maxBlockFrames } = context;
    this.#splitter = own(SPLITTER_BYTES);
    this.#fade = own(FADE_BYTES);
    this.#high = own(maxBlockFrames * FRAME_BYTES);
    this.#middle = own(maxBlockFrames * FRAME_BYTES);
    this.#detector = new CompressorDetector(kernels, own, sampleRateHz);
    this.#stage = new GainStage(kernels, own, maxBlockFrames);
    this.reset();
  }

  override process(block: Pointer, frames: number, key: Pointer): void {
    this.#stage.clearMeter();
    super.process(block, frames, key);
    this.readouts[0] = this.#stage.gainReductionDb();
  }

  protected updateCoefficients(jump: boolean): void {
    const highestHz = 0.45 * this.sampleRateHz;
    const g = Math.tan((Math.PI * Math.min(this.number('frequencyHz'), highestHz)) / this.sampleRateHz);
    const a1 = 1 / (1 + g * (g + DAMPING));
    const view = this.kernels.f64;
    const splitter = (this.#splitter >>> 3) + SPLITTER_COEFFICIENTS;
    view[splitter] = a1;
    view[splitter + 1] = g * a1;
    view[splitter + 2] = g * g * a1;
    view[splitter + 3] = DAMPING;
    this.#detector.setCurve({
      thresholdDb: this.number('thresholdDb'),
      ratio: this.number('ratio'),
      kneeDb: KNEE_DB,
      rangeDb: this.number('rangeDb'),
    });
    this.#detector.setTimes(this.number('attackSeconds'), this.number('releaseSeconds'));
    this.#stage.setOutput(0, 1, jump);
    this.#updateListen(jump);
  }

  #updateListen(jump: boolean): void {
    const listen = this.amount('listen');
    const from = jump ? listen : this.#listen;
    const view = this.kernels.f64;
    const fade = this.#fade >>> 3;
    view[fade] = from;
    view[fade + 1] = (listen - from) / CONTROL_STEP_FRAMES;
    view[fade + 2] = 0;
    this.#isListening = from > 0 || listen > 0;
    this.#listen = listen;
  }

  protected run(block: Pointer, frames: number): void {
    const { run } = this.kernels;
    run.deEsserSplit(this.#splitter, block, this.#high, this.#middle, frames);
    this.#detector.process(this.#high, this.#stage.curve, frames);
    this.#stage.toGains(frames);
    if (this.choice('mode') === 'wide') this.#stage.apply(block, frames);
    else run.deEsserDuck(block, this.#high, this.#middle, this.#stage.curve, frames);
    if (this.#isListening) run.fadeTo(this.#fade, block, this.#high, frames);
  }

  protected resetState(): void {
    this.kernels.u8.fill(0, this.#splitter, this.#splitter + SPLITTER_BYTES);
    this.#detector.reset();
  }
}

export const deEsser: ProcessorDefinition = {
  type: 'deEsser',
  label: 'De-esser',
  description: 'Softens sharp s sounds while they last.',
  parameters: deEsserParameters,
  readouts: ['gainReductionDb'],
  hasSidechain: false,
  latencyFrames: () => 0,
  tailSeconds: () => 0.01,
  create: (context, values) => new DeEsser(context, values),
};
