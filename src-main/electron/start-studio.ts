/** The studio of the desktop app. It is loaded when the window is open: of all that starts, it is the most. */
import packageJson from '../../package.json' with { type: 'json' };
import { DataFolder } from '../studio/data-folder.ts';
import { Studio } from '../studio/studio.ts';
import { startEngine } from './start-engine.ts';

/** Rejects with SessionFolderError when `folder` was named and cannot be opened. */
export function startStudio({
  dataFolder,
  folder,
  engineMayStart,
}: {
  /** Default: where the system keeps the data of programs. */
  readonly dataFolder: string | undefined;
  /** The session to open; default the last one. */
  readonly folder: string | undefined;
  readonly engineMayStart: Promise<void>;
}): Promise<Studio> {
  return Studio.start({
    data: new DataFolder(dataFolder),
    engine: startEngine(engineMayStart),
    host: { info: Studio.info({ version: packageJson.version, host: 'electron' }), share: howToShare },
    ...(folder !== undefined && { folder }),
  });
}

function howToShare() {
  return { url: null, qrRows: [], sentence: 'To mix from a tablet, start Mixdown with: npm start -- --web --share' };
}
