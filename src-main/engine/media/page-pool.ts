import type { Kernels, Pointer } from '../../../src-shared/dsp/core/kernels.ts';

/** Bytes of sound that one page holds: 0.45 s of 24-bit stereo at 48 kHz. Few reads, and little that is read in vain. */
export const PAGE_BYTES = 1 << 17;
/** Vector loads look a little past the end. */
const SLACK_BYTES = 16;

/** A stretch of a sound file in kernel memory. */
export type Page = {
  readonly pointer: Pointer;
  /** The file and the number of the page in it; undefined while it holds nothing. */
  owner: PageOwner | undefined;
  index: number;
  frames: number;
  /** False until its bytes have come. */
  isFilled: boolean;
  /** The last round of the reader-ahead that wanted it. */
  wantedIn: number;
};
export type PageOwner = { forget(index: number): void };

/** A bounded number of pages, for all files together; the one that nobody wanted for longest goes first. */
export class PagePool {
  readonly #kernels: Kernels;
  readonly #most: number;
  readonly #pages: Page[] = [];
  readonly #free: Page[] = [];

  constructor(kernels: Kernels, mostBytes: number) {
    this.#kernels = kernels;
    this.#most = Math.max(1, Math.floor(mostBytes / PAGE_BYTES));
  }

  get bytes(): number {
    return this.#pages.length * PAGE_BYTES;
  }

  /** A page for a new use, or undefined when every one was wanted in this round or is being filled. */
  take(round: number): Page | undefined {
    const free = this.#free.pop();
    if (free) return free;
    const oldest = this.#oldest();
    // Growing before throwing away: what was just played is wanted again when the musician goes back a bar.
    if (this.#pages.length < this.#most) return this.#make();
    if (!oldest || oldest.wantedIn >= round) return undefined;
    oldest.owner?.forget(oldest.index);
    oldest.owner = undefined;
    return oldest;
  }

  giveBack(page: Page): void {
    page.owner = undefined;
    page.isFilled = false;
    this.#free.push(page);
  }

  release(): void {
    for (const { pointer } of this.#pages.splice(0)) this.#kernels.free(pointer);
    this.#free.length = 0;
  }

  #make(): Page {
    const pointer = this.#kernels.allocate(PAGE_BYTES + SLACK_BYTES);
    const page: Page = { pointer, owner: undefined, index: 0, frames: 0, isFilled: false, wantedIn: 0 };
    this.#pages.push(page);
    return page;
  }

  #oldest(): Page | undefined {
    let oldest: Page | undefined;
    for (const page of this.#pages) {
      if (page.isFilled && (oldest === undefined || page.wantedIn < oldest.wantedIn)) oldest = page;
    }
    return oldest;
  }
}
