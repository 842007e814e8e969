/**
 * Correlation of the last 0.3 s in three bands, for a display: a wide bass vanishes on a mono speaker even where the whole
 * is well correlated. Bands are split at 24 dB/oct (S. Linkwitz, R. Riley, "Active Crossover Networks for Noncoincident
 * Drivers", J. AES 24(1), 1976: two Butterworth sections each). Signal: interleaved stereo, which stays as it is.
 */
import { BIQUAD_BYTES, type Biquad, clearBiquad, highPass, lowPass, writeBiquad } from '../core/biquad.ts';
import { FRAME_BYTES, type Kernels, type Pointer } from '../core/kernels.ts';
import { StereoImageMeter } from './stereo-image-meter.ts';

/** Between low and mid, and between mid and high. */
export const CORRELATION_BAND_EDGES_HZ = [250, 4_000] as const;
const PIECE_FRAMES = 512;

export class BandCorrelationMeter {
  readonly #kernels: Kernels;
  readonly #bands: readonly Band[];
  readonly #piece: Pointer;

  constructor(kernels: Kernels, sampleRateHz: number) {
    const [lowEdgeHz, highEdgeHz] = CORRELATION_BAND_EDGES_HZ;
    const below = (hz: number) => lowPass(hz, Math.SQRT1_2, sampleRateHz);
    const above = (hz: number) => highPass(hz, Math.SQRT1_2, sampleRateHz);
    this.#kernels = kernels;
    this.#piece = kernels.allocateFrames(PIECE_FRAMES);
    this.#bands = [[below(lowEdgeHz)], [above(lowEdgeHz), below(highEdgeHz)], [above(highEdgeHz)]].map(
      // Each twice.
      (filters) => new Band(kernels, sampleRateHz, [...filters, ...filters]),
    );
  }

  /** As `StereoImageMeter.correlation`, of 0 low, 1 mid, 2 high. */
  correlation(band: 0 | 1 | 2): number {
    return (this.#bands[band] as Band).image.correlation;
  }

  process(block: Pointer, frames: number): void {
    const { u8 } = this.#kernels;
    for (let done = 0; done < frames; done += PIECE_FRAMES) {
      const count = Math.min(frames - done, PIECE_FRAMES);
      const from = block + done * FRAME_BYTES;
      for (const band of this.#bands) {
        u8.copyWithin(this.#piece, from, from + count * FRAME_BYTES);
        band.process(this.#piece, count);
      }
    }
  }

  reset(): void {
    for (const band of this.#bands) band.reset();
  }

  release(): void {
    for (const band of this.#bands) band.release();
    this.#kernels.free(this.#piece);
  }
}

class Band {
  readonly image: StereoImageMeter;
  readonly #kernels: Kernels;
  readonly #sections: readonly Pointer[];

  constructor(kernels: Kernels, sampleRateHz: number, filters: readonly Biquad[]) {
    this.#kernels = kernels;
    this.image = new StereoImageMeter(kernels, sampleRateHz);
    this.#sections = filters.map((filter) => {
      const section = kernels.allocate(BIQUAD_BYTES);
      writeBiquad(kernels, section, filter);
      return section;
    });
  }

  /** Filters the block in place and measures it. */
  process(block: Pointer, frames: number): void {
    for (const section of this.#sections) this.#kernels.run.biquadProcess(section, block, frames);
    this.image.process(block, frames);
  }

  reset(): void {
    for (const section of this.#sections) clearBiquad(this.#kernels, section);
    this.image.reset();
  }

  release(): void {
    for (const section of this.#sections) this.#kernels.free(section);
    this.image.release();
  }
}
