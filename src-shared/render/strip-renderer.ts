/** One strip at work: input → devices → pre-fader feeds → channel → post-fader feeds. */
import { FRAME_BYTES, type Kernels, type Pointer } from '../dsp/core/kernels.ts';
import type { ClipPlayer } from './clip-player.ts';
import type { DeviceSlot } from './device-slot.ts';
import type { FeedLine, FeedTarget } from './feed-line.ts';
import type { SumBus } from './sum-bus.ts';

export type StripParts = {
  readonly kernels: Kernels;
  readonly inputLatencyFrames: number;
  readonly sum: SumBus | undefined;
  readonly clips: ClipPlayer | undefined;
  readonly devices: readonly DeviceSlot[];
  /** The channel: a device that is never bypassed. */
  readonly channel: DeviceSlot;
  readonly feeds: readonly { readonly line: FeedLine; readonly target: FeedTarget }[];
  /** Two f32 that are raised to the largest magnitudes of the output; 0 to measure none. */
  readonly peaks: Pointer;
  /** True when nothing is to be skipped: parameters may move at any time. */
  readonly live: boolean;
  /** True when automation moves something in the strip itself. */
  readonly automated: boolean;
};

export class StripRenderer {
  readonly #parts: StripParts;
  readonly #pre: StripParts['feeds'];
  readonly #post: StripParts['feeds'];
  readonly #skipsSilence: boolean;

  constructor(parts: StripParts) {
    this.#parts = parts;
    this.#pre = parts.feeds.filter(({ line }) => line.tap === 'pre');
    this.#post = parts.feeds.filter(({ line }) => line.tap === 'post');
    const plain = parts.feeds.every(({ line, target }) => line.isPlain && 'sum' in target);
    this.#skipsSilence = !parts.live && !parts.automated && parts.devices.length === 0 && plain && parts.feeds.length > 0;
  }

  /** Renders into `block`, which then holds the output. @param scratch a second block. @param at the stream frame. */
  render(block: Pointer, scratch: Pointer, frames: number, at: number): void {
    const { kernels, devices, channel: fader, peaks } = this.#parts;
    const sounds = this.#fillInput(block, scratch, frames, at);
    if (!sounds) {
      if (this.#skipsSilence) return;
      kernels.u8.fill(0, block, block + frames * FRAME_BYTES);
    }
    const span = { frames, at };
    for (const device of devices) device.process(block, scratch, frames, at);
    for (const { line, target } of this.#pre) line.deliver(block, scratch, target, span);
    fader.process(block, scratch, frames, at);
    for (const { line, target } of this.#post) line.deliver(block, scratch, target, span);
    if (peaks) kernels.run.mixPeak(block, frames, peaks);
  }

  /** False when nothing comes in; then `block` is left as it was. */
  #fillInput(block: Pointer, scratch: Pointer, frames: number, at: number): boolean {
    const { kernels, sum, clips, inputLatencyFrames } = this.#parts;
    const summed = sum?.started === true;
    if (summed) kernels.run.mixRound(sum.pointer, block, frames);
    const played = clips?.play(summed ? scratch : block, frames, at - inputLatencyFrames) === true;
    if (summed && played) kernels.run.clipAdd(block, scratch, frames);
    return summed || played;
  }
}

