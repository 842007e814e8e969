import { CommandError } from '../../../src-shared/session/command-error.ts';

export type SessionFolderErrorCode =
  | 'exists'
  | 'missing'
  | 'not-a-session'
  | 'in-use'
  | 'damaged'
  | 'newer-version'
  | 'disk-full'
  | 'no-permission'
  | 'input-output';

/** An expected failure around a session folder; `message` is a sentence for a musician that names the folder or file. */
export class SessionFolderError extends Error {
  readonly code: SessionFolderErrorCode;

  constructor(code: SessionFolderErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'SessionFolderError';
    this.code = code;
  }
}

const SENTENCES: { readonly [osCode: string]: readonly [SessionFolderErrorCode, string] } = {
  ENOENT: ['missing', 'does not exist: check its name and folder.'],
  ENOTDIR: ['not-a-session', 'is not a session folder.'],
  EACCES: ['no-permission', 'may not be read or written: you have no permission for it.'],
  EPERM: ['no-permission', 'may not be read or written: you have no permission for it.'],
  EROFS: ['no-permission', 'cannot be written: its disk is read-only.'],
  EEXIST: ['exists', 'exists already: choose another name.'],
  ENOTEMPTY: ['exists', 'exists already: choose another name.'],
  ENOSPC: ['disk-full', 'could not be written: the disk is full; free some space and try again.'],
  EBADF: ['input-output', 'is closed: open it again.'],
  EDQUOT: ['disk-full', 'could not be written: your share of the disk is full; free some space and try again.'],
};

/** Turns whatever went wrong at `path` into a SessionFolderError; a programming error passes through as it is. */
export function toFolderError(error: unknown, path: string): unknown {
  if (error instanceof SessionFolderError) return error;
  if (error instanceof CommandError) {
    const code = error.code === 'newer-version' ? 'newer-version' : 'damaged';
    return new SessionFolderError(code, `“${path}” cannot be opened. ${error.message}`, { cause: error });
  }
  const osCode = (error as NodeJS.ErrnoException).code;
  // Errors of our own have codes too, in small letters.
  if (osCode === undefined || !/^E[A-Z0-9]+$/.test(osCode)) return error;
  const [code, sentence] = SENTENCES[osCode] ?? [
    'input-output',
    `could not be read or written: the disk answered ${osCode}.`,
  ];
  return new SessionFolderError(code, `“${path}” ${sentence}`, { cause: error });
}

/** Runs file work on `path`, its failures as SessionFolderError. */
export async function withFolderErrors<Result>(path: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw toFolderError(error, path);
  }
}
