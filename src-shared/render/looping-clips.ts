/**
 * A track's clips along a stream that may jump. Just before a jump what leads up to its target fades in while what
 * leads up to its start fades out, so that the target itself, most often a downbeat, sounds at full level and in time.
 */
import { FRAME_BYTES, type Kernels, type Pointer } from '../dsp/core/kernels.ts';
import type { ClipPlayer } from './clip-player.ts';
import type { StreamMap } from './stream-map.ts';

/** Length of the crossfade before a jump: 5.3 ms at 48 kHz. */
export const JUMP_FADE_FRAMES = 256;
/** sin²: two looped bars that are alike pass untouched (kernels/clip.ts). */
const RAISED_COSINE = 4;

export class LoopingClips {
  readonly #kernels: Kernels;
  readonly #player: ClipPlayer;
  readonly #map: StreamMap;
  readonly #incoming: Pointer;

  constructor(kernels: Kernels, player: ClipPlayer, map: StreamMap, maxBlockFrames: number) {
    this.#kernels = kernels;
    this.#player = player;
    this.#map = map;
    this.#incoming = kernels.allocateFrames(maxBlockFrames);
  }

  /** As `ClipPlayer.play`, at a frame of the stream. */
  play(block: Pointer, frames: number, at: number): boolean {
    const jump = this.#map.jumpAfter(at);
    if (at + frames <= jump - JUMP_FADE_FRAMES) return this.#player.play(block, frames, this.#map.sessionAt(at));
    let plays = false;
    let done = 0;
    while (done < frames) {
      const from = at + done;
      const next = this.#map.jumpAfter(from);
      const fades = from >= next - JUMP_FADE_FRAMES;
      const count = Math.min(frames - done, (fades ? next : next - JUMP_FADE_FRAMES) - from);
      const piece = block + done * FRAME_BYTES;
      const sounds = fades
        ? this.#crossfade(piece, count, from, next)
        : this.#player.play(piece, count, this.#map.sessionAt(from));
      if (!sounds) this.#kernels.u8.fill(0, piece, piece + count * FRAME_BYTES);
      plays ||= sounds;
      done += count;
    }
    return plays;
  }

  release(): void {
    this.#player.release();
    this.#kernels.free(this.#incoming);
  }

  #crossfade(block: Pointer, frames: number, at: number, jump: number): boolean {
    const { run, u8 } = this.#kernels;
    const place = at - (jump - JUMP_FADE_FRAMES) + 0.5;
    const target = this.#map.sessionAt(jump) - (jump - at);
    const leaves = this.#player.play(block, frames, this.#map.sessionAt(at));
    const arrives = this.#player.play(this.#incoming, frames, target);
    if (leaves) run.clipFade(block, frames, RAISED_COSINE, JUMP_FADE_FRAMES - place, -1, JUMP_FADE_FRAMES);
    else if (arrives) u8.fill(0, block, block + frames * FRAME_BYTES);
    if (!arrives) return leaves;
    run.clipFade(this.#incoming, frames, RAISED_COSINE, place, 1, JUMP_FADE_FRAMES);
    run.clipAdd(block, this.#incoming, frames);
    return true;
  }
}
