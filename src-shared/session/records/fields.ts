import * as z from 'zod';

/** Field kinds that several records share. */

/** A gain in dB that −∞ (silence) is one of; JSON writes −∞ as session/json.ts says. */
export const gainDb = (maximumDb: number) =>
  z.custom<number>(
    (value) => typeof value === 'number' && value <= maximumDb,
    `must be at most ${maximumDb} dB, or −∞`,
  );
/** A record's id: its kind and a number, such as `clip-12`; unique in the session. An id that undo took back may be given again. */
export const id = z.string().regex(/^[a-z]+-\d+$|^master$|^session$/, 'must be an id such as "clip-12"');
/** A name for people; any Unicode, not blank. */
export const name = z.string().trim().min(1, 'must not be empty').max(200);
/** A place on the session's timeline or a length, in whole frames at the session's sample rate. */
export const frames = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
/** An index 0…12 into the track colours of the look; 0 is neutral. */
export const colour = z.number().int().min(0).max(12);
/** A parameter's value: its range is checked against the processor's specification. */
export const parameterValue = z.union([z.number(), z.literal(Number.NEGATIVE_INFINITY), z.boolean(), z.string()]);
/** Parameter values by key; a key that is absent has its default. */
export const parameterValues = z.record(z.string(), parameterValue);
