import type { FromEngine } from '../../src-shared/protocol/engine-messages.ts';

/** Frames of one message: 20 ms at 48 kHz. */
const MESSAGE_FRAMES = 960;
/** So many may be under way; when the studio takes none, sound is left out, and said to be. */
const MOST_UNDER_WAY = 16;

/** Sends what goes to the device to the studio as well, for listeners over the network. */
export class AudioTap {
  readonly #post: (message: FromEngine, sent: () => void) => void;
  readonly #chunk = new Float32Array(MESSAGE_FRAMES * 2);
  #filled = 0;
  #underWay = 0;
  #lost = 0;
  #isWanted = false;

  constructor(post: (message: FromEngine, sent: () => void) => void) {
    this.#post = post;
  }

  set isWanted(isWanted: boolean) {
    this.#isWanted = isWanted;
    this.#filled = 0;
    this.#lost = 0;
  }

  take(block: Float32Array, sampleRateHz: number): void {
    if (!this.#isWanted) return;
    let done = 0;
    while (done < block.length) {
      const count = Math.min(block.length - done, this.#chunk.length - this.#filled);
      this.#chunk.set(block.subarray(done, done + count), this.#filled);
      this.#filled += count;
      done += count;
      if (this.#filled === this.#chunk.length) this.#send(sampleRateHz);
    }
  }

  #send(sampleRateHz: number): void {
    this.#filled = 0;
    if (this.#underWay >= MOST_UNDER_WAY) {
      this.#lost += MESSAGE_FRAMES;
      return;
    }
    this.#underWay++;
    const lost = this.#lost;
    this.#lost = 0;
    this.#post({ kind: 'audio', sampleRateHz, lost, interleaved: this.#chunk }, () => {
      this.#underWay--;
    });
  }
}
