import { basename, dirname, extname, resolve } from 'node:path';

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
  const paths = args.filter((argument) => !argument.startsWith('-'));
  const sessions = paths.map((path) => sessionFolderOf(resolve(folder, path)));
  return {
    smoke: args.includes('--smoke'),
    sessionFolder: sessions.find((found) => found !== undefined),
    soundFiles: paths.filter((path) => SOUND_FILE.test(path)).map((path) => resolve(folder, path)),
  };
}

/** The session that a path names: its folder, or the session.json within. Undefined when it is something else. */
export function sessionFolderOf(path: string): string | undefined {
  if (extname(path).toLowerCase() === '.mixdown') return path;
  if (basename(path) === 'session.json') return dirname(path);
  return undefined;
}
