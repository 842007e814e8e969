/** How long a session can sound on after its last clip, by what its devices declare. */
import { withDefaults } from '../dsp/core/parameter-spec.ts';
import type { ProcessorDefinition } from '../dsp/core/processor.ts';
import type { Strip } from '../session/records/strip.ts';
import type { Session } from '../session/session.ts';
import type { Route } from './routing.ts';

/** Tails add up along a way through the mixer; the longest way counts. */
export function tailsOf(
  session: Session,
  order: readonly Strip[],
  routes: readonly Route[],
  definitions: Readonly<Record<string, ProcessorDefinition>>,
): { tailSeconds: number; stemTailSeconds: number } {
  const outputs = new Map<string, number>();
  let input = 0;
  for (const strip of order) {
    const feeders = routes
      .filter((route) => route.toId === strip.id && route.kind !== 'key')
      .map((route) => route.fromId);
    input = Math.max(0, ...feeders.map((id) => outputs.get(id) as number));
    const own = strip.deviceIds.reduce((sum, deviceId) => {
      const { type, values, enabled } = session.devices[deviceId] as Session['devices'][string];
      const definition = definitions[type] as ProcessorDefinition;
      return enabled ? sum + definition.tailSeconds(withDefaults(definition.parameters, values)) : sum;
    }, 0);
    outputs.set(strip.id, input + own);
  }
  const master = order.at(-1) as Strip;
  return { tailSeconds: outputs.get(master.id) as number, stemTailSeconds: input };
}
