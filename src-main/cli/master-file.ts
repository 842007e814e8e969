import type { DeliveryTarget } from '../../src-shared/analysis/delivery-target.ts';
import { proposeMaster } from '../../src-shared/analysis/master-proposal.ts';
import { applyMaster, findingsOfFile, withScratchSession } from '../studio/auto-mix.ts';
import { deliver } from '../studio/deliver.ts';
import { importTracks } from '../studio/import-tracks.ts';
import { masterLines } from './mix-stems.ts';
import { outputFile, targetOf } from './output-file.ts';
import type { OutputOptions } from './output-options.ts';
import { printDelivery } from './print-delivery.ts';
import { refuseExisting } from './refuse-existing.ts';
import { withProgress } from './with-progress.ts';

/** `mixdown master`: a finished mix through the proposed master to a file. */
export async function masterFile(input: string, options: OutputOptions): Promise<void> {
  const target = targetOf({ ...options, target: options.target ?? 'streaming' }) as DeliveryTarget;
  const { devices, delivery, warnings } = await withProgress((hooks) =>
    withScratchSession([input], async (edit, folder) => {
      const file = outputFile(options, edit.session.settings.session);
      await refuseExisting(file);
      const [track] = await importTracks(edit, [input], { folder, startFrames: 0, collect: false });
      hooks.onPhase('listening to the mix');
      const proposed = applyMaster(edit, proposeMaster(await findingsOfFile(input), target.truePeakDbtp));
      const threads = options.threads === undefined ? {} : { threads: options.threads };
      const delivered = await deliver({
        ...hooks,
        ...threads,
        session: edit.session,
        sessionFolder: folder,
        file,
        target,
      });
      return { devices: proposed, delivery: delivered, warnings: track?.warnings ?? [] };
    }),
  );
  process.stdout.write(`${masterLines(devices).join('\n')}\n\n`);
  printDelivery(delivery);
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
}
