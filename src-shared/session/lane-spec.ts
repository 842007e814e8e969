import { channelParameters } from '../dsp/channel/channel.ts';
import { numberParameter, type ParameterSpec, type ParameterSpecs } from '../dsp/core/parameter-spec.ts';
import { processors } from '../dsp/processors.ts';
import type { Lane } from './records/lane.ts';
import type { Session } from './session.ts';

/** The parameters of a send, with the field names of its record. */
export const sendParameters = {
  gainDb: numberParameter({
    label: 'Send gain',
    unit: 'dB',
    range: [Number.NEGATIVE_INFINITY, 12],
    default: 0,
    taper: 'fader',
    description: 'Level that goes to the bus; −∞ is silence.',
  }),
};

/** The parameters of a lane's target; undefined when the target is not on the lane's strip. */
function specsOf(session: Session, { stripId, target }: Pick<Lane, 'stripId' | 'target'>): ParameterSpecs | undefined {
  const strip = session.strips[stripId];
  if (!strip) return undefined;
  if (target.kind === 'channel') return channelParameters;
  if (target.kind === 'send') return strip.sendIds.includes(target.sendId) ? sendParameters : undefined;
  const type = strip.deviceIds.includes(target.deviceId) ? session.devices[target.deviceId]?.type : undefined;
  return type === undefined ? undefined : processors[type]?.parameters;
}

/** What the parameter that a lane moves is; undefined when there is no such parameter. */
export function laneSpec(session: Session, lane: Pick<Lane, 'stripId' | 'target' | 'key'>): ParameterSpec | undefined {
  const specs = specsOf(session, lane);
  return specs && Object.hasOwn(specs, lane.key) ? specs[lane.key] : undefined;
}
