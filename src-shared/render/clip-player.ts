/** Plays the clips of a track, exact to the frame, with their gains and fades. */
import { FRAME_BYTES, type Kernels, type Pointer } from '../dsp/core/kernels.ts';
import type { Segment, SegmentFade } from '../session/clip-envelope.ts';
import type { FadeShape } from '../session/records/clip.ts';
import type { MediaSource, MediaSources } from './media-source.ts';

/** The numbers of the shapes in kernels/clip.ts. */
const SHAPE_NUMBERS: Record<FadeShape, number> = { linear: 0, equalPower: 1, slow: 2, fast: 3, sCurve: 4 };

/** A block's length, and the session frame of its start. */
type Span = { readonly frames: number; readonly at: number };
type PlayedSegment = Segment & { readonly source: MediaSource };

/**
 * Mono media goes to both sides at full level; of media with more than two channels the first two are played, left and
 * right in every common order of channels.
 */
export class ClipPlayer {
  readonly #kernels: Kernels;
  readonly #segments: readonly PlayedSegment[];
  /** Where the sound of the segments up to each ends. */
  readonly #reach: readonly number[];
  readonly #media: Pointer;
  readonly #clip: Pointer;
  #first = 0;
  #lastFrame = Number.NEGATIVE_INFINITY;

  /** @param segments in order of start; those whose source is missing are silent. */
  constructor(kernels: Kernels, segments: readonly Segment[], sources: MediaSources, maxBlockFrames: number) {
    this.#kernels = kernels;
    this.#segments = segments.flatMap((segment) => {
      const source = sources.get(segment.mediaId);
      return source ? [{ ...segment, source }] : [];
    });
    let farthest = 0;
    this.#reach = this.#segments.map(({ endFrames }) => (farthest = Math.max(farthest, endFrames)));
    const channels = this.#segments.reduce((most, { source }) => Math.max(most, source.channels), 2);
    this.#media = kernels.allocate(maxBlockFrames * channels * Float32Array.BYTES_PER_ELEMENT);
    this.#clip = kernels.allocateFrames(maxBlockFrames);
  }

  /**
   * Writes what the clips play from session frame `at` (may be negative) into `block`: every frame of it.
   * @returns false when nothing plays; then the block is left as it was.
   */
  play(block: Pointer, frames: number, at: number): boolean {
    if (at < this.#lastFrame) this.#first = 0;
    this.#lastFrame = at;
    while (this.#first < this.#segments.length && (this.#reach[this.#first] as number) <= at) this.#first++;
    /** Frames of the block that hold sound or silence already; segments come in order of start, so there is no gap. */
    let written = 0;
    let plays = false;
    for (let index = this.#first; index < this.#segments.length; index++) {
      const segment = this.#segments[index] as PlayedSegment;
      if (segment.startFrames >= at + frames) break;
      const from = Math.max(0, segment.startFrames - at);
      const to = Math.min(frames, segment.endFrames - at);
      if (to <= from) continue;
      plays = true;
      written = this.#lay(segment, block, { at, from, to, written });
    }
    if (plays && written < frames) this.#silence(block, written, frames);
    return plays;
  }

  release(): void {
    this.#kernels.free(this.#media);
    this.#kernels.free(this.#clip);
  }

  /** Lays frames `from`…`to` of the block: on what is written it adds, beyond that it writes. Returns what is now written. */
  #lay(
    segment: PlayedSegment,
    block: Pointer,
    place: { at: number; from: number; to: number; written: number },
  ): number {
    const { at, from, to, written } = place;
    if (from >= written) {
      this.#silence(block, written, from);
      this.#render(segment, block + from * FRAME_BYTES, to - from, at + from);
      return to;
    }
    this.#render(segment, this.#clip, to - from, at + from);
    const shared = Math.min(to, written) - from;
    this.#kernels.run.clipAdd(block + from * FRAME_BYTES, this.#clip, shared);
    if (to <= written) return written;
    const rest = this.#clip + shared * FRAME_BYTES;
    this.#kernels.u8.copyWithin(block + written * FRAME_BYTES, rest, rest + (to - written) * FRAME_BYTES);
    return to;
  }

  #render(segment: PlayedSegment, into: Pointer, frames: number, at: number): void {
    const { run } = this.#kernels;
    const { source } = segment;
    const mediaFrame = segment.offsetFrames + at - segment.startFrames;
    if (source.channels === 2) {
      source.read(mediaFrame, frames, into);
    } else {
      source.read(mediaFrame, frames, this.#media);
      run.clipToStereo(this.#media, source.channels, into, frames);
    }
    if (segment.gain !== 1) run.clipGain(into, frames, segment.gain);
    const span = { frames, at };
    this.#fade(segment.fadeIn, 1, into, span);
    this.#fade(segment.fadeOut, -1, into, span);
  }

  /** Multiplies by the part of a fade that lies in the block: its curve at the middle of each frame (session/clip-envelope.ts). */
  #fade({ startFrames, lengthFrames, shape }: SegmentFade, direction: 1 | -1, into: Pointer, span: Span): void {
    const { frames, at } = span;
    const from = Math.max(0, startFrames - at);
    const to = Math.min(frames, startFrames + lengthFrames - at);
    if (to > from) {
      const middle = at + from - startFrames + 0.5;
      const place = direction === 1 ? middle : lengthFrames - middle;
      const faded = into + from * FRAME_BYTES;
      this.#kernels.run.clipFade(faded, to - from, SHAPE_NUMBERS[shape], place, direction, lengthFrames);
    }
    // Past its fade-out, which a later clip's crossfade may have ended early, a clip is silent.
    if (direction === -1 && lengthFrames > 0 && to < frames) this.#silence(into, Math.max(0, to), frames);
  }

  #silence(block: Pointer, from: number, to: number): void {
    if (to > from) this.#kernels.u8.fill(0, block + from * FRAME_BYTES, block + to * FRAME_BYTES);
  }
}
