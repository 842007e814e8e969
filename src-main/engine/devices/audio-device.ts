/** Where sound goes. One stream, one clock: input will come through the same stream as output. */

/** Fills `output`: interleaved stereo, whole. It neither throws nor waits. */
export type RenderBlock = (output: Float32Array) => void;

export interface AudioDevice {
  readonly name: string;
  readonly sampleRateHz: number;
  /** Frames of one block. */
  readonly bufferFrames: number;
  /** Frames from the call of `render` until the block's first frame is heard. */
  readonly outputLatencyFrames: number;
  /** Times that it had nothing to play, or what it had came too late. */
  readonly dropouts: number;
  /** Calls `render` for block after block from now on. */
  start(render: RenderBlock): void;
  /** While nothing plays it may rest, until it is awake again. */
  setAwake(isAwake: boolean): void;
  /** Ends the stream; resolves when the device is free, rejects when it does not let go. */
  close(): Promise<void>;
}

export type DeviceSettings = { readonly sampleRateHz: number; readonly bufferFrames: number };

/** What a device tells its owner once it was started: it went, with a sentence for a musician. */
export type DeviceLost = (sentence: string) => void;
