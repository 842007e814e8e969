import * as z from 'zod';
import { id, name } from './fields.ts';

/** What holds for the whole session: the one record `session` of its table. */
export const settingsSchema = z.strictObject({
  id: z.literal('session'),
  name,
  /** Every media file is kept at this rate, so a frame is a frame everywhere. */
  sampleRateHz: z.number().int().min(8_000).max(384_000),
  /** The number of the next id; greater than the number of any record. */
  nextId: z.number().int().min(1),
  /** Every strip in the order of the console and the timeline, the master last. */
  stripIds: z.array(id),
  /** Written into bounced files. */
  tags: z.strictObject({
    title: z.string().optional(),
    artist: z.string().optional(),
    album: z.string().optional(),
    isrc: z.string().optional(),
    year: z.number().int().optional(),
  }),
});
export type Settings = z.infer<typeof settingsSchema>;
