import * as z from 'zod';
import { colour, id, name, parameterValues } from './fields.ts';

/**
 * A strip of the console: a track plays clips; a bus and a group sum what is sent or routed to them (a group also holds
 * its members on screen); the one master sums what is left and is what you hear and bounce.
 */
export const stripSchema = z.strictObject({
  id,
  kind: z.enum(['track', 'bus', 'group', 'master']),
  name,
  colour,
  /** Values of the channel's parameters: gainDb, pan, width, mute, polarity, panLaw (dsp/channel). */
  channel: parameterValues,
  solo: z.boolean(),
  /** True on returns: another strip's solo does not silence it. */
  soloSafe: z.boolean(),
  /** The strip that the output feeds; null only for the master. */
  outputId: id.nullable(),
  /** The group this strip is a member of; null at the top. Its output need not be the group. */
  groupId: id.nullable(),
  /** Insert devices in signal order. The fader comes after them. */
  deviceIds: z.array(id),
  sendIds: z.array(id),
});
export type Strip = z.infer<typeof stripSchema>;
export type StripKind = Strip['kind'];
