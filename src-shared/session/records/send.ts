import * as z from 'zod';
import { FADER_RANGE_DB } from '../../dsp/channel/channel.ts';
import { gainDb, id } from './fields.ts';

/** A feed from a strip to a bus, besides its output. */
export const sendSchema = z.strictObject({
  id,
  busId: id,
  /** True taps before the fader, pan and mute; false after them. */
  pre: z.boolean(),
  gainDb: gainDb(FADER_RANGE_DB[1]),
  enabled: z.boolean(),
});
export type Send = z.infer<typeof sendSchema>;
