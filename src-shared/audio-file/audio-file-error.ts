/** The one error of this folder: an expected failure that a musician can act on. */

export type AudioFileErrorCode =
  | 'missing'
  | 'no-permission'
  | 'is-directory'
  | 'not-a-file'
  | 'empty'
  | 'not-audio'
  | 'damaged'
  | 'no-channels'
  | 'unsupported'
  | 'exists'
  | 'disk-full'
  | 'input-output';

/**
 * `message` is one sentence that names the file, what is wrong and, where there is one, the way
 * out. Everything in this folder that can fail because of a file throws this and nothing else;
 * any other error is a programming error.
 */
export class AudioFileError extends Error {
  readonly code: AudioFileErrorCode;

  constructor(code: AudioFileErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = 'AudioFileError';
    this.code = code;
  }
}

/** A file's name as it stands in a sentence: quoted, on one line whatever it holds. */
export function quoteName(name: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is replaced
  return `“${name.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '␣')}”`;
}
