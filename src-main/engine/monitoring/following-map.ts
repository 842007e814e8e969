import { StreamMap } from '../../../src-shared/render/stream-map.ts';

/**
 * Which session frame a monitored stream is at: that of the song while it plays, and one that stands still while it is
 * stopped. The stream itself runs on through all of it, so that no reverb is cut off by a start or a stop.
 */
export class FollowingMap extends StreamMap {
  #offset = 0;
  #stands: number | null = null;

  /** From stream frame `at` on the session goes on at `sessionFrame`. */
  follow(at: number, sessionFrame: number): void {
    if (this.#stands === null && this.#offset === sessionFrame - at) return;
    this.#offset = sessionFrame - at;
    this.#stands = null;
    this.version++;
  }

  stand(sessionFrame: number): void {
    if (this.#stands === sessionFrame) return;
    this.#stands = sessionFrame;
    this.version++;
  }

  override clear(): void {
    this.#offset = 0;
    this.#stands = null;
    super.clear();
  }

  override offsetAt(streamFrame: number): number {
    return this.#stands === null ? this.#offset : this.#stands - streamFrame;
  }

  override jumpAfter(): number {
    return Number.POSITIVE_INFINITY;
  }
}
