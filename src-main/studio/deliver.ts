/** A session to a file that is delivered: at a target's loudness under its true-peak cap, and measured as it lies on the disk. */
import { tmpdir } from 'node:os';
import { clipSentence } from '../../src-shared/analysis/clip-sentence.ts';
import { type DeliveryTarget, TARGET_TOLERANCE_LU } from '../../src-shared/analysis/delivery-target.ts';
import { searchTarget } from '../../src-shared/analysis/target-search.ts';
import { limiter } from '../../src-shared/dsp/mastering/limiter.ts';
import { addDevice, setDeviceValue } from '../../src-shared/session/commands/devices.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { bounce } from '../bounce/bounce.ts';
import { type BounceFile, isFloatFile, type WrittenFile } from '../bounce/bounce-file.ts';
import type { BounceTask } from '../bounce/bounce-task.ts';
import { type PreMaster, renderMaster, renderPreMaster } from '../bounce/pre-master.ts';
import { refuseOwnSounds } from '../bounce/refuse-own-sounds.ts';
import { type FileMeasure, measureWritten } from './measure-file.ts';

export type Delivery = BounceTask & {
  readonly file: BounceFile;
  /** Leaves the master out: strips and buses alone. It has no limiter then, so no target either. */
  readonly withoutMaster?: boolean;
  readonly target?: DeliveryTarget;
  /** Says what goes on, such as `setting the loudness`. */
  readonly onPhase?: (phase: string) => void;
};

export type DeliveryReport = {
  /** The file as it lies on the disk. */
  readonly measure: FileMeasure;
  /** Its length at the session's rate, the tail included: stems of the same length add up to the mix. */
  readonly frames: number;
  /** That the file clips, and what helps; null where it does not. */
  readonly clips: string | null;
  readonly target?: {
    readonly target: DeliveryTarget;
    /** What the limiter's input gain was set to, in dB. */
    readonly inputGainDb: number;
    readonly ceilingDbtp: number;
    /** A limiter was put at the end of the master for this delivery, because it had none. */
    readonly limiterAdded: boolean;
    /** Why it is off its target; absent when it is on it. */
    readonly whyNot?: string;
  };
};

/** Finer than what is promised: coding and dither come afterwards. */
const SEARCH_TOLERANCE_LU = 0.05;
const MAX_RENDERS = 10;
/** Renders of the file itself, each with a lower ceiling, when coding or resampling raised a peak over the cap. */
const MAX_FILES = 4;
/** How far under the cap a lowered ceiling aims, in dB: a meter reads two decimals. */
const CEILING_MARGIN_DB = 0.03;

/** Rejects as `bounce` does. */
export async function deliver(delivery: Delivery): Promise<DeliveryReport> {
  const { file, target, withoutMaster = false, onPhase } = delivery;
  if (target && !withoutMaster) return deliverToTarget(delivery, target);
  onPhase?.('bouncing');
  const report = await bounce({ ...delivery, files: [{ ...file, measure: true }], bypassMaster: withoutMaster });
  onPhase?.('measuring');
  const written = report.files[0] as WrittenFile;
  const measure = await measureWritten(written);
  return { measure, frames: report.frames, clips: clipsOf(file, written, measure) };
}

function clipsOf(file: BounceFile, { overDb }: WrittenFile, { truePeakDbtp }: FileMeasure): string | null {
  return clipSentence({ overDb, truePeakDbtp, isFloat: isFloatFile(file) });
}

async function deliverToTarget(delivery: Delivery, target: DeliveryTarget): Promise<DeliveryReport> {
  const { onPhase } = delivery;
  // Before minutes of work, not after them.
  refuseOwnSounds([delivery.file], delivery.sessionFolder);
  const master = withLimiter(delivery.session);
  onPhase?.('mixing');
  const preMaster = await renderPreMaster({ ...delivery, session: master.session }, tmpdir());
  try {
    onPhase?.(`setting the loudness for ${target.label}`);
    let ceilingDbtp = target.truePeakDbtp - master.faderDb;
    const found = await search(delivery, { preMaster, master, target, ceilingDbtp });
    for (let count = 1; ; count++) {
      onPhase?.('writing');
      const session = setLimiter(master, found.inputGainDb, ceilingDbtp);
      // From the second on it replaces the file that this delivery wrote itself.
      const file = { ...delivery.file, overwrite: delivery.file.overwrite === true || count > 1, measure: true };
      const report = await renderMaster(preMaster, { ...control(delivery), session, files: [file] });
      onPhase?.('measuring');
      const written = report.files[0] as WrittenFile;
      const measure = await measureWritten(written);
      const over = (measure.truePeakDbtp ?? Number.NEGATIVE_INFINITY) - target.truePeakDbtp;
      if (over > 0 && count < MAX_FILES) {
        ceilingDbtp -= over + CEILING_MARGIN_DB;
        continue;
      }
      const whyNot = whyOffTarget(measure, target, found.whyNot);
      const { inputGainDb } = found;
      return {
        measure,
        frames: report.frames,
        clips: clipsOf(file, written, measure),
        target: { target, inputGainDb, ceilingDbtp, limiterAdded: master.added, ...(whyNot && { whyNot }) },
      };
    }
  } finally {
    preMaster.discard();
  }
}

