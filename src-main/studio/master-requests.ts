/** A master that is proposed from the mix itself. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type MixFindings, type ProposedDevice, proposeMaster } from '../../src-shared/analysis/master-proposal.ts';
import type { MasterProposal } from '../../src-shared/protocol/answers.ts';
import { removeDevice } from '../../src-shared/session/commands/devices.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { bounce } from '../bounce/bounce.ts';
import { applyMaster, findingsOfFile } from './auto-mix.ts';
import type { Handlers } from './dispatch.ts';
import type { JobControl, Jobs } from './jobs.ts';
import type { OpenSession } from './open-session.ts';
import { StudioRefusal } from './studio-error.ts';

export function masterRequests(open: OpenSession, jobs: Jobs): Handlers<'master/propose'> {
  return {
    'master/propose': async ({ ceilingDbtp }) => {
      await open.settled();
      const { session } = open.document;
      const { folder } = open;
      if (Object.keys(session.clips).length === 0)
        throw new StudioRefusal('There is no sound to listen to: the session has no clip.');
      return new Promise<MasterProposal>((resolve, reject) => {
        const work = async (control: JobControl) => {
          try {
            const findings = await findingsOfMix(session, folder, control);
            control.signal.throwIfAborted();
            if (open.folder !== folder)
              throw new StudioRefusal('Another session was opened while Mixdown listened to the mix.');
            resolve(replaceMaster(open, proposeMaster(findings, ceilingDbtp)));
          } catch (error) {
            reject(control.signal.aborted ? new StudioRefusal('The proposal was cancelled.') : error);
            throw error;
          }
          return null;
        };
        jobs.start({ kind: 'propose', text: 'Listening to the mix' }, work);
      });
    },
  };
}

/** The chain takes the place of what is there: undo brings it back. */
function replaceMaster(open: OpenSession, devices: readonly ProposedDevice[]): MasterProposal {
  const edit = new SessionEdit(open.document.session);
  for (const deviceId of edit.session.strips['master']?.deviceIds ?? []) edit.run(removeDevice, { deviceId });
  applyMaster(edit, devices);
  open.commit('Propose a master', edit.diff);
  const deviceIds = open.document.session.strips['master']?.deviceIds ?? [];
  return {
    devices: deviceIds.map((deviceId, index) => ({ deviceId, reasons: devices[index]?.reasons ?? [] })),
  };
}

/** Renders the mix without its master once, and hears it. */
async function findingsOfMix(session: Session, sessionFolder: string, control: JobControl): Promise<MixFindings> {
  const folder = await mkdtemp(join(tmpdir(), 'mixdown-'));
  try {
    const path = join(folder, 'mix.wav');
    await bounce({
      session,
      sessionFolder,
      signal: control.signal,
      bypassMaster: true,
      files: [{ path, format: 'wav', bitDepth: '32f' }],
      onProgress: ({ framesDone, framesTotal, secondsLeft }) =>
        control.progress(framesTotal > 0 ? framesDone / framesTotal : 1, secondsLeft),
    });
    return await findingsOfFile(path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
