/** Bouncing: a job that writes files, measures them and reports. */
import { mkdir, stat } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { stemsClipSentence } from '../../src-shared/analysis/clip-sentence.ts';
import { type DeliveryTarget, deliveryTarget } from '../../src-shared/analysis/delivery-target.ts';
import type { AudioTags } from '../../src-shared/audio-file/audio-format.ts';
import type { BounceReport } from '../../src-shared/protocol/answers.ts';
import type { BounceOptions } from '../../src-shared/protocol/requests.ts';
import type { Settings } from '../../src-shared/session/records/settings.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { bounce } from '../bounce/bounce.ts';
import type { BounceFile, WrittenFile } from '../bounce/bounce-file.ts';
import type { BounceTask } from '../bounce/bounce-task.ts';
import { fileRateHz } from '../bounce/file-rate.ts';
import { refuseOwnSounds } from '../bounce/refuse-own-sounds.ts';
import { type DeliveryReport, deliver } from './deliver.ts';
import type { Handlers } from './dispatch.ts';
import type { EngineLink } from './engine-link.ts';
import type { JobControl, Jobs } from './jobs.ts';
import type { OpenSession } from './open-session.ts';
import { withFolderErrors } from './session-folder/session-folder-error.ts';
import { type StemFile, stemFiles } from './stem-files.ts';
import { StudioRefusal } from './studio-error.ts';

export function bounceRequests(
  open: OpenSession,
  jobs: Jobs,
  engine: EngineLink,
): Handlers<'bounce/start' | 'bounce/report' | 'bounce/listen' | 'job/cancel'> {
  return {
    'bounce/start': async (options) => {
      await open.settled();
      const { opening, folder } = open;
      const { session } = open.document;
      const target = targetOf(options);
      const asked = { ...options, file: resolve(options.file) };
      // The session as it is now: what changes meanwhile is not in it, and nothing in it changes.
      const folderNow = () => (open.opening === opening ? open.folder : folder);
      const wanted: Wanted = { options: asked, target, session, folderNow };
      await refuseTaken(wanted);
      const text = `Bouncing ${asked.file.split(/[\\/]/).pop()}`;
      return { jobId: jobs.start({ kind: 'bounce', text }, (control) => runBounce(wanted, control)) };
    },
    'bounce/report': ({ jobId }) => reportOfJob(jobs, jobId),
    'bounce/listen': async ({ jobId }) => {
      const file = jobId === null ? null : reportOfJob(jobs, jobId).file;
      if (file !== null && !(await stat(file).catch(() => undefined)))
        throw new StudioRefusal(`“${file}” is not there any more.`);
      return engine.audition(file);
    },
    'job/cancel': ({ jobId }) => ({ cancelled: jobs.cancel(jobId) }),
  };
}

function reportOfJob(jobs: Jobs, jobId: string): BounceReport {
  const report = jobs.report(jobId);
  if (!report) throw new StudioRefusal('There is no report of that bounce: it has not ended, or failed.');
  return report;
}

type Wanted = {
  readonly options: BounceOptions;
  readonly target: DeliveryTarget | undefined;
  readonly session: Session;
  /** Where the session lies: it may be saved under another name meanwhile. */
  readonly folderNow: () => string;
};

function targetOf({ target, withoutMaster, fromFrames, toFrames }: BounceOptions): DeliveryTarget | undefined {
  if (toFrames !== undefined && toFrames <= (fromFrames ?? 0))
    throw new StudioRefusal('The end of the bounce must lie after its start.', 'wrong-arguments');
  if (target === undefined) return undefined;
  const found = deliveryTarget(target);
  if (!found) throw new StudioRefusal(`There is no delivery target “${target}”.`, 'wrong-arguments');
  if (withoutMaster)
    throw new StudioRefusal('A target needs the master, whose limiter sets the loudness.', 'wrong-arguments');
  return found;
}

