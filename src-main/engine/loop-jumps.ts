import { JUMP_FADE_FRAMES } from '../../src-shared/render/looping-clips.ts';
import type { Renderer } from '../../src-shared/render/renderer.ts';

export type LoopRange = { readonly fromFrames: number; readonly toFrames: number };

/** A shorter loop is a tone, and would jump while it still fades. */
const SHORTEST_FRAMES = 4 * JUMP_FADE_FRAMES;

/** Plans the jumps of a loop ahead of the stream; what plays behind the loop's end plays on. */
export class LoopJumps {
  range: LoopRange | null = null;
  #planned: (LoopRange & { readonly at: number }) | undefined;

  /** Call it before each piece. */
  plan(renderer: Pick<Renderer, 'position' | 'map'>): void {
    const { map, position } = renderer;
    const planned = this.#planned;
    if (planned && position >= planned.at) this.#planned = undefined;
    else if (planned && !this.#isWanted(planned) && position <= planned.at - JUMP_FADE_FRAMES) {
      map.takeBack();
      this.#planned = undefined;
    }
    const { range } = this;
    if (!range || this.#planned || range.toFrames - range.fromFrames < SHORTEST_FRAMES) return;
    const left = range.toFrames - map.sessionAt(position);
    if (left <= 0) return;
    // Set just before its end, the loop jumps a moment late, and as far into its beginning.
    const late = Math.max(0, JUMP_FADE_FRAMES - left);
    const at = position + left + late;
    map.jump(at, range.fromFrames + late);
    this.#planned = { ...range, at };
  }

  /** The stream starts afresh: no jump is planned in it. */
  forget(): void {
    this.#planned = undefined;
  }

  #isWanted({ fromFrames, toFrames }: LoopRange): boolean {
    return this.range?.fromFrames === fromFrames && this.range.toFrames === toFrames;
  }
}
