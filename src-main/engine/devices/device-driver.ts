/** Real devices, as far as this machine has them (port-audio-driver.ts); in tests a stand-in. */
import type { OutputPairs, SoundDevice } from '../../../src-shared/protocol/devices.ts';
import type { AudioDevice, DeviceLost, DeviceSettings } from './audio-device.ts';

/** One stream: an output, an input, or both, by their names; null is none. */
export type DevicePair = OutputPairs & {
  readonly outputName: string | null;
  readonly inputName: string | null;
};

export interface DeviceDriver {
  /** Why there are none; empty when there may be. */
  readonly whyNone: string;
  /** What there is now: to look may take up to a second. */
  outputs(): readonly SoundDevice[];
  inputs(): readonly SoundDevice[];
  /** Rejects with a sentence for a musician. */
  open(pair: DevicePair, settings: DeviceSettings, onLost: DeviceLost): Promise<AudioDevice>;
  /** Why a pair would not open now; empty when it would, null when it is not there. It is tried elsewhere: what plays goes on. */
  whyNot(pair: DevicePair, settings: DeviceSettings): Promise<string | null>;
  /** Finds out what devices can do of which that is not known yet; resolves to whether anything was found. */
  explore(settings: DeviceSettings): Promise<boolean>;
  /** It ends with what was found so far. */
  stopExploring(): void;
}

/** A machine without devices. */
export function noDevices(whyNone: string): DeviceDriver {
  const open = async ({ outputName, inputName }: DevicePair): Promise<never> => {
    throw new Error(`“${outputName ?? inputName}” cannot be used: ${whyNone}`);
  };
  const explore = async () => false;
  const whyNot = async () => null;
  return { whyNone, outputs: () => [], inputs: () => [], open, whyNot, explore, stopExploring: () => undefined };
}
