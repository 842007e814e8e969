// Every kernel, compiled to one WebAssembly module. A kernel knows no parameters and allocates nothing: it is given
// pointers to a state, to coefficients and to blocks of interleaved stereo f32, and loops.

/** First byte that the TypeScript heap (dsp/core/kernels.ts) may use. */
export const heapBase: usize = __heap_base;

export { biquadProcess } from './biquad';
export * from './channel';
export * from './clip';
export * from './compressor';
export * from './de-esser';
export * from './delay';
export * from './delay-compensation';
export * from './dither';
export { eqCascade, eqFade, eqMovingSection, eqNarrow, eqTidy, eqWiden } from './eq';
export { applyGains, copyFrames, delayFrames, gainsOfReductions } from './gain-curve';
export * from './gate';
export * from './limiter';
export { exp2Value, exp2Values, log2Value, log2Values } from './log2-exp2';
export * from './loudness';
export * from './mix';
export * from './pack';
export * from './reverb';
export * from './saturation';
export * from './true-peak';
export * from './transient';
