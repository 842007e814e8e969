/**
 * A master from the mix itself: the mix is rendered once and heard, the chain is proposed from what was found, and its
 * limiter is set to the target's loudness by trying it on that same mix. What is added up by the tracks is not rendered again.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeliveryTarget } from '../../src-shared/analysis/delivery-target.ts';
import { type ProposedDevice, proposeMaster } from '../../src-shared/analysis/master-proposal.ts';
import { searchTarget } from '../../src-shared/analysis/target-search.ts';
import { limiterParameters } from '../../src-shared/dsp/mastering/limiter.ts';
import { removeDevice } from '../../src-shared/session/commands/devices.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { formatNumber, formatSigned } from '../../src-shared/units/format.ts';
import type { BounceProgress, BounceTask } from '../bounce/bounce-task.ts';
import { type PreMaster, renderMaster, renderPreMaster } from '../bounce/pre-master.ts';
import { applyMaster, findingsOfFile } from './auto-mix.ts';

export type ProposalTask = Omit<BounceTask, 'onProgress'> & {
  readonly target: DeliveryTarget;
  /** Says what goes on. */
  readonly onPhase?: (phase: string) => void;
  /** How much of all of it is done, 0…1. */
  readonly onShare?: (share: number) => void;
};

/** About how much of the time each step takes: the tracks are rendered once, the master several times. */
const SHARES = { mix: 0.5, listen: 0.6, most: 0.98 } as const;

/** A tenth is what is shown: nearer need not be tried. */
const TOLERANCE_LU = 0.05;
const MAX_RENDERS = 8;

/** The chain in signal order, with its reasons. The session stays as it is. Rejects as `bounce` does. */
export async function proposeForSession(task: ProposalTask): Promise<readonly ProposedDevice[]> {
  const { target, onPhase } = task;
  const folder = await mkdtemp(join(tmpdir(), 'mixdown-'));
  try {
    onPhase?.('Listening to the mix');
    const bare = withoutMasterDevices(task.session);
    const mixing = { ...task, session: bare, onProgress: shareOf(task, 0, SHARES.mix) };
    const preMaster = await renderPreMaster(mixing, folder);
    const path = join(folder, 'mix.wav');
    await renderMaster(preMaster, {
      ...signalOf(task),
      session: bare,
      files: [{ path, format: 'wav', bitDepth: '32f' }],
      onProgress: shareOf(task, SHARES.mix, SHARES.listen),
    });
    const faderDb = (bare.strips['master']?.channel['gainDb'] as number | undefined) ?? 0;
    const devices = proposeMaster(await findingsOfFile(path), ceilingOf(target, faderDb));
    onPhase?.(`Setting the loudness for ${target.label}`);
    return await setLoudness(preMaster, bare, devices, task);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Puts a chain in place of the master's devices. */
export function replaceMaster(session: Session, devices: readonly ProposedDevice[]): SessionEdit {
  const edit = new SessionEdit(session);
  for (const deviceId of session.strips['master']?.deviceIds ?? []) edit.run(removeDevice, { deviceId });
  applyMaster(edit, devices);
  return edit;
}

function withoutMasterDevices(session: Session): Session {
  return replaceMaster(session, []).session;
}

/** The fader comes after the limiter: the ceiling makes room for it. */
function ceilingOf(target: DeliveryTarget, faderDb: number): number {
  const { minimum, maximum } = limiterParameters.ceilingDbtp;
  return Math.max(minimum, Math.min(maximum, target.truePeakDbtp - faderDb));
}

async function setLoudness(
  preMaster: PreMaster,
  bare: Session,
  devices: readonly ProposedDevice[],
  task: ProposalTask,
): Promise<readonly ProposedDevice[]> {
  const { target } = task;
  const { minimum, maximum } = limiterParameters.inputGainDb;
  let done: number = SHARES.listen;
  const found = await searchTarget({
    targetLufs: target.integratedLufs,
    toleranceLu: TOLERANCE_LU,
    gainRangeDb: [minimum, maximum],
    startGainDb: 0,
    maxRenders: MAX_RENDERS,
    async measureAt(inputGainDb) {
      const { session } = replaceMaster(bare, driven(devices, inputGainDb));
      // How many it takes nobody knows before: each gets a third of what is left.
      const next = done + (SHARES.most - done) / 3;
      const { figures } = await renderMaster(preMaster, {
        ...signalOf(task),
        session,
        files: [],
        measure: true,
        onProgress: shareOf(task, done, next),
      });
      done = next;
      return { integratedLufs: figures?.integratedLufs ?? null, truePeakDbtp: figures?.truePeakDbtp ?? null };
    },
  });
  const inputGainDb = Math.round(found.inputGainDb * 10) / 10;
  const { integratedLufs } = found.measured;
  const came = integratedLufs === null ? 'silent' : `${formatNumber(integratedLufs, 1)} LUFS`;
  const reason = `${formatSigned(inputGainDb, 1)} dB into it for ${target.label}: ${found.whyNot ?? came}`;
  return driven(devices, inputGainDb).map((device) =>
    device.type === 'limiter' ? { ...device, reasons: [...device.reasons, reason] } : device,
  );
}

/** The chain with so much gain into its limiter. */
function driven(devices: readonly ProposedDevice[], inputGainDb: number): readonly ProposedDevice[] {
  return devices.map((device) =>
    device.type === 'limiter' ? { ...device, values: { ...device.values, inputGainDb } } : device,
  );
}

/** The progress of one step as that of the whole. */
function shareOf({ onShare }: ProposalTask, from: number, to: number): (progress: BounceProgress) => void {
  return ({ framesDone, framesTotal }) =>
    onShare?.(from + (to - from) * (framesTotal > 0 ? Math.min(1, framesDone / framesTotal) : 1));
}

function signalOf({ signal }: ProposalTask): Pick<BounceTask, 'signal'> {
  return signal ? { signal } : {};
}
