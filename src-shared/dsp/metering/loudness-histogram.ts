/**
 * All gating windows of a programme in constant memory: bins of 0.01 LU that keep the number of windows and their exact
 * energy. A mean over bins is therefore exact; only windows within 0.01 LU of a relative gate may fall on the wrong
 * side of it, and a percentile is exact to 0.01 LU. (An exact list would grow by 10 windows a second without end.)
 */
import { ABSOLUTE_GATE_LUFS, energyToLufs } from './loudness-units.ts';

const BINS_PER_LU = 100;
const HIGHEST_LUFS = 40;
const BINS = (HIGHEST_LUFS - ABSOLUTE_GATE_LUFS) * BINS_PER_LU;

export class LoudnessHistogram {
  readonly #counts = new Float64Array(BINS);
  readonly #energies = new Float64Array(BINS);

  /** Counts a window by its mean weighted energy, if it passes the absolute gate. */
  add(energy: number): void {
    const lufs = energyToLufs(energy);
    if (!(lufs > ABSOLUTE_GATE_LUFS)) return;
    const bin = Math.min(BINS - 1, Math.floor((lufs - ABSOLUTE_GATE_LUFS) * BINS_PER_LU));
    this.#counts[bin] = (this.#counts[bin] as number) + 1;
    this.#energies[bin] = (this.#energies[bin] as number) + energy;
  }

  /** Mean energy of the windows above a gate given as an energy; 0 where there is none. */
  meanAbove(gateEnergy: number): number {
    let count = 0;
    let energy = 0;
    for (let bin = 0; bin < BINS; bin++) {
      if (!this.#passes(bin, gateEnergy)) continue;
      count += this.#counts[bin] as number;
      energy += this.#energies[bin] as number;
    }
    return count === 0 ? 0 : energy / count;
  }

  /** Loudness below which a share 0…1 of the windows above the gate lies, in LUFS (EBU Tech 3342 §2: the nearest rank); NaN where there is none. */
  percentileLufs(share: number, gateEnergy: number): number {
    let total = 0;
    for (let bin = 0; bin < BINS; bin++) if (this.#passes(bin, gateEnergy)) total += this.#counts[bin] as number;
    const rank = Math.round((total - 1) * share);
    let below = 0;
    for (let bin = 0; bin < BINS; bin++) {
      if (!this.#passes(bin, gateEnergy)) continue;
      const count = this.#counts[bin] as number;
      below += count;
      if (below > rank) return energyToLufs((this.#energies[bin] as number) / count);
    }
    return Number.NaN;
  }

  reset(): void {
    this.#counts.fill(0);
    this.#energies.fill(0);
  }

  /** A bin stands on the side of the gate where its mean lies. */
  #passes(bin: number, gateEnergy: number): boolean {
    const count = this.#counts[bin] as number;
    return count > 0 && (this.#energies[bin] as number) / count > gateEnergy;
  }
}
