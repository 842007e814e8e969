import type { instantiate } from '../kernels/compiled/kernels.d.ts';

/** The kernel functions, typed by the compiler that built them. */
type KernelExports = Awaited<ReturnType<typeof instantiate>>;

const PAGE_BYTES = 65_536;
const ALIGNMENT_BYTES = 16;
/** Memory grows by this much at least: each time, every view is taken anew. */
const LEAST_GROWTH_PAGES = 16;

/** Byte offset into a kernel heap. */
export type Pointer = number;

/** Bytes of one stereo frame: interleaved left and right Float32. */
export const FRAME_BYTES = 8;

/**
 * One instance of the compiled DSP kernels with its memory: one a thread. The kernels allocate nothing; buffers and
 * states are placed here by `allocate`, in a processor's constructor only (it may grow the memory, which detaches
 * every typed array over it: so take views through `f32`, `f64`, `u8` each time and never keep one).
 */
export class Kernels {
  readonly run: KernelExports;
  readonly #memory: WebAssembly.Memory;
  readonly #sizes = new Map<Pointer, number>();
  readonly #free = new Map<number, Pointer[]>();
  #top: Pointer;
  #f32 = new Float32Array(0);
  #f64 = new Float64Array(0);
  #i32 = new Int32Array(0);
  #u8 = new Uint8Array(0);

  /** @param module the compiled `kernels.wasm`, the same for every thread. */
  constructor(module: WebAssembly.Module) {
    this.#memory = new WebAssembly.Memory({ initial: 16, maximum: 65_536 });
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } });
    this.run = instance.exports as unknown as KernelExports;
    this.#top = align((instance.exports.heapBase as { value: number }).value);
    this.#takeViews();
  }

  get f32(): Float32Array {
    return this.#f32;
  }
  get f64(): Float64Array {
    return this.#f64;
  }
  get i32(): Int32Array {
    return this.#i32;
  }
  get u8(): Uint8Array {
    return this.#u8;
  }
  /** Bytes handed out and not freed. */
  get allocatedBytes(): number {
    let bytes = 0;
    for (const size of this.#sizes.values()) bytes += size;
    return bytes;
  }

  /** Zeroed memory of at least `bytes`, aligned to 16. Throws RangeError past 4 GiB. */
  allocate(bytes: number): Pointer {
    const size = sizeClass(bytes);
    const freed = this.#free.get(size)?.pop();
    const pointer = freed ?? this.#extend(size);
    this.#sizes.set(pointer, size);
    // What was never handed out is zero.
    if (freed !== undefined) this.#u8.fill(0, pointer, pointer + size);
    return pointer;
  }

  /** A zeroed block of stereo Float32 frames. */
  allocateFrames(frames: number): Pointer {
    return this.allocate(frames * FRAME_BYTES);
  }

  free(pointer: Pointer): void {
    const size = this.#sizes.get(pointer);
    if (size === undefined) throw new Error(`kernel heap: ${pointer} is not allocated`);
    this.#sizes.delete(pointer);
    const list = this.#free.get(size);
    if (list) list.push(pointer);
    else this.#free.set(size, [pointer]);
  }

  /** A view of interleaved stereo frames; valid until the next `allocate`. */
  frames(pointer: Pointer, frames: number): Float32Array {
    return this.#f32.subarray(pointer >>> 2, (pointer >>> 2) + frames * 2);
  }

  #extend(size: number): Pointer {
    const pointer = this.#top;
    const missing = pointer + size - this.#memory.buffer.byteLength;
    if (missing > 0) {
      this.#memory.grow(Math.max(LEAST_GROWTH_PAGES, Math.ceil(missing / PAGE_BYTES)));
      this.#takeViews();
    }
    this.#top += size;
    return pointer;
  }

  #takeViews(): void {
    const { buffer } = this.#memory;
    this.#f32 = new Float32Array(buffer);
    this.#f64 = new Float64Array(buffer);
    this.#i32 = new Int32Array(buffer);
    this.#u8 = new Uint8Array(buffer);
  }
}

function align(bytes: number): number {
  return (bytes + ALIGNMENT_BYTES - 1) & -ALIGNMENT_BYTES;
}

/** Sizes are rounded to eighths of a power of two, so that freed memory finds a new use and wastes under an eighth. */
function sizeClass(bytes: number): number {
  const least = Math.max(bytes, ALIGNMENT_BYTES);
  const grain = Math.max(ALIGNMENT_BYTES, 2 ** (Math.floor(Math.log2(least)) - 3));
  return Math.ceil(least / grain) * grain;
}
