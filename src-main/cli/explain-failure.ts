import { UsageError } from './usage-error.ts';

/** Errors with a sentence for a musician name themselves so; anything else is a fault of ours and says where. */
const EXPECTED_ERRORS = new Set([
  'CancelledError',
  'UsageError',
  'CommandError',
  'AudioFileError',
  'SessionFolderError',
  'RenderPlanError',
]);

/** What to print of an error, and whether the command line itself was wrong. */
export function explainFailure(error: unknown): { message: string; isUsage: boolean } {
  if (!(error instanceof Error)) return { message: String(error), isUsage: false };
  if (EXPECTED_ERRORS.has(error.name)) return { message: error.message, isUsage: error instanceof UsageError };
  return { message: `a fault in Mixdown itself, please report it: ${error.stack ?? error.message}`, isUsage: false };
}
