/** Delay compensation: how late the signal is at every place of the mixer. */
import { withDefaults } from '../dsp/core/parameter-spec.ts';
import type { ProcessorDefinition } from '../dsp/core/processor.ts';
import type { Strip } from '../session/records/strip.ts';
import type { Session } from '../session/session.ts';
import type { Route } from './routing.ts';

export type StripLatency = { readonly inputFrames: number; readonly outputFrames: number };
export type DeviceLatency = {
  readonly latencyFrames: number;
  /** How late the device's input is, after `alignFrames`. */
  readonly inputLatencyFrames: number;
  /** Delay before it that lets a later side-chain catch up. */
  readonly alignFrames: number;
};
export type LatencyMap = { strip(id: string): StripLatency; device(id: string): DeviceLatency };

/**
 * Everything that meets is as late as the latest of it: at a strip's input, and at a device with its key. Routes count
 * whether they are open or not, and devices whether enabled or not, so that no switch moves anything in time.
 */
export function latenciesOf(
  session: Session,
  order: readonly Strip[],
  routes: readonly Route[],
  definitions: Readonly<Record<string, ProcessorDefinition>>,
): LatencyMap {
  const { sampleRateHz } = session.settings.session;
  const strips = new Map<string, StripLatency>();
  const devices = new Map<string, DeviceLatency>();
  const outputOf = (id: string): number => strips.get(id)?.outputFrames as number;

  for (const strip of order) {
    const feeds = routes.filter((route) => route.toId === strip.id);
    const inputFrames = Math.max(
      0,
      ...feeds.filter((route) => route.kind !== 'key').map((route) => outputOf(route.fromId)),
    );
    let lateFrames = inputFrames;
    for (const deviceId of strip.deviceIds) {
      const { type, values } = session.devices[deviceId] as Session['devices'][string];
      const definition = definitions[type] as ProcessorDefinition;
      const key = feeds.find((route) => route.kind === 'key' && route.deviceId === deviceId);
      const alignFrames = key ? Math.max(0, outputOf(key.fromId) - lateFrames) : 0;
      const latencyFrames = definition.latencyFrames(withDefaults(definition.parameters, values), sampleRateHz);
      devices.set(deviceId, { latencyFrames, alignFrames, inputLatencyFrames: lateFrames + alignFrames });
      lateFrames += alignFrames + latencyFrames;
    }
    strips.set(strip.id, { inputFrames, outputFrames: lateFrames });
  }
  return { strip: (id) => strips.get(id) as StripLatency, device: (id) => devices.get(id) as DeviceLatency };
}
