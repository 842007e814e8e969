import type { ParameterValue, ParameterValues } from '../../src-shared/dsp/core/parameter-spec.ts';
import type { Device } from '../../src-shared/session/records/device.ts';
import type { MixState } from '../mixer/mix-state.svelte.ts';
import { deviceValues, specsOf } from './device-values.ts';

/** The values of a device as its editor shows them: what a hand has set at once, the rest as the session has it. */
export class DeviceHand {
  readonly #mix: MixState;
  readonly #device: () => Device;
  #held: ParameterValues = $state.raw({});
  #pending = 0;
  readonly device: Device = $derived.by(() => this.#device());
  readonly values: ParameterValues = $derived({ ...deviceValues(this.device), ...this.#held });

  constructor(mix: MixState, device: () => Device) {
    this.#mix = mix;
    this.#device = device;
  }

  number(key: string): number {
    return this.values[key] as number;
  }

  /** Sets values as one undo step; those of one drag have one `key`. */
  async set(changes: ParameterValues, key: string | null = null): Promise<void> {
    const deviceId = this.device.id;
    const commands = Object.entries(changes)
      .filter(([name, value]) => this.values[name] !== value)
      .map(([name, value]) => ({ command: 'setDeviceValue', args: { deviceId, key: name, value } }));
    if (commands.length === 0) return;
    this.#held = { ...this.#held, ...changes };
    this.#pending++;
    await this.#mix.runAll(stepName(this.device.type, Object.keys(changes)), commands, key);
    this.#pending--;
    if (this.#pending === 0) this.#held = {};
  }

  setOne(key: string, value: ParameterValue, gestureKey: string | null = null): Promise<void> {
    return this.set({ [key]: value }, gestureKey);
  }
}

/** What the undo step is called: the parameter, or the device where several move. */
function stepName(type: string, keys: readonly string[]): string {
  const [first] = keys;
  const label = keys.length === 1 && first ? specsOf(type)[first]?.label : undefined;
  return label ? `Change ${label.charAt(0).toLowerCase()}${label.slice(1)}` : 'Change device';
}
