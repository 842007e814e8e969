import * as z from 'zod';
import { id } from './fields.ts';

/** The metre from a bar on (bar 1 is the first); the first record has bar 1. */
export const metreSchema = z.strictObject({
  id,
  bar: z.number().int().min(1),
  numerator: z.number().int().min(1).max(64),
  denominator: z.union([z.literal(1), z.literal(2), z.literal(4), z.literal(8), z.literal(16), z.literal(32)]),
});
export type Metre = z.infer<typeof metreSchema>;
