import * as z from 'zod';
import { frames, id, name } from './fields.ts';

/** A sound file of the session: a take or an import, at the session's sample rate. */
export const mediaSchema = z.strictObject({
  id,
  name,
  /** Relative to the session folder with `/` between parts, such as `audio/Vocal.wav`; absolute only while not collected. */
  path: z.string().min(1),
  channels: z.number().int().min(1).max(64),
  lengthFrames: frames,
});
export type Media = z.infer<typeof mediaSchema>;
