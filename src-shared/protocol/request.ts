import * as z from 'zod';

/** One request: what it takes, checked where it arrives, and what it answers, known to the compiler alone. */
export type RequestSpec<Args extends z.ZodType = z.ZodType, Result = unknown> = {
  readonly args: Args;
  /** Never present: it carries the type of the answer. */
  readonly result?: Result;
};

/** `request<Answer>()(schema)`: the answer's type is given, the arguments' is taken from the schema. */
export function request<Result>() {
  return <Args extends z.ZodType>(args: Args): RequestSpec<Args, Result> => ({ args });
}

/** Of a request that takes nothing. */
export const nothing = z.strictObject({});
