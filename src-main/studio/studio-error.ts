import type { ProtocolError, ProtocolErrorCode } from '../../src-shared/protocol/wire.ts';

/** A wish that the studio cannot fulfil; `message` is a sentence for a musician. */
export class StudioRefusal extends Error {
  readonly code: ProtocolErrorCode;

  constructor(message: string, code: ProtocolErrorCode = 'refused') {
    super(message);
    this.name = 'StudioRefusal';
    this.code = code;
  }
}

/** Errors with a sentence for a musician name themselves so; anything else is a fault of ours. */
const EXPECTED = new Set(['CommandError', 'SessionFolderError', 'AudioFileError', 'RenderPlanError', 'EngineError']);

/** What a client is told of a failure; a fault of ours is printed, for whoever looks after the program. */
export function protocolErrorOf(error: unknown): ProtocolError {
  if (error instanceof StudioRefusal) return { code: error.code, sentence: error.message };
  if (error instanceof Error && EXPECTED.has(error.name)) return { code: 'refused', sentence: error.message };
  console.error(error);
  return { code: 'internal', sentence: 'Something went wrong inside Mixdown; the session is as it was.' };
}
