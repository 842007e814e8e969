// npm start -- --web: builds what is stale, then serves the app to browsers on this machine.
import { buildApp } from './build-app.mjs';
import { buildRenderer } from './build-renderer.mjs';

/** @param args --port N, --share, a session folder; src-main/web/main.ts reads them from the command line. */
export async function startWeb(args) {
  await Promise.all([buildApp(), buildRenderer()]);
  process.argv.splice(2, Number.POSITIVE_INFINITY, ...args);
  await import('../out/app/web.js');
}
