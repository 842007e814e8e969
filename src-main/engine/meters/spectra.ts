/** Spectra of the master's output, and before and after one device, for a display: each about 20 times a second. */
import { FramesView } from '../../../src-shared/dsp/core/frames-view.ts';
import type { Kernels, Pointer } from '../../../src-shared/dsp/core/kernels.ts';
import { SpectrumAnalyser } from '../../../src-shared/dsp/metering/spectrum-analyser.ts';
import {
  SPECTRA,
  SPECTRUM_COLUMNS,
  SPECTRUM_HIGH_HZ,
  SPECTRUM_LOW_HZ,
} from '../../../src-shared/protocol/telemetry.ts';
import type { DeviceWatcher } from '../../../src-shared/render/device-slot.ts';
import { WatchedLevels } from './watched-levels.ts';

const SIZE_FRAMES = 8_192;

export class Spectra {
  /** Levels around the watched device. */
  readonly levels = new WatchedLevels();
  /** `SPECTRA` times `SPECTRUM_COLUMNS` levels in dBFS. */
  readonly levelsDbfs = new Float32Array(SPECTRA * SPECTRUM_COLUMNS).fill(Number.NEGATIVE_INFINITY);
  /** Watches the device whose spectra are wanted. */
  readonly watcher: DeviceWatcher;
  readonly #kernels: Kernels;
  readonly #analysers: readonly SpectrumAnalyser[];
  readonly #views = Array.from({ length: SPECTRA }, () => new FramesView());
  #turn = 0;
  #isWatching = false;

  constructor(kernels: Kernels, sampleRateHz: number) {
    this.#kernels = kernels;
    this.#analysers = Array.from(
      { length: SPECTRA },
      () =>
        new SpectrumAnalyser({
          sampleRateHz,
          sizeFrames: SIZE_FRAMES,
          lowestHz: SPECTRUM_LOW_HZ,
          highestHz: SPECTRUM_HIGH_HZ,
          columns: SPECTRUM_COLUMNS,
        }),
    );
    this.watcher = {
      before: (block, frames) => this.#watch(0, block, frames),
      after: (block, frames) => this.#watch(1, block, frames),
    };
  }

  set isWatching(isWatching: boolean) {
    this.#isWatching = isWatching;
    this.#analysers[1]?.reset();
    this.#analysers[2]?.reset();
    this.levelsDbfs.fill(Number.NEGATIVE_INFINITY, SPECTRUM_COLUMNS);
  }

  /** @param block the master's output. */
  process(block: Pointer, frames: number): void {
    this.#push(0, block, frames);
  }

  /** Works out one of the spectra, in turn: called once a telemetry record, so that no block pays for all of them. */
  update(): void {
    const which = this.#turn;
    this.#turn = (which + 1) % SPECTRA;
    if (which > 0 && !this.#isWatching) return;
    this.#analysers[which]?.bands(this.levelsDbfs.subarray(which * SPECTRUM_COLUMNS, (which + 1) * SPECTRUM_COLUMNS));
  }

  reset(): void {
    for (const analyser of this.#analysers) analyser.reset();
    this.levelsDbfs.fill(Number.NEGATIVE_INFINITY);
  }

  #watch(place: 0 | 1, block: Pointer, frames: number): void {
    this.#push(place + 1, block, frames);
    this.levels.push(place, (this.#views[place + 1] as FramesView).of(this.#kernels, block, frames));
  }

  #push(which: number, block: Pointer, frames: number): void {
    const view = this.#views[which] as FramesView;
    this.#analysers[which]?.push(view.of(this.#kernels, block, frames));
  }
}
