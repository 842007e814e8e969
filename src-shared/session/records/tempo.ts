import * as z from 'zod';
import { frames, id } from './fields.ts';

/** The tempo from a place on; the first lies at frame 0. Audio does not move when it changes: the grid does. */
export const tempoSchema = z.strictObject({ id, atFrames: frames, bpm: z.number().min(10).max(960) });
export type Tempo = z.infer<typeof tempoSchema>;
