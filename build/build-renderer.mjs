// Builds the screens to out/renderer/, when a source is newer than what was built: static files that any host can serve.
// Names hold a hash of what is in them, so a page that is open keeps finding its own files (vite.config.ts).
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installWhatIsMissing } from './install.mjs';
import { filesBelow, modifiedMs, newestMs, projectRoot } from './project-files.mjs';
import { removeOldFiles } from './replace-file.mjs';

export const rendererFolder = join(projectRoot, 'out/renderer');
const stampFile = join(projectRoot, 'out/renderer-built.txt');

/** Builds what is stale: a few milliseconds when nothing is. Rejects, with what the compiler said, when it does not compile. */
export async function buildRenderer() {
  const sources = ['src-shared', 'src-renderer'].flatMap((folder) => filesBelow(join(projectRoot, folder)));
  const shipped = sources.filter((file) => !/\.(test|spec|bench)\.ts$/.test(file));
  shipped.push(join(projectRoot, 'package-lock.json'), join(projectRoot, 'vite.config.ts'));
  const sourcesMs = newestMs(shipped);
  if (sourcesMs < modifiedMs(stampFile) && modifiedMs(join(rendererFolder, 'index.html')) > 0) return false;

  await installWhatIsMissing();
  const { build } = await import('vite');
  await build({ configFile: join(projectRoot, 'vite.config.ts'), logLevel: 'error' });
  removeOldFiles(rendererFolder);
  mkdirSync(join(projectRoot, 'out'), { recursive: true });
  // As old as the sources were at the start: one saved meanwhile makes the screens stale again.
  writeFileSync(stampFile, 'The time of this file says how new the sources were that the screens were made of.\n');
  const stamp = new Date(Math.ceil(sourcesMs) + 1);
  utimesSync(stampFile, stamp, stamp);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildRenderer();
  console.log(built ? `built ${rendererFolder}` : 'nothing changed since the last build');
}
