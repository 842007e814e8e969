import { extname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openedBy } from '../studio/session-folder/session-opener.ts';

/** What the command line, or a second start, asks of the app. */
export type StartArguments = {
  /** `--smoke`: start, play a second, bounce, end. */
  readonly smoke: boolean;
  /** A session folder to open. */
  readonly sessionFolder: string | undefined;
  /** Sound files to bring in. */
  readonly soundFiles: readonly string[];
};

const SOUND_FILE = /\.(wav|wave|w64|rf64|aiff?|flac|mp3|ogg|opus|oga)$/i;

/**
 * Reads arguments without the program's own: Electron adds switches of Chromium and, in development, the app's folder,
 * and a second start hands over whatever it was given.
 *
 * @param folder what relative paths start from.
 */
export function startArguments(args: readonly string[], folder: string): StartArguments {
  const paths = args.filter((argument) => !argument.startsWith('-')).map((path) => resolve(folder, pathOf(path)));
  return {
    smoke: args.includes('--smoke'),
    sessionFolder: paths.map(sessionFolderOf).find((found) => found !== undefined),
    soundFiles: paths.filter((path) => SOUND_FILE.test(path)),
  };
}

/** A Linux desktop names files as addresses (Desktop Entry Specification, `%U`). */
function pathOf(argument: string): string {
  try {
    return argument.startsWith('file:') ? fileURLToPath(argument) : argument;
  } catch {
    return argument;
  }
}

/** The session that a path names: its folder, or a file within that stands for it. Undefined when it is something else. */
export function sessionFolderOf(path: string): string | undefined {
  const folder = openedBy(path);
  return folder !== path || extname(path).toLowerCase() === '.mixdown' ? folder : undefined;
}
