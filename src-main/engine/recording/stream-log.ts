import type { PlayedPieces } from '../played-pieces.ts';
import type { LostInput } from './lost-input.ts';
import type { Roll } from './roll.ts';

/** What happens in the stream while a roll lasts, for its log: which frames of the session went out, and what did not come in. */
export class StreamLog {
  readonly #played: PlayedPieces;
  readonly #lost: LostInput;
  /** The next ones to be told. */
  #piece: number;
  #loss: number;

  /** @param at the stream frame of the output from which on it is told. */
  constructor(played: PlayedPieces, lost: LostInput, at: number) {
    this.#played = played;
    this.#lost = lost;
    this.#piece = played.count - 1;
    while (this.#piece > played.oldest && played.at(this.#piece) > at) this.#piece--;
    this.#loss = lost.oldest;
  }

  /** Tells a roll what happened since the last time. */
  tell(roll: Roll): void {
    const played = this.#played;
    for (let piece = Math.max(this.#piece, played.oldest); piece < played.count; piece++) {
      const session = played.session(piece);
      roll.note({ kind: 'plays', at: played.at(piece), sessionFrame: Number.isNaN(session) ? null : session });
    }
    this.#piece = played.count;
    const lost = this.#lost;
    for (let loss = Math.max(this.#loss, lost.oldest); loss < lost.count; loss++)
      roll.lose(lost.at(loss), lost.frames(loss));
    this.#loss = lost.count;
  }
}
