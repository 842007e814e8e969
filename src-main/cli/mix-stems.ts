import type { DeliveryTarget } from '../../src-shared/analysis/delivery-target.ts';
import type { StripBalance } from '../../src-shared/analysis/first-balance.ts';
import type { ProposedDevice } from '../../src-shared/analysis/master-proposal.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { type AutoMix, autoMix, sessionFor, withScratchSession } from '../studio/auto-mix.ts';
import { type DeliveryReport, deliver } from '../studio/deliver.ts';
import { trackNameOf } from '../studio/import-audio.ts';
import { newSessionFolder } from '../studio/session-folder/session-paths.ts';
import { SessionStore } from '../studio/session-folder/session-store.ts';
import type { MixCommandOptions } from './commands/mix.ts';
import { outputFile, targetOf } from './output-file.ts';
import type { OutputOptions } from './output-options.ts';
import { printDelivery } from './print-delivery.ts';
import { refuseExisting } from './refuse-existing.ts';
import { decimal, tableLines } from './terminal/table.ts';
import { type ProgressHooks, withProgress } from './with-progress.ts';

type Mixed = { readonly mix: AutoMix; readonly delivery: DeliveryReport };

/** `mixdown mix`: stems → first balance → master → file; prints what was done and why. */
export async function mixStems(files: readonly string[], options: MixCommandOptions): Promise<void> {
  const target = targetOf({ ...options, target: options.target ?? 'streaming' }) as DeliveryTarget;
  const { mix, delivery } = await withProgress(async (hooks) => {
    if (options.keep === undefined) {
      return withScratchSession(files, (edit, folder) =>
        mixInto(edit, files, { options, target, hooks, folder, collect: false }),
      );
    }
    return keepSession(options.keep, files, { options, target, hooks });
  });
  process.stdout.write(`${[...balanceTable(mix.balance), '', ...masterLines(mix.master)].join('\n')}\n\n`);
  printDelivery(delivery);
  for (const { warnings } of mix.tracks) for (const warning of warnings) process.stderr.write(`${warning}\n`);
}

type MixTask = { readonly options: OutputOptions; readonly target: DeliveryTarget; readonly hooks: ProgressHooks };

async function mixInto(
  edit: SessionEdit,
  files: readonly string[],
  task: MixTask & { folder: string; collect: boolean; onMixed?: () => void },
): Promise<Mixed> {
  const { options, target, hooks, folder, collect, onMixed } = task;
  const file = outputFile(options, edit.session.settings.session);
  await refuseExisting(file);
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const mix = await autoMix(edit, files, { ...hooks, ...threads, folder, collect, ceilingDbtp: target.truePeakDbtp });
  onMixed?.();
  const delivery = await deliver({ ...hooks, ...threads, session: edit.session, sessionFolder: folder, file, target });
  return { mix, delivery };
}

/** The mix as a session of its own, which is there before the file is. */
async function keepSession(song: string, files: readonly string[], task: MixTask): Promise<Mixed> {
  const folder = newSessionFolder(song);
  const store = await SessionStore.create(folder, await sessionFor(files, trackNameOf(folder)));
  try {
    const edit = new SessionEdit(store.session);
    const onMixed = () => void store.commit('Mix the stems', edit.diff);
    return await mixInto(edit, files, { ...task, folder: store.folder, collect: true, onMixed });
  } finally {
    await store.close();
  }
}

function balanceTable(balance: readonly StripBalance[]): string[] {
  const right = (head: string) => ({ head, align: 'right' as const });
  const columns = [
    { head: 'track' },
    right('gain dB'),
    right('pan'),
    right('low cut'),
    right('room dB'),
    { head: 'why' },
  ];
  const rows = balance.map(({ name, gainDb, clipGainDb, pan, lowCutHz, roomSendDb, reasons }) => [
    name,
    decimal(gainDb + clipGainDb, 1),
    decimal(pan, 2),
    lowCutHz === null ? '' : `${lowCutHz} Hz`,
    roomSendDb === null ? '' : decimal(roomSendDb, 0),
    reasons.join('; '),
  ]);
  return tableLines(columns, rows);
}

/** The master's devices with the reason for each of their settings. */
export function masterLines(devices: readonly ProposedDevice[]): string[] {
  return [
    'master',
    ...devices.flatMap(({ type, reasons }) =>
      reasons.map((reason, index) => `  ${(index === 0 ? type : '').padEnd(14)}${reason}`),
    ),
  ];
}