/** Before anything is rendered: neither the file nor a stem replaces one unasked. */
async function refuseTaken(wanted: Wanted): Promise<void> {
  const { options, session, folderNow } = wanted;
  const files = [bounceFile(options, session), ...stemsOf(wanted).map(({ file }) => file)];
  refuseOwnSounds(files, folderNow());
  if (options.overwrite) return;
  for (const { path } of files) {
    if (await stat(path).catch(() => undefined))
      throw new StudioRefusal(`“${path}” exists already: choose another name, or allow overwriting.`);
  }
}

async function runBounce(wanted: Wanted, control: JobControl): Promise<BounceReport> {
  const { options, target, session, folderNow } = wanted;
  const { fromFrames, toFrames, withoutMaster = false, stemsFolder } = options;
  await makeFolder(dirname(options.file));
  const task: BounceTask = {
    session,
    sessionFolder: folderNow(),
    signal: control.signal,
    ...(fromFrames !== undefined && { fromFrame: fromFrames }),
    ...(toFrames !== undefined && { toFrame: toFrames }),
    onProgress: ({ framesDone, framesTotal, secondsLeft }) =>
      control.progress(framesTotal > 0 ? framesDone / framesTotal : 1, secondsLeft),
  };
  const delivered = await deliver({
    ...task,
    file: bounceFile(options, session),
    withoutMaster,
    onPhase: (phase) => control.say(`${options.file.split(/[\\/]/).pop()}: ${phase}`),
    ...(target && { target }),
  });
  const stems = stemsOf(wanted);
  let written: readonly WrittenFile[] = [];
  if (stemsFolder !== undefined && stems.length > 0) {
    control.say('Stems');
    await makeFolder(stemsFolder);
    const toFrame = (fromFrames ?? 0) + delivered.frames;
    written = (await bounce({ ...task, sessionFolder: folderNow(), toFrame, files: [], stems })).stems;
  }
  control.signal.throwIfAborted();
  return reportOf(delivered, target, {
    stems: stems.map(({ file }) => file.path),
    stemsClip: stemsClipSentence(written.filter(({ overDb }) => overDb > 0).map(({ path }) => basename(path))),
  });
}

async function makeFolder(folder: string): Promise<void> {
  await withFolderErrors(folder, () => mkdir(folder, { recursive: true }));
}

function bounceFile(options: BounceOptions, session: Session): BounceFile {
  const { file, format, bitDepth, dither, overwrite = false } = options;
  const settings = session.settings.session;
  return {
    path: file,
    format,
    overwrite,
    ...(bitDepth !== undefined && { bitDepth }),
    ...(dither !== undefined && { dither }),
    sampleRateHz: fileRateHz(format, options.sampleRateHz ?? settings.sampleRateHz),
    tags: tagsOf(settings),
  };
}

function tagsOf({ name, tags }: Settings): AudioTags {
  const given = Object.entries({ title: name, ...tags }).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
}

function stemsOf({ options, session }: Wanted): readonly StemFile[] {
  const { stemsFolder } = options;
  return stemsFolder === undefined ? [] : stemFiles(session, resolve(stemsFolder), bounceFile(options, session));
}

function reportOf(
  { measure, clips, target: reached }: DeliveryReport,
  target: DeliveryTarget | undefined,
  stems: Pick<BounceReport, 'stems' | 'stemsClip'>,
): BounceReport {
  const { sampleRateHz } = measure;
  return {
    file: measure.file,
    durationSeconds: measure.frames / sampleRateHz,
    sampleRateHz,
    integratedLufs: measure.integratedLufs,
    loudnessRangeLu: measure.loudnessRangeLu,
    truePeakDbtp: measure.truePeakDbtp,
    samplePeakDbfs: measure.samplePeakDbfs,
    target: target
      ? { name: target.name, reached: reached?.whyNot === undefined, whyNot: reached?.whyNot ?? null }
      : null,
    clips,
    ...stems,
  };
}
