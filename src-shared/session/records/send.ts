import * as z from 'zod';
import { id } from './fields.ts';

/** A feed from a strip to a bus, besides its output. */
export const sendSchema = z.strictObject({
  id,
  busId: id,
  /** True taps before the fader, pan and mute; false after them. */
  pre: z.boolean(),
  /** −∞ is null in JSON and `Number.NEGATIVE_INFINITY` in memory: see session/json.ts. */
  gainDb: z.number().max(12).or(z.literal(Number.NEGATIVE_INFINITY)),
  enabled: z.boolean(),
});
export type Send = z.infer<typeof sendSchema>;
