import type { ParameterValues } from '../../src-shared/dsp/core/parameter-spec.ts';
import type { Device } from '../../src-shared/session/records/device.ts';
import { deviceValues, sameValues } from './device-values.ts';

export type Side = 'A' | 'B';
type Pair = { readonly side: Side; readonly A: ParameterValues; readonly B: ParameterValues };

/**
 * Two sets of values for each device, kept while the screen is open, and one clipboard. The session holds the set that
 * sounds; a switch is one undo step. After an undo, the side that sounds is told by its values.
 */
export class Comparisons {
  #pairs: { readonly [deviceId: string]: Pair } = $state.raw({});
  #copied: { readonly type: string; readonly values: ParameterValues } | null = $state.raw(null);

  /** Which side sounds. */
  side(device: Device): Side {
    const pair = this.#pairs[device.id];
    if (!pair) return 'A';
    const other = pair.side === 'A' ? 'B' : 'A';
    const values = deviceValues(device);
    return !sameValues(values, pair[pair.side]) && sameValues(values, pair[other]) ? other : pair.side;
  }

  /** The values of the other side, which sound from now on; a side that was never used begins as a copy. */
  switchTo(side: Side, device: Device): ParameterValues {
    const values = deviceValues(device);
    const pair = this.#pairs[device.id] ?? { side: 'A', A: values, B: values };
    const kept = { ...pair, [this.side(device)]: values };
    this.#pairs = { ...this.#pairs, [device.id]: { ...kept, side } };
    return kept[side];
  }

  copy(device: Device): void {
    this.#copied = { type: device.type, values: deviceValues(device) };
  }

  /** Values that fit a kind of device. */
  copied(type: string): ParameterValues | undefined {
    return this.#copied?.type === type ? this.#copied.values : undefined;
  }
}
