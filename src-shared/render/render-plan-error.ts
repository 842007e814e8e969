export type RenderPlanErrorCode = 'feedback' | 'missingStrip' | 'unknownDevice' | 'missingMedia' | 'nothingToRender';

/** Why a session cannot be rendered: a sentence for a musician, and the strips it is about. */
export class RenderPlanError extends Error {
  readonly code: RenderPlanErrorCode;
  readonly stripIds: readonly string[];

  constructor(code: RenderPlanErrorCode, message: string, stripIds: readonly string[]) {
    super(message);
    this.name = 'RenderPlanError';
    this.code = code;
    this.stripIds = stripIds;
  }
}
