/** A command line that cannot be right whatever the files hold: exit code 2, with a way to the help. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}
