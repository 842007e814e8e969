/** Which changes of a session are moves of parameters that a running renderer can follow without a new plan. */
import { channelParameters } from '../../src-shared/dsp/channel/channel.ts';
import type { ParameterSpecs, ParameterValue, ParameterValues } from '../../src-shared/dsp/core/parameter-spec.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import type { ParameterTarget } from '../../src-shared/render/renderer.ts';
import type { Diff, RecordChange } from '../../src-shared/session/session.ts';

export type ParameterMove = {
  readonly target: ParameterTarget;
  readonly key: string;
  readonly value: ParameterValue;
};

/** The moves that a diff comes down to; undefined when it changes anything else that is heard. */
export function parameterMoves(diff: Diff): ParameterMove[] | undefined {
  const moves: ParameterMove[] = [];
  for (const change of diff) {
    const found = movesOf(change);
    if (!found) return undefined;
    moves.push(...found);
  }
  return moves;
}

function movesOf({ table, id, before, after }: RecordChange): ParameterMove[] | undefined {
  // What is recorded and heard of an input follows by itself; a take sounds where a clip plays it.
  if (table === 'markers' || table === 'inputs' || table === 'takes') return [];
  if (before === null || after === null) return undefined;
  if (table === 'strips' && onlyDiffer(before, after, ['channel', 'name', 'colour', 'groupId'])) {
    return valueMoves({ kind: 'channel', stripId: id }, channelParameters, before.channel, after.channel);
  }
  if (table === 'devices' && onlyDiffer(before, after, ['values'])) {
    const specs = processors[after.type]?.parameters;
    return specs && valueMoves({ kind: 'device', deviceId: id }, specs, before.values, after.values);
  }
  if (table === 'sends' && onlyDiffer(before, after, ['gainDb'])) {
    return [{ target: { kind: 'send', sendId: id }, key: 'gainDb', value: after.gainDb }];
  }
  if (table === 'clips' && onlyDiffer(before, after, ['name', 'colour'])) return [];
  if (table === 'settings' && onlyDiffer(before, after, ['name', 'tags', 'nextId'])) return [];
  return undefined;
}

/** Undefined where a value moved that decides latency or structure. */
function valueMoves(
  target: ParameterTarget,
  specs: ParameterSpecs,
  before: ParameterValues,
  after: ParameterValues,
): ParameterMove[] | undefined {
  const moves: ParameterMove[] = [];
  for (const [key, spec] of Object.entries(specs)) {
    const value = after[key] ?? spec.default;
    if (value === (before[key] ?? spec.default)) continue;
    if (!spec.automatable) return undefined;
    moves.push({ target, key, value });
  }
  return moves;
}

/** Whether two records are alike but for some fields; records that did not change a field share it. */
function onlyDiffer(before: object, after: object, fields: readonly string[]): boolean {
  const old = before as { readonly [field: string]: unknown };
  return Object.entries(after).every(
    ([field, value]) =>
      fields.includes(field) || value === old[field] || JSON.stringify(value) === JSON.stringify(old[field]),
  );
}