type Limited = {
  readonly session: Session;
  readonly deviceId: string;
  readonly added: boolean;
  readonly inputGainDb: number;
  readonly faderDb: number;
};

/** The session with a limiter at work on its master: the last one there, else a new one at the end. */
function withLimiter(session: Session): Limited {
  const { deviceIds = [], channel = {} } = session.strips.master ?? {};
  const faderDb = (channel.gainDb as number | undefined) ?? 0;
  const there = [...deviceIds]
    .reverse()
    .find((id) => session.devices[id]?.type === limiter.type && session.devices[id]?.enabled);
  if (there) return { session, deviceId: there, added: false, inputGainDb: inputGainOf(session, there), faderDb };
  const edit = new SessionEdit(session);
  const deviceId = edit.run(addDevice, { stripId: 'master', type: limiter.type }).in('devices');
  return { session: edit.session, deviceId, added: true, inputGainDb: 0, faderDb };
}

function inputGainOf(session: Session, deviceId: string): number {
  return (session.devices[deviceId]?.values.inputGainDb as number | undefined) ?? 0;
}

function setLimiter({ session, deviceId }: Limited, inputGainDb: number, ceilingDbtp: number): Session {
  const edit = new SessionEdit(session);
  const [lowest, highest] = rangeOf('ceilingDbtp');
  edit.run(setDeviceValue, { deviceId, key: 'inputGainDb', value: inputGainDb });
  edit.run(setDeviceValue, { deviceId, key: 'ceilingDbtp', value: Math.max(lowest, Math.min(highest, ceilingDbtp)) });
  return edit.session;
}

function rangeOf(key: string): readonly [number, number] {
  const spec = limiter.parameters[key];
  if (spec?.kind !== 'number') throw new Error(`the limiter has no number ${key}`);
  return [spec.minimum, spec.maximum];
}

type SearchParts = {
  readonly preMaster: PreMaster;
  readonly master: Limited;
  readonly target: DeliveryTarget;
  readonly ceilingDbtp: number;
};

function search(delivery: Delivery, { preMaster, master, target, ceilingDbtp }: SearchParts) {
  return searchTarget({
    targetLufs: target.integratedLufs,
    toleranceLu: SEARCH_TOLERANCE_LU,
    gainRangeDb: rangeOf('inputGainDb'),
    startGainDb: master.inputGainDb,
    maxRenders: MAX_RENDERS,
    async measureAt(inputGainDb) {
      const session = setLimiter(master, inputGainDb, ceilingDbtp);
      const { figures } = await renderMaster(preMaster, { ...control(delivery), session, files: [], measure: true });
      return { integratedLufs: figures?.integratedLufs ?? null, truePeakDbtp: figures?.truePeakDbtp ?? null };
    },
  });
}

function control({ signal, onProgress }: Delivery): Pick<BounceTask, 'signal' | 'onProgress'> {
  return { ...(signal && { signal }), ...(onProgress && { onProgress }) };
}

function whyOffTarget(
  measure: FileMeasure,
  target: DeliveryTarget,
  searchedWhyNot: string | undefined,
): string | undefined {
  const { integratedLufs, truePeakDbtp } = measure;
  if (truePeakDbtp !== null && truePeakDbtp > target.truePeakDbtp)
    return `its true peak of ${truePeakDbtp.toFixed(2)} dBTP lies over the cap of ${target.truePeakDbtp} dBTP`;
  if (integratedLufs !== null && Math.abs(integratedLufs - target.integratedLufs) <= TARGET_TOLERANCE_LU)
    return undefined;
  return (
    searchedWhyNot ??
    `it comes to ${integratedLufs?.toFixed(1)} LUFS: what was done to the file after the limiter moved it`
  );
}
