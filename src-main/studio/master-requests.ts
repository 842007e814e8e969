/** A master that is proposed from the mix itself, as one undo step. */
import { deliveryTarget } from '../../src-shared/analysis/delivery-target.ts';
import type { ProposedDevice } from '../../src-shared/analysis/master-proposal.ts';
import type { MasterProposal } from '../../src-shared/protocol/answers.ts';
import type { Handlers } from './dispatch.ts';
import type { JobControl, Jobs } from './jobs.ts';
import type { OpenSession } from './open-session.ts';
import { proposeForSession, replaceMaster } from './propose-master.ts';
import { StudioRefusal } from './studio-error.ts';

export function masterRequests(open: OpenSession, jobs: Jobs): Handlers<'master/propose' | 'master/proposal'> {
  /** The last proposal of each session that was opened; a session that was closed takes its own along. */
  const last = new WeakMap<object, MasterProposal>();
  return {
    'master/proposal': async () => {
      await open.settled();
      return { proposal: last.get(open.opening) ?? null };
    },
    'master/propose': async (args) => {
      await open.settled();
      const target = deliveryTarget(args.target);
      if (!target) throw new StudioRefusal(`There is no delivery target “${args.target}”.`, 'wrong-arguments');
      const { folder } = open;
      const { session } = open.document;
      if (Object.keys(session.clips).length === 0)
        throw new StudioRefusal('There is no sound to listen to: the session has no clip.');
      return new Promise<MasterProposal>((resolve, reject) => {
        const work = async (control: JobControl) => {
          try {
            const task = { session, sessionFolder: folder, target, signal: control.signal };
            const devices = await proposeForSession({
              ...task,
              onPhase: control.say,
              onShare: (share) => control.progress(share),
            });
            control.signal.throwIfAborted();
            if (open.folder !== folder)
              throw new StudioRefusal('Another session was opened while Mixdown listened to the mix.');
            const proposal = commitMaster(open, devices);
            last.set(open.opening, proposal);
            resolve(proposal);
          } catch (error) {
            // The answer says what went wrong; the job only tells a cancelled one from one that is over.
            reject(control.signal.aborted ? new StudioRefusal('The proposal was cancelled.') : error);
            control.signal.throwIfAborted();
          }
          return null;
        };
        jobs.start({ kind: 'propose', text: 'Listening to the mix' }, work);
      });
    },
  };
}

/** The chain takes the place of what is there: undo brings it back. */
function commitMaster(open: OpenSession, devices: readonly ProposedDevice[]): MasterProposal {
  const { session, diff } = replaceMaster(open.document.session, devices);
  open.commit('Propose a master', diff);
  const deviceIds = session.strips['master']?.deviceIds ?? [];
  return { devices: deviceIds.map((deviceId, index) => ({ deviceId, reasons: devices[index]?.reasons ?? [] })) };
}
