import * as z from 'zod';
import { frames, id, name } from './fields.ts';

/** A named place on the timeline. */
export const markerSchema = z.strictObject({ id, name, atFrames: frames });
export type Marker = z.infer<typeof markerSchema>;
