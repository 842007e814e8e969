// Electron as a maker of another app unpacked it (ELECTRON_OVERRIDE_DIST_PATH) may hold that app, and links to its files.
// electron-builder asks this once the app is gathered, and before anything is packed.
import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** @param {{ appOutDir: string, electronPlatformName: string }} context */
export function afterPack({ appOutDir, electronPlatformName }) {
  if (electronPlatformName !== 'linux') return;
  for (const other of ['app', 'default_app.asar'])
    rmSync(join(appOutDir, 'resources', other), { recursive: true, force: true });
  for (const name of readdirSync(appOutDir)) {
    const file = join(appOutDir, name);
    if (lstatSync(file).isSymbolicLink() && !existsSync(file)) rmSync(file);
  }
}
