import { channelParameters } from '../../dsp/channel/channel.ts';
import { type ParameterSpecs, type ParameterValues, whyInvalid } from '../../dsp/core/parameter-spec.ts';
import { processors } from '../../dsp/processors.ts';
import type { Clip } from '../records/clip.ts';
import type { Device } from '../records/device.ts';
import type { Lane } from '../records/lane.ts';
import type { Strip } from '../records/strip.ts';
import type { TableName } from '../session.ts';
import { issueSentence } from './issue-sentence.ts';
import { schemas } from './schemas.ts';

/** What is wrong with one record taken alone, each a sentence that begins with its path, such as `clips.clip-4.fadeIn.lengthFrames`. */
export function recordProblems(table: TableName, id: string, record: unknown): string[] {
  const path = `${table}.${id}`;
  const parsed = schemas[table].safeParse(record);
  if (!parsed.success) return parsed.error.issues.map((issue) => issueSentence(issue, path));
  if (parsed.data.id !== id) return [`${path}.id: must be “${id}”, the key of its record.`];
  if (table === 'strips') return valueProblems(channelParameters, (parsed.data as Strip).channel, `${path}.channel`);
  if (table === 'devices') return deviceProblems(parsed.data as Device, path);
  if (table === 'clips') return clipProblems(parsed.data as Clip, path);
  if (table === 'lanes') return pointOrderProblems(parsed.data as Lane, path);
  return [];
}

function deviceProblems(device: Device, path: string): string[] {
  const definition = Object.hasOwn(processors, device.type) ? processors[device.type] : undefined;
  if (!definition) return [`${path}.type: must be one of ${Object.keys(processors).join(', ')}.`];
  const problems = valueProblems(definition.parameters, device.values, `${path}.values`);
  if (device.sidechainId !== null && !definition.hasSidechain) {
    problems.push(`${path}.sidechainId: must be null, because ${definition.label} has no side-chain input.`);
  }
  return problems;
}

function valueProblems(specs: ParameterSpecs, values: ParameterValues, path: string): string[] {
  return Object.entries(values).flatMap(([key, value]) => {
    const spec = Object.hasOwn(specs, key) ? specs[key] : undefined;
    const why = spec ? whyInvalid(spec, value) : 'is no parameter that this version of Mixdown knows';
    return why === undefined ? [] : [`${path}.${key}: ${why}.`];
  });
}

function clipProblems(clip: Clip, path: string): string[] {
  const room = clip.lengthFrames - clip.fadeIn.lengthFrames;
  if (room < 0) return [`${path}.fadeIn.lengthFrames: must be at most ${clip.lengthFrames}, the length of the clip.`];
  if (clip.fadeOut.lengthFrames > room) {
    return [`${path}.fadeOut.lengthFrames: must be at most ${room}, what the fade-in leaves of the clip.`];
  }
  return [];
}

function pointOrderProblems(lane: Lane, path: string): string[] {
  const index = lane.points.findIndex((point, at) => at > 0 && point.atFrames <= (lane.points[at - 1]?.atFrames ?? -1));
  return index < 0 ? [] : [`${path}.points.${index}.atFrames: must be later than the point before it.`];
}
