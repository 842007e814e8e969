/** A track's clips, silent where its input is heard instead: to the frame, with a ramp. Open, it leaves every bit as it is. */
import { FRAME_BYTES, type Kernels, type Pointer } from '../../../src-shared/dsp/core/kernels.ts';
import type { StreamMap } from '../../../src-shared/render/stream-map.ts';
import type { StripClips } from '../../../src-shared/render/strip-renderer.ts';
import type { TapeGate, TapeRange } from './tape-gate.ts';

export type GatedClipsParts = {
  readonly kernels: Kernels;
  readonly clips: StripClips;
  /** Which session frame a stream frame plays. */
  readonly map: StreamMap;
  readonly tape: { readonly range: TapeRange | null; readonly gains: Float32Array };
  readonly gate: TapeGate;
};

export class GatedClips implements StripClips {
  readonly #parts: GatedClipsParts;

  constructor(parts: GatedClipsParts) {
    this.#parts = parts;
  }

  play(block: Pointer, frames: number, at: number): boolean {
    const { clips, map, tape, gate } = this.#parts;
    const plays = clips.play(block, frames, at);
    // Elsewhere it was located: nothing is faded.
    if (at !== gate.nextFrame) gate.snap(map.sessionAt(at), tape.range);
    gate.nextFrame = at + frames;
    let isHeard = false;
    let done = 0;
    while (done < frames) {
      const count = Math.min(frames - done, map.jumpAfter(at + done) - (at + done));
      const gain = gate.run(tape.gains, count, map.sessionAt(at + done), tape.range);
      if (plays && gain !== 1) this.#apply(block + done * FRAME_BYTES, count, gain);
      isHeard ||= gain !== 0;
      done += count;
    }
    return plays && isHeard;
  }

  #apply(block: Pointer, frames: number, gain: number): void {
    const { kernels, tape } = this.#parts;
    const { f32 } = kernels;
    const at = block >>> 2;
    if (gain === 0) f32.fill(0, at, at + 2 * frames);
    else
      for (let frame = 0; frame < frames; frame++) {
        const own = tape.gains[frame] as number;
        f32[at + 2 * frame] = (f32[at + 2 * frame] as number) * own;
        f32[at + 2 * frame + 1] = (f32[at + 2 * frame + 1] as number) * own;
      }
  }
}
