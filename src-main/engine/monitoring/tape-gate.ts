/** Opens and closes what is heard of a track, to the frame at a punch, with a ramp too short to hear. */

/** Length of the ramp: 1.3 ms at 48 kHz. */
export const TAPE_RAMP_FRAMES = 64;

/** In which frames of the session it records: a punch, or all from a place on. */
export type TapeRange = { readonly fromFrames: number; readonly toFrames: number };

/** Whether something is heard: where the tape records, where it plays, and while it stands still. */
export type TapeSwitch = { readonly recording: boolean; readonly playing: boolean; readonly still: boolean };

export class TapeGate {
  /** Where its owner's stream goes on, if nobody locates it. */
  nextFrame = Number.NaN;
  /** From 0 to `TAPE_RAMP_FRAMES`. */
  #level: number;
  #switch: TapeSwitch;

  /** Begins closed or open: an open one leaves every bit as it is. */
  constructor(initial: TapeSwitch, isOpen: boolean) {
    this.#switch = initial;
    this.#level = isOpen ? TAPE_RAMP_FRAMES : 0;
  }

  set switch(wanted: TapeSwitch) {
    this.#switch = wanted;
  }

  get isOpen(): boolean {
    return this.#level > 0;
  }

  /** Without a ramp, as it is at a session frame (NaN: the tape stands still). */
  snap(sessionFrame: number, range: TapeRange | null): void {
    this.#level = this.#isWanted(sessionFrame, range) ? TAPE_RAMP_FRAMES : 0;
  }

  /**
   * Goes on by `frames` frames from a session frame on. @returns the gain of all of them when it is one and the same; else
   * NaN, and each frame's gain stands in `gains`.
   */
  run(gains: Float32Array, frames: number, sessionFrame: number, range: TapeRange | null): number {
    const goal = this.#isWanted(sessionFrame, range) ? TAPE_RAMP_FRAMES : 0;
    const isConstant =
      range === null ||
      !(within(range.fromFrames, sessionFrame, frames) || within(range.toFrames, sessionFrame, frames));
    if (isConstant && this.#level === goal) return goal === 0 ? 0 : 1;
    for (let frame = 0; frame < frames; frame++) {
      const isWanted = isConstant ? goal > 0 : this.#isWanted(sessionFrame + frame, range);
      if (isWanted) this.#level = Math.min(TAPE_RAMP_FRAMES, this.#level + 1);
      else this.#level = Math.max(0, this.#level - 1);
      gains[frame] = this.#level / TAPE_RAMP_FRAMES;
    }
    return Number.NaN;
  }

  #isWanted(sessionFrame: number, range: TapeRange | null): boolean {
    if (Number.isNaN(sessionFrame)) return this.#switch.still;
    const records = range !== null && sessionFrame >= range.fromFrames && sessionFrame < range.toFrames;
    return records ? this.#switch.recording : this.#switch.playing;
  }
}

/** Whether a place lies behind the first of so many frames. */
function within(place: number, from: number, frames: number): boolean {
  return place > from && place < from + frames;
}
