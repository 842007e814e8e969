import { mkdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { stemsClipSentence } from '../../src-shared/analysis/clip-sentence.ts';
import { secondsToFrames } from '../../src-shared/units/time.ts';
import { bounce } from '../bounce/bounce.ts';
import type { BounceTask } from '../bounce/bounce-task.ts';
import { type Delivery, deliver } from '../studio/deliver.ts';
import { stemFiles } from '../studio/stem-files.ts';
import type { BounceCommandOptions } from './commands/bounce.ts';
import { readSong } from './edit-song.ts';
import { outputFile, targetOf } from './output-file.ts';
import { printDelivery } from './print-delivery.ts';
import { refuseExisting } from './refuse-existing.ts';
import { UsageError } from './usage-error.ts';
import { withProgress } from './with-progress.ts';

/** `mixdown bounce`: the mix to one file, and its stems to a folder. */
export async function bounceSong(song: string, options: BounceCommandOptions): Promise<void> {
  const target = targetOf(options);
  if (target && !options.master) throw new UsageError('--target needs the master: leave --no-master out');
  if (options.to !== undefined && options.to <= (options.from ?? 0)) throw new UsageError('--to must lie after --from');
  const { session, folder } = await readSong(song);
  const settings = session.settings.session;
  const file = outputFile(options, settings);
  await refuseExisting(file);
  const report = await withProgress(async (progress) => {
    const task: BounceTask = { ...spanOf(options, settings.sampleRateHz), ...progress, session, sessionFolder: folder };
    const stems = options.stems === undefined ? [] : stemFiles(session, options.stems, file);
    if (options.stems !== undefined) await mkdir(options.stems, { recursive: true });
    for (const stem of stems) await refuseExisting(stem.file);
    const delivery: Delivery = {
      ...task,
      file,
      withoutMaster: !options.master,
      onPhase: progress.onPhase,
      ...(target && { target }),
    };
    const delivered = await deliver(delivery);
    progress.onPhase('stems');
    const toFrame = (task.fromFrame ?? 0) + delivered.frames;
    const written = stems.length > 0 ? (await bounce({ ...task, toFrame, files: [], stems })).stems : [];
    const clipping = written.filter(({ overDb }) => overDb > 0).map(({ path }) => basename(path));
    return { ...delivered, stems: stems.map((stem) => stem.file.path), stemsClip: stemsClipSentence(clipping) };
  });
  printDelivery(report);
}

function spanOf(
  { from, to, threads }: BounceCommandOptions,
  sampleRateHz: number,
): Pick<BounceTask, 'fromFrame' | 'toFrame' | 'threads'> {
  return {
    ...(from !== undefined && { fromFrame: secondsToFrames(from, sampleRateHz) }),
    ...(to !== undefined && { toFrame: secondsToFrames(to, sampleRateHz) }),
    ...(threads !== undefined && { threads }),
  };
}
