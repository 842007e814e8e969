/** Answers what a page asks of its window: unknown names and wrong arguments are refused before anything is done. */
import {
  type WindowRequestArgs,
  type WindowRequestName,
  type WindowRequestResult,
  windowRequests,
} from '../../src-shared/protocol/window-requests.ts';
import type { ProtocolError } from '../../src-shared/protocol/wire.ts';
import { problemOf } from '../studio/dispatch.ts';
import { protocolErrorOf } from '../studio/studio-error.ts';

export type WindowHandlers = {
  readonly [Name in WindowRequestName]: (
    args: WindowRequestArgs<Name>,
  ) => WindowRequestResult<Name> | null | Promise<WindowRequestResult<Name> | null>;
};

export type WindowAnswer = { readonly result: unknown } | { readonly error: ProtocolError };

/** Never rejects. */
export async function answerWindowRequest(handlers: WindowHandlers, message: unknown): Promise<WindowAnswer> {
  const { name, args } = (message ?? {}) as { name?: unknown; args?: unknown };
  if (typeof name !== 'string' || !Object.hasOwn(windowRequests, name))
    return { error: { code: 'unknown-request', sentence: 'The window has no such request.' } };
  const known = name as WindowRequestName;
  const parsed = windowRequests[known].args.safeParse(args);
  if (!parsed.success) {
    const sentence = `“${known}” was asked wrongly: ${problemOf(parsed.error)}.`;
    return { error: { code: 'wrong-arguments', sentence } };
  }
  try {
    return { result: await (handlers[known] as (args: unknown) => unknown)(parsed.data) };
  } catch (error) {
    return { error: protocolErrorOf(error) };
  }
}
