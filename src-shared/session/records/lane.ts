import * as z from 'zod';
import { frames, id, parameterValue } from './fields.ts';

/** What lies between a point and the next: its value held, a straight line, or a curve bent by `bend`. */
export const pointShape = z.enum(['hold', 'linear', 'curve']);

export const pointSchema = z.strictObject({
  atFrames: frames,
  value: parameterValue,
  shape: pointShape,
  /** For `curve`: −1 moves late, 0 straight, 1 moves early. */
  bend: z.number().min(-1).max(1),
});
export type AutomationPoint = z.infer<typeof pointSchema>;

/**
 * Automation of one parameter. Before the first point and after the last, their values hold. Numbers move along the
 * travel of their control (a frequency in octaves, a fader by its law); switches hold.
 */
export const laneSchema = z.strictObject({
  id,
  /** The strip that shows the lane. */
  stripId: id,
  /** Whose parameter: the strip's channel, one of its devices, or the gain of one of its sends. */
  target: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('channel') }),
    z.strictObject({ kind: z.literal('device'), deviceId: id }),
    z.strictObject({ kind: z.literal('send'), sendId: id }),
  ]),
  /** The parameter's key, such as `gainDb` or `band2.gainDb`. */
  key: z.string(),
  enabled: z.boolean(),
  /** In order of time; no two at the same frame. */
  points: z.array(pointSchema),
});
export type Lane = z.infer<typeof laneSchema>;
