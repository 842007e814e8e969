import type { StripTap } from '../../../src-shared/render/strip-renderer.ts';

/** Two who may show something on one meter: the song, and the input that is heard of a strip. One of them does. */
export class StripTaps {
  showsInput = false;
  readonly song: StripTap;
  readonly input: StripTap;

  constructor(meter: StripTap) {
    this.song = { process: (block, frames) => void (this.showsInput || meter.process(block, frames)) };
    this.input = { process: (block, frames) => void (this.showsInput && meter.process(block, frames)) };
  }
}
