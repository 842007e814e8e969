import { channelParameters, FADER_RANGE_DB } from '../dsp/channel/channel.ts';
import { numberParameter, type ParameterSpec, type ParameterSpecs } from '../dsp/core/parameter-spec.ts';
import { processors } from '../dsp/processors.ts';
import { Draft } from './draft.ts';
import type { Lane } from './records/lane.ts';
import type { Session } from './session.ts';

/** The parameters of a send, with the field names of its record. */
export const sendParameters = {
  gainDb: numberParameter({
    label: 'Send gain',
    unit: 'dB',
    range: FADER_RANGE_DB,
    default: 0,
    taper: 'fader',
    description: 'Level that goes to the bus; −∞ is silence.',
  }),
};

type LaneTarget = Pick<Lane, 'stripId' | 'target' | 'key'>;

/** What the parameter that a lane moves is; undefined when there is no such parameter on the lane's strip. */
export function laneSpec(session: Session, lane: LaneTarget): ParameterSpec | undefined {
  return draftLaneSpec(new Draft(session), lane);
}

/** `laneSpec` in a session that a command is changing. */
export function draftLaneSpec(draft: Draft, { stripId, target, key }: LaneTarget): ParameterSpec | undefined {
  const specs = specsOf(draft, stripId, target);
  return specs && Object.hasOwn(specs, key) ? specs[key] : undefined;
}

function specsOf(draft: Draft, stripId: string, target: Lane['target']): ParameterSpecs | undefined {
  const strip = draft.find('strips', stripId);
  if (!strip) return undefined;
  if (target.kind === 'channel') return channelParameters;
  if (target.kind === 'send') return strip.sendIds.includes(target.sendId) ? sendParameters : undefined;
  const type = strip.deviceIds.includes(target.deviceId) ? draft.find('devices', target.deviceId)?.type : undefined;
  return type === undefined ? undefined : processors[type]?.parameters;
}
