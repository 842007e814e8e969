/**
 * Keeps what will be played soon in memory. Every round it looks at what the clips play in the stretches to come, asks
 * for the pages that are missing, the most urgent first, and lets go of those that nobody wanted for longest. Reads run on Node's
 * file threads: the thread that renders never waits for a disk.
 */
import type { Kernels } from '../../../src-shared/dsp/core/kernels.ts';
import type { RenderPlan } from '../../../src-shared/render/render-plan.ts';
import type { Segment } from '../../../src-shared/session/clip-envelope.ts';
import { PAGE_BYTES, PagePool } from './page-pool.ts';
import { StreamedMedia } from './streamed-media.ts';

/** Memory for all pages: 2 s of 200 stereo tracks in 24 bit; what was played lately stays in what is left. */
const MOST_BYTES = 160 * 2 ** 20;
const READS_AT_ONCE = 6;

/** Frames of the session that will be played; `inFrames` is how long until they begin. */
export type Stretch = { readonly fromFrames: number; readonly toFrames: number; readonly inFrames: number };

type Wanted = { readonly media: StreamedMedia; readonly index: number; readonly inFrames: number };

export class ReadAhead {
  readonly #kernels: Kernels;
  readonly #pool: PagePool;
  readonly #media = new Map<string, StreamedMedia>();
  readonly #paths = new Map<string, string>();
  /** Of files that are closed by now: a count never falls. */
  #missedOfClosed = 0;
  readonly #stagings: Buffer[] = [];
  #queue: Wanted[] = [];
  #round = 0;
  #readsUnderWay = 0;
  #waiters: (() => void)[] = [];

  constructor(kernels: Kernels, mostBytes = MOST_BYTES) {
    this.#kernels = kernels;
    this.#pool = new PagePool(kernels, mostBytes);
    for (let read = 0; read < READS_AT_ONCE; read++) this.#stagings.push(Buffer.alloc(PAGE_BYTES));
  }

  /** The files that are open, by media id. */
  get sources(): ReadonlyMap<string, StreamedMedia> {
    return this.#media;
  }

  get bytes(): number {
    return this.#pool.bytes;
  }

  get missedFrames(): number {
    let frames = this.#missedOfClosed;
    for (const media of this.#media.values()) frames += media.missedFrames;
    return frames;
  }

  /** Opens the files of a plan; one that cannot be opened is silent. Others stay open: they may still be heard. */
  open(plan: RenderPlan, pathOf: (path: string) => string): void {
    for (const { mediaId, path: own } of plan.media) {
      const path = pathOf(own);
      if (this.#paths.get(mediaId) === path) continue;
      this.#close(mediaId);
      try {
        this.#media.set(mediaId, new StreamedMedia(this.#kernels, this.#pool, path));
        this.#paths.set(mediaId, path);
      } catch {
        // The studio knows which files are missing and says so.
      }
    }
  }

  /** Closes what a plan does not play, once nothing else plays it. */
  keep(plan: RenderPlan): void {
    const wanted = new Set(plan.media.map(({ mediaId }) => mediaId));
    for (const mediaId of [...this.#media.keys()]) if (!wanted.has(mediaId)) this.#close(mediaId);
  }

  /** Asks for what the stretches play. */
  look(plan: RenderPlan, stretches: readonly Stretch[]): void {
    this.#round++;
    this.#queue.length = 0;
    for (const { segments } of plan.strips) {
      for (const segment of segments) for (const stretch of stretches) this.#want(segment, stretch);
    }
    this.#queue.sort((a, b) => a.inFrames - b.inFrames);
    this.#pump();
  }

  /** Resolves when nothing that was asked for is missing. */
  async settled(): Promise<void> {
    while (this.#readsUnderWay > 0 || this.#queue.length > 0) {
      await new Promise<void>((resolve) => this.#waiters.push(resolve));
    }
  }

  /** Closes every file. */
  close(): void {
    this.#queue.length = 0;
    for (const mediaId of [...this.#media.keys()]) this.#close(mediaId);
  }

  /** Closes every file and gives the memory back, once no read is under way. */
  release(): void {
    this.close();
    void this.settled().then(() => this.#pool.release());
  }

  #close(mediaId: string): void {
    const media = this.#media.get(mediaId);
    this.#queue = this.#queue.filter((wanted) => wanted.media !== media);
    media?.close();
    this.#missedOfClosed += media?.missedFrames ?? 0;
    this.#media.delete(mediaId);
    this.#paths.delete(mediaId);
  }

  #want(segment: Segment, { fromFrames, toFrames, inFrames }: Stretch): void {
    const from = Math.max(segment.startFrames, fromFrames);
    const to = Math.min(segment.endFrames, toFrames);
    if (to <= from) return;
    const media = this.#media.get(segment.mediaId);
    if (!media) return;
    const toMedia = segment.offsetFrames - segment.startFrames;
    const last = Math.min(media.pages - 1, Math.floor((to - 1 + toMedia) / media.pageFrames));
    for (let index = Math.floor((from + toMedia) / media.pageFrames); index <= last; index++) {
      const page = media.page(index);
      if (page) page.wantedIn = this.#round;
      else {
        const begins = Math.max(from, index * media.pageFrames - toMedia);
        this.#queue.push({ media, index, inFrames: inFrames + begins - fromFrames });
      }
    }
  }

  #pump(): void {
    while (this.#readsUnderWay < READS_AT_ONCE && this.#queue.length > 0) {
      const { media, index } = this.#queue[0] as Wanted;
      const staging = this.#stagings.pop() as Buffer;
      if (media.page(index)) this.#stagings.push(staging);
      else if (media.fill(index, this.#round, staging, () => this.#came(staging))) this.#readsUnderWay++;
      else {
        // No memory: what is farther away can wait for the next round.
        this.#stagings.push(staging);
        this.#queue.length = 0;
        break;
      }
      this.#queue.shift();
    }
    if (this.#readsUnderWay === 0 && this.#queue.length === 0) {
      for (const resolve of this.#waiters.splice(0)) resolve();
    }
  }

  #came(staging: Buffer): void {
    this.#stagings.push(staging);
    this.#readsUnderWay--;
    this.#pump();
  }
}
