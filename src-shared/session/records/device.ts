import * as z from 'zod';
import { id, parameterValues } from './fields.ts';

/** A processor inserted in a strip. */
export const deviceSchema = z.strictObject({
  id,
  /** The processor's type (dsp/processors.ts), such as `eq`. */
  type: z.string(),
  /** False bypasses it with a short crossfade; its latency stays, so that nothing else moves. */
  enabled: z.boolean(),
  values: parameterValues,
  /** The strip whose output (post-fader) keys it; null keys it by its own input. */
  sidechainId: id.nullable(),
});
export type Device = z.infer<typeof deviceSchema>;
