import * as z from 'zod';
import { colour, frames, gainDb, id, name } from './fields.ts';

/** How a fade rises: `linear`; `equalPower` (quarter sine); `slow` (starts gently, x²); `fast` (√x); `sCurve` (raised cosine). */
export const fadeShape = z.enum(['linear', 'equalPower', 'slow', 'fast', 'sCurve']);
export type FadeShape = z.infer<typeof fadeShape>;

export const fadeSchema = z.strictObject({ lengthFrames: frames, shape: fadeShape });
export type Fade = z.infer<typeof fadeSchema>;

/**
 * A window onto a media file on a track's timeline. Where two clips of a track overlap, the overlap is a crossfade in
 * place of the fades that lie in it (session/clip-envelope.ts).
 */
export const clipSchema = z.strictObject({
  id,
  trackId: id,
  mediaId: id,
  name,
  startFrames: frames,
  /** Where in the media the clip begins. */
  offsetFrames: frames,
  lengthFrames: frames.min(1),
  gainDb: gainDb(36),
  muted: z.boolean(),
  fadeIn: fadeSchema,
  fadeOut: fadeSchema,
  /** Null takes the track's colour. */
  colour: colour.nullable(),
});
export type Clip = z.infer<typeof clipSchema>;
