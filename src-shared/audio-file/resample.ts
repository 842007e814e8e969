import { designPolyphase, type Polyphase } from './resample-filter.ts';

/** Input frames worked on at a time. */
const BLOCK_FRAMES = 4096;

export type ResamplerOptions = { readonly channels: number; readonly fromHz: number; readonly toHz: number };

/**
 * Changes the sample rate of a stream: polyphase windowed sinc in double precision, linear phase,
 * delay compensated (frame 0 in is frame 0 out), `round(n·toHz/fromHz)` frames for n. The same
 * result for any chunking. Ripple and aliasing: see `resample-filter.ts`.
 */
export class Resampler {
  readonly #channels: number;
  readonly #fromHz: number;
  readonly #toHz: number;
  readonly #filter: Polyphase;
  /** Per channel: what later output still needs, then new input. */
  readonly #history: readonly Float64Array[];
  /** Input frame that stands at index 0 of the history; negative before the first. */
  #historyStart: number;
  #historyFrames: number;
  #inputFrames = 0;
  #outputFrames = 0;

  constructor({ channels, fromHz, toHz }: ResamplerOptions) {
    this.#channels = channels;
    this.#fromHz = fromHz;
    this.#toHz = toHz;
    this.#filter = designPolyphase(fromHz, toHz);
    const { taps } = this.#filter;
    this.#history = Array.from({ length: channels }, () => new Float64Array(taps + BLOCK_FRAMES + 1));
    this.#historyStart = 1 - taps / 2;
    this.#historyFrames = taps / 2 - 1;
  }

  /** The next interleaved frames in; all interleaved frames that are ready out, in a new array. */
  process(interleaved: Float32Array): Float32Array {
    const frames = interleaved.length / this.#channels;
    if (this.#fromHz === this.#toHz) return interleaved.slice();
    const blocks: Float32Array[] = [];
    for (let at = 0; at < frames; at += BLOCK_FRAMES) {
      const count = Math.min(BLOCK_FRAMES, frames - at);
      this.#append(interleaved, at, count);
      this.#inputFrames += count;
      blocks.push(this.#produce(Number.POSITIVE_INFINITY));
    }
    return joined(blocks);
  }

  /** The rest, up to the exact length. The resampler is used up then. */
  flush(): Float32Array {
    if (this.#fromHz === this.#toHz) return new Float32Array(0);
    const totalFrames = Math.round((this.#inputFrames * this.#toHz) / this.#fromHz);
    const blocks: Float32Array[] = [];
    while (this.#outputFrames < totalFrames) {
      this.#append(new Float32Array(BLOCK_FRAMES * this.#channels), 0, BLOCK_FRAMES);
      blocks.push(this.#produce(totalFrames));
    }
    return joined(blocks);
  }

  #append(interleaved: Float32Array, startFrame: number, frames: number): void {
    for (const [channel, history] of this.#history.entries()) {
      let from = startFrame * this.#channels + channel;
      for (let i = 0; i < frames; i++, from += this.#channels) history[this.#historyFrames + i] = interleaved[from]!;
    }
    this.#historyFrames += frames;
  }

  /** All output whose taps have arrived, at most up to `totalFrames`; then drops what is not needed. */
  #produce(totalFrames: number): Float32Array {
    const { taps, step, phases } = this.#filter;
    const firstMissing = this.#historyStart + this.#historyFrames;
    // Output n stands at input n·step/phases and needs the taps/2 frames on both sides of it.
    const ready = Math.floor(((firstMissing - taps / 2) * phases - 1) / step) + 1;
    const end = Math.max(this.#outputFrames, Math.min(totalFrames, ready));
    const out = new Float32Array((end - this.#outputFrames) * this.#channels);
    if (this.#channels === 2) this.#convolveStereo(out);
    else for (let channel = 0; channel < this.#channels; channel++) this.#convolve(channel, out);
    this.#outputFrames = end;
    this.#drop(Math.floor((end * step) / phases) - taps / 2 + 1);
    return out;
  }

  #convolve(channel: number, out: Float32Array): void {
    const { taps, step, phases, rows } = this.#filter;
    const history = this.#history[channel]!;
    const stride = this.#channels;
    for (let at = channel, n = this.#outputFrames; at < out.length; at += stride, n++) {
      const position = n * step;
      const whole = Math.floor(position / phases);
      const row = (position - whole * phases) * taps;
      const start = whole - taps / 2 + 1 - this.#historyStart;
      let a = 0;
      let b = 0;
      for (let i = 0; i < taps; i += 2) {
        a += history[start + i]! * rows[row + i]!;
        b += history[start + i + 1]! * rows[row + i + 1]!;
      }
      out[at] = a + b;
    }
  }

  /** As above for two channels at once: a coefficient is loaded once for both. */
  #convolveStereo(out: Float32Array): void {
    const { taps, step, phases, rows } = this.#filter;
    const left = this.#history[0]!;
    const right = this.#history[1]!;
    for (let at = 0, n = this.#outputFrames; at < out.length; at += 2, n++) {
      const position = n * step;
      const whole = Math.floor(position / phases);
      const row = (position - whole * phases) * taps;
      const start = whole - taps / 2 + 1 - this.#historyStart;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let i = 0; i < taps; i += 2) {
        const even = rows[row + i]!;
        const odd = rows[row + i + 1]!;
        a += left[start + i]! * even;
        b += left[start + i + 1]! * odd;
        c += right[start + i]! * even;
        d += right[start + i + 1]! * odd;
      }
      out[at] = a + b;
      out[at + 1] = c + d;
    }
  }

  #drop(firstNeeded: number): void {
    const count = Math.min(firstNeeded - this.#historyStart, this.#historyFrames);
    if (count <= 0) return;
    for (const history of this.#history) history.copyWithin(0, count, this.#historyFrames);
    this.#historyStart += count;
    this.#historyFrames -= count;
  }
}

function joined(blocks: readonly Float32Array[]): Float32Array {
  if (blocks.length === 1) return blocks[0]!;
  const all = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    all.set(block, at);
    at += block.length;
  }
  return all;
}
