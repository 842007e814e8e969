/**
 * The control step: parameters move in steps of this many frames (1.33 ms at 48 kHz), counted from frame 0 of the
 * session. Automation is exact at every step boundary and a straight line between two of them for gains; other
 * parameters take the value of the step's end. The grid is absolute, so no block size changes the result.
 */
export const CONTROL_STEP_FRAMES = 64;

/** Control steps that a glide of `seconds` takes, at least one. */
export function controlStepsOf(seconds: number, sampleRateHz: number): number {
  return Math.max(1, Math.ceil((seconds * sampleRateHz) / CONTROL_STEP_FRAMES));
}

/** How long a parameter moved by hand glides, in seconds: short to the ear, long enough to make no click. */
export const HAND_GLIDE_SECONDS = 0.02;
