import { HEAD, STRIP, STRIP_DEVICES, stripOffset } from '../../src-shared/protocol/telemetry.ts';

const SILENCE = Number.NEGATIVE_INFINITY;

/** Reads the newest telemetry record by strip; all is silent while the record is of another set of strips. */
export class StripTelemetry {
  readonly #record: () => Float32Array;
  readonly #stripIds: () => readonly string[];
  #ids: readonly string[] = [];
  #places = new Map<string, number>();

  /** @param stripIds in the order of `settings.stripIds`: the record's. */
  constructor(record: () => Float32Array, stripIds: () => readonly string[]) {
    this.#record = record;
    this.#stripIds = stripIds;
  }

  /** A field of a strip, by its index in STRIP, in dB or LUFS. */
  level(stripId: string, field: number): number {
    const at = this.#offset(stripId);
    return at < 0 ? SILENCE : (this.#record()[at + field] ?? SILENCE);
  }

  /** The gain reduction of a device, ≤ 0 dB; `index` is its place in the strip. */
  deviceGainReductionDb(stripId: string, index: number): number {
    const at = this.#offset(stripId);
    if (at < 0 || index >= STRIP_DEVICES) return 0;
    return Math.min(0, this.#record()[at + STRIP.deviceGainReductionDb + index] ?? 0);
  }

  /** The worst gain reduction on a strip, ≤ 0 dB. */
  gainReductionDb(stripId: string): number {
    const at = this.#offset(stripId);
    return at < 0 ? 0 : Math.min(0, this.#record()[at + STRIP.gainReductionDb] ?? 0);
  }

  /** A field of the head, by its index in HEAD; −∞ before the first record. */
  head(field: number): number {
    return this.#record()[field] ?? SILENCE;
  }

  #offset(stripId: string): number {
    const ids = this.#stripIds();
    if (ids !== this.#ids) {
      this.#ids = ids;
      this.#places = new Map(ids.map((id, place) => [id, place]));
    }
    const place = this.#places.get(stripId);
    return place === undefined || this.#record()[HEAD.strips] !== ids.length ? -1 : stripOffset(place);
  }
}
