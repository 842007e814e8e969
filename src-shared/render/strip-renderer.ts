/** One strip at work: input → devices → pre-fader feeds → channel → post-fader feeds. */
import { FRAME_BYTES, type Kernels, type Pointer } from '../dsp/core/kernels.ts';
import type { DeviceSlot } from './device-slot.ts';
import type { FeedLine } from './feed-line.ts';
import type { SumBus } from './sum-bus.ts';

/** What plays the clips of a track along the stream. */
export type StripClips = {
  /** Writes every frame of `block` from stream frame `at`; false when nothing plays, then the block is left as it was. */
  play(block: Pointer, frames: number, at: number): boolean;
};

/** Looks at what comes out of a strip, behind its fader; it changes nothing. */
export type StripTap = { process(block: Pointer, frames: number): void };

/** Stands around the devices of a strip while it plays: it hears what they are given, and may change what comes of them. */
export type ChainHook = {
  before(block: Pointer, frames: number): void;
  after(block: Pointer, frames: number): void;
};

export type StripParts = {
  readonly kernels: Kernels;
  readonly inputLatencyFrames: number;
  /** How many outputs and sends of the session arrive, heard or not. */
  readonly inputs: number;
  readonly sum: SumBus | undefined;
  readonly clips: StripClips | undefined;
  readonly devices: readonly DeviceSlot[];
  /** The channel: a device that is never bypassed. */
  readonly channel: DeviceSlot;
  readonly feeds: readonly FeedLine[];
  /** Two f32 that are raised to the largest magnitudes of the output; 0 to measure none. */
  readonly peaks: Pointer;
  readonly tap: StripTap | undefined;
  readonly chain: ChainHook | undefined;
};

export class StripRenderer {
  readonly #parts: StripParts;
  readonly #pre: StripParts['feeds'];
  readonly #post: StripParts['feeds'];

  constructor(parts: StripParts) {
    this.#parts = parts;
    this.#pre = parts.feeds.filter(({ tap }) => tap === 'pre');
    this.#post = parts.feeds.filter(({ tap }) => tap === 'post');
  }

  /** Renders into `block`, which then holds the output. @param scratch a second block. @param at the stream frame. */
  render(block: Pointer, scratch: Pointer, frames: number, at: number): void {
    const { kernels, devices, channel: fader, peaks, tap, chain } = this.#parts;
    this.#fillInput(block, scratch, frames, at);
    chain?.before(block, frames);
    for (const device of devices) device.process(block, scratch, frames, at);
    chain?.after(block, frames);
    for (const line of this.#pre) line.deliver(block, scratch, frames, at);
    fader.process(block, scratch, frames, at);
    for (const line of this.#post) line.deliver(block, scratch, frames, at);
    if (peaks) kernels.run.mixPeak(block, frames, peaks);
    tap?.process(block, frames);
  }

  #fillInput(block: Pointer, scratch: Pointer, frames: number, at: number): void {
    const { kernels, inputs, sum, clips, inputLatencyFrames } = this.#parts;
    const clipsAt = at - inputLatencyFrames;
    if (inputs === 0 && clips?.play(block, frames, clipsAt)) return;
    // A single input passes untouched; a sum must not tell by the sign of a zero whether a silent strip was added.
    if (sum?.started) kernels.run.mixRound(sum.pointer, block, frames, inputs === 1 ? -0 : 0);
    else kernels.u8.fill(0, block, block + frames * FRAME_BYTES);
    if (inputs > 0 && clips?.play(scratch, frames, clipsAt)) kernels.run.clipAdd(block, scratch, frames);
  }
}
