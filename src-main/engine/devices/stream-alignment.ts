/**
 * A sound card starts its input and its output as one. Some ways to a card do not (ALSA's plug-ins, JACK's among them): now
 * and then the input begins a period early, here or after an xrun, and a block of it waits in the device from then on.
 * Nothing tells, and all that is recorded lies a period late. What gives it away: such a stream has no room left. Held up
 * for just over one block it runs over, which starts it anew, while one that began rightly bears that.
 */

/** A stream whose callback takes a block of output for each block of input, and waits when there is none. */
export interface LooseStream {
  /** Blocks of input that were read, less the blocks of output that were written. */
  readonly owedBlocks: number;
  /** Reads a block, which counts as lost. */
  take(): Promise<void>;
  /** Writes a block of silence. */
  give(): void;
  /** Whether anything went wrong since it was asked last. */
  takeTrouble(): boolean;
  readonly isOpen: boolean;
}

const MOST_ATTEMPTS = 8;
/** Beyond one block: more than a timer comes early, less than the shortest period that a card is run with. */
const BEYOND_MS = 1.25;
/** Shorter blocks than this no timer can hold up for just one. */
const LEAST_BLOCK_MS = 2.5;
/** So many blocks later trouble would have been told. */
const AFTER_BLOCKS = 4;

/**
 * Holds the stream up until it bears it. @param queuedBlocks how many blocks of output are queued when none is owed.
 * Resolves to false when it never does, and to true where it cannot be tried.
 */
export async function align(stream: LooseStream, queuedBlocks: number, blockSeconds: number): Promise<boolean> {
  const blockMs = 1000 * blockSeconds;
  if (blockMs < LEAST_BLOCK_MS) return true;
  for (let attempt = 0; attempt < MOST_ATTEMPTS && stream.isOpen; attempt++) {
    stream.takeTrouble();
    while (stream.owedBlocks <= queuedBlocks && stream.isOpen) await stream.take();
    // All that was queued is played: the callback that brought this block waits for the next.
    const isClean = !stream.takeTrouble();
    if (isClean) await new Promise((resolve) => setTimeout(resolve, blockMs + BEYOND_MS));
    while (stream.owedBlocks > 0) stream.give();
    for (let block = 0; block < AFTER_BLOCKS && stream.isOpen; block++) {
      await stream.take();
      stream.give();
    }
    if (isClean && !stream.takeTrouble()) return true;
  }
  return false;
}
