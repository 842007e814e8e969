/** Time in seconds and in frames. A frame is one sample of every channel; frame counts are whole numbers. */

/** The nearest whole frame to a time in seconds. */
export function secondsToFrames(seconds: number, sampleRateHz: number): number {
  return Math.round(seconds * sampleRateHz);
}

/** The time in seconds of a frame. */
export function framesToSeconds(frames: number, sampleRateHz: number): number {
  return frames / sampleRateHz;
}
