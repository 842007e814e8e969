/** Where sound goes and comes from. One stream, one clock: the input comes through the same stream as the output. */

/**
 * One block of the stream. Fills `output` whole: interleaved stereo. `input` holds the same number of frames, interleaved,
 * `inputChannels` wide, valid during the call; it is empty where the device has no input. `lostFrames` frames at the start
 * of this input did not arrive: silence stands in their place already, so that input and output stay in step, and whoever
 * records marks them. Where the card lost time altogether, the device asks for the blocks of that time too, and throws
 * their output away: song, take and clock go on together. Where the click has outputs of its own it is filled into `click`, stereo and as
 * long as `output`; else that is absent, and the click sounds with the song. It neither throws nor waits.
 */
export type ProcessBlock = (
  output: Float32Array,
  input: Float32Array,
  lostFrames: number,
  click?: Float32Array,
) => void;

/** The input of a device that has none. */
export const NO_INPUT = new Float32Array(0);

export interface AudioDevice {
  /** Of the output. */
  readonly name: string;
  /** Empty where there is no input. */
  readonly inputName: string;
  /** Channels of the input; 0 where there is none. */
  readonly inputChannels: number;
  readonly sampleRateHz: number;
  /** Frames of one block. */
  readonly bufferFrames: number;
  /** Frames from the call of `process` until the block's first frame is heard. */
  readonly outputLatencyFrames: number;
  /**
   * What the device says of the way from output to input: a frame that was put out in the stream's frame n comes back by a
   * cable in frame n + `roundTripFrames`. Both are counted by the blocks of `process`. A calibration knows it better.
   */
  readonly roundTripFrames: number;
  /** Times that it had nothing to play, or what it had came too late, or input was lost. */
  readonly dropouts: number;
  /** Calls `process` for block after block from now on. */
  start(process: ProcessBlock): void;
  /** While nothing plays and nothing is armed it may rest, until it is awake again. */
  setAwake(isAwake: boolean): void;
  /** Ends the stream; resolves when the device is free, rejects when it does not let go. */
  close(): Promise<void>;
}

export type DeviceSettings = { readonly sampleRateHz: number; readonly bufferFrames: number };

/** What a device tells its owner once it was started: it went, with a sentence for a musician. */
export type DeviceLost = (sentence: string) => void;
