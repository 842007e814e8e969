/** The one error of this layer: a wish that the session cannot fulfil. Anything else thrown here is a programming error. */

export type CommandErrorCode =
  /** Something named does not exist. */
  | 'missing'
  /** A name fits more than one thing. */
  | 'ambiguous'
  /** A value lies outside what its field or parameter allows. */
  | 'invalid-value'
  /** A strip would feed itself. */
  | 'feedback'
  /** The kind of strip, device or clip does not allow it. */
  | 'not-possible'
  /** A document is damaged or does not fit together. */
  | 'invalid-session'
  /** A document comes from a newer Mixdown. */
  | 'newer-version';

/** `message` is a sentence for a musician; commands throw this and nothing else because of their arguments. */
export class CommandError extends Error {
  readonly code: CommandErrorCode;

  constructor(code: CommandErrorCode, message: string) {
    super(message);
    this.name = 'CommandError';
    this.code = code;
  }
}
