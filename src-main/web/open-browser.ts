import { spawn } from 'node:child_process';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** The page is read by then; the link in it is spent. */
const READ_MS = 20_000;

/**
 * Opens a link in the musician's browser, where there is one: false on a machine without a screen. By way of a page that
 * only this user may read, for a link on a command line is seen by every user of the machine.
 */
export async function openBrowser(link: string, folder: string): Promise<boolean> {
  const opener = openerOf(process.platform);
  if (!opener) return false;
  const page = join(folder, `open-${process.pid}.html`);
  await writeFile(page, `<!doctype html><meta http-equiv="refresh" content="0;url=${link}"><title>Mixdown</title>\n`, {
    mode: 0o600,
  });
  // A system that holds on to it keeps a link that is spent.
  setTimeout(() => void rm(page, { force: true }).catch(() => undefined), READ_MS).unref();
  const [command, ...args] = opener;
  return new Promise((resolve) => {
    const child = spawn(command, [...args, pathToFileURL(page).href], { stdio: 'ignore', detached: true });
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
    child.unref();
  });
}

function openerOf(platform: NodeJS.Platform): readonly [string, ...string[]] | undefined {
  if (platform === 'darwin') return ['open'];
  // The empty text is the title of a window that is not opened.
  if (platform === 'win32') return ['cmd', '/c', 'start', ''];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : undefined;
}
