import type { Kernels, Pointer } from './kernels.ts';
import type { ParameterSpecs, ParameterValue, ParameterValues } from './parameter-spec.ts';

/** What a processor is made for; constant over its life. */
export type ProcessorContext = {
  readonly kernels: Kernels;
  readonly sampleRateHz: number;
  /** The most frames that one `process` call will bring. */
  readonly maxBlockFrames: number;
  /** The tempo at the start, for times counted in beats. */
  readonly tempoBpm: number;
};

/**
 * One processor at work. It works in place on interleaved stereo Float32 and never allocates, throws or logs in
 * `process`. The result depends on the frames alone, never on how calls split them.
 */
export interface Processor {
  /** Delay from input to output, in frames; constant over the processor's life. */
  readonly latencyFrames: number;
  /** Live values such as gain reduction, in the order of the definition's `readouts`. */
  readonly readouts: Float64Array;
  /** Moves a parameter; numbers glide there in `glideSteps` control steps (0 jumps), others change at the next step. */
  set(key: string, value: ParameterValue, glideSteps: number): void;
  /** @param block `frames` stereo frames, changed in place. @param key the side-chain signal, delay-compensated; 0 = the block itself. */
  process(block: Pointer, frames: number, key: Pointer): void;
  /** Back to silence, with every parameter at its target: bit-equal to a fresh processor with those values. */
  reset(): void;
  /** Gives its memory back; the processor is dead afterwards. */
  release(): void;
}

/** A kind of processor. The first argument of a session's device record (`type`) names it. */
export type ProcessorDefinition = {
  readonly type: string;
  readonly label: string;
  /** One sentence: what a listener hears. */
  readonly description: string;
  readonly parameters: ParameterSpecs;
  readonly readouts: readonly string[];
  readonly hasSidechain: boolean;
  /** Delay with these values (all present), in frames: what `create` will report. */
  latencyFrames(values: ParameterValues, sampleRateHz: number): number;
  /**
   * How long it can sound on after its input ends, in seconds, to −90 dBFS of a full-scale input.
   * @param tempoBpm the session's tempo, for times counted in beats; 120 when not given.
   */
  tailSeconds(values: ParameterValues, tempoBpm?: number): number;
  create(context: ProcessorContext, values: ParameterValues): Processor;
};
