import type { ParameterSpec } from '../../src-shared/dsp/core/parameter-spec.ts';
import { automate, removeLane } from '../../src-shared/session/commands/automation.ts';
import { resolvePath } from '../../src-shared/session/parameter-path.ts';
import { parseValue } from '../../src-shared/session/parse-value.ts';
import type { AutomationPoint } from '../../src-shared/session/records/lane.ts';
import { sameValue } from '../../src-shared/session/same-value.ts';
import { secondsToFrames } from '../../src-shared/units/time.ts';
import { editSong } from './edit-song.ts';
import { splitAssignment } from './split-assignment.ts';
import { UsageError } from './usage-error.ts';

export type AutomationRequest = {
  readonly path: string;
  /** Each `SECONDS=VALUE`. */
  readonly points: readonly string[];
  readonly shape: AutomationPoint['shape'];
  /** Removes the points that were there. */
  readonly clear: boolean;
};

/** Lays points over the lane of a parameter; resolves to a sentence of what was done. */
export async function automatePath(song: string, { path, points, shape, clear }: AutomationRequest): Promise<string> {
  const pairs = points.map((text) => splitAssignment(text, 'TIME=VALUE'));
  return editSong(song, `Automate ${path}`, (edit) => {
    const { stripId, target, key, kind, ...address } = resolvePath(edit.session, path);
    if (kind !== 'parameter' || !('spec' in address))
      throw new UsageError(`“${address.path}” cannot be automated: it is no parameter of a processor`);
    const { sampleRateHz } = edit.session.settings.session;
    const existing = Object.values(edit.session.lanes).find(
      (lane) => lane.key === key && sameValue(lane.target, target) && lane.stripId === stripId,
    );
    if (clear && existing) edit.run(removeLane, { laneId: existing.id });
    const frames = pairs.map(({ left, right }) => pointAt(left, right, address.spec, sampleRateHz));
    edit.run(automate, {
      stripId,
      target,
      key,
      points: frames.map((point) => ({ ...point, ...shapeFor(address.spec, shape) })),
    });
    return `${address.path}: ${frames.length === 1 ? '1 point' : `${frames.length} points`}`;
  });
}

function pointAt(time: string, text: string, spec: ParameterSpec, sampleRateHz: number) {
  const seconds = Number(time);
  if (!(seconds >= 0 && Number.isFinite(seconds))) throw new UsageError(`“${time}” is not a time in seconds`);
  return { atFrames: secondsToFrames(seconds, sampleRateHz), value: parseValue(spec, text) };
}

/** Switches always hold. */
function shapeFor(spec: ParameterSpec, shape: AutomationPoint['shape']): { shape?: AutomationPoint['shape'] } {
  return spec.kind === 'number' ? { shape } : {};
}
