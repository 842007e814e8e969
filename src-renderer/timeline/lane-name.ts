import type { ParameterSpec } from '../../src-shared/dsp/core/parameter-spec.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import { laneSpec } from '../../src-shared/session/lane-spec.ts';
import { type ParameterAddress, pathAddresses } from '../../src-shared/session/parameter-path.ts';
import type { Lane } from '../../src-shared/session/records/lane.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { formatNumber, formatPan, formatQuantity, quantityText } from '../../src-shared/units/format.ts';

/** What a lane moves, as its head says it: `Volume`, `Equaliser · Band 2 gain`, `Send to Room`. */
export function laneName(session: Session, { target, key, stripId }: Pick<Lane, 'target' | 'key' | 'stripId'>): string {
  if (target.kind === 'channel' && key === 'gainDb') return 'Volume';
  const label = laneSpec(session, { target, key, stripId })?.label ?? key;
  if (target.kind === 'channel') return label;
  if (target.kind === 'send') {
    const bus = session.sends[target.sendId]?.busId;
    return `Send to ${session.strips[bus ?? '']?.name ?? 'a bus'}`;
  }
  const type = session.devices[target.deviceId]?.type ?? '';
  return `${processors[type]?.label ?? type} · ${label}`;
}

/** A value of a lane as it is read: `−6.8 dB`, `32L`, `On`. */
export function laneValueText(spec: ParameterSpec, key: string, value: number | boolean | string): string {
  if (spec.kind === 'boolean') return value === true ? 'On' : 'Off';
  if (spec.kind === 'choice') return String(value);
  if (key === 'pan') return formatPan(value as number);
  if (spec.unit === 'none' || spec.unit === 'steps')
    return formatNumber(value as number, spec.unit === 'steps' ? 0 : 2);
  return quantityText(formatQuantity(spec, value as number));
}

export type LaneChoice = Pick<Lane, 'target' | 'key'> & { readonly name: string; readonly group: string };

/** Every parameter of a strip that can be automated, in the order of the console. */
export function laneChoices(session: Session, stripId: string): LaneChoice[] {
  return pathAddresses(session)
    .filter((address): address is ParameterAddress => address.kind === 'parameter' && address.stripId === stripId)
    .filter(({ spec }) => spec.automatable)
    .map(({ target, key }) => ({
      target,
      key,
      name: laneName(session, { target, key, stripId }),
      group: target.kind === 'device' ? target.deviceId : target.kind,
    }));
}

/** The value that a lane's parameter has by hand. */
export function handValue(
  session: Session,
  { stripId, target, key }: Pick<Lane, 'target' | 'key' | 'stripId'>,
): number | boolean | string | undefined {
  const spec = laneSpec(session, { stripId, target, key });
  if (target.kind === 'channel') return session.strips[stripId]?.channel[key] ?? spec?.default;
  if (target.kind === 'send') return session.sends[target.sendId]?.gainDb;
  return session.devices[target.deviceId]?.values[key] ?? spec?.default;
}
