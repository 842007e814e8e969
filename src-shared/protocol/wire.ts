/**
 * Messages between a client and the studio. Over MessagePort and IPC they go as they are (structured clone); over
 * WebSocket as JSON, with Float32Array results and telemetry as binary frames (src-main/web says how).
 */
import type { StudioEventName, StudioEvents } from './events.ts';
import type { RequestName } from './requests.ts';

export type ProtocolErrorCode =
  /** No request of that name. */
  | 'unknown-request'
  /** The arguments are not of its form. */
  | 'wrong-arguments'
  /** The sender may not ask. */
  | 'not-allowed'
  /** What was asked cannot be done; the sentence says why. */
  | 'refused'
  /** A fault in Mixdown. */
  | 'internal';

export type ProtocolError = { readonly code: ProtocolErrorCode; readonly sentence: string };

export type ClientMessage = {
  readonly kind: 'request';
  readonly id: number;
  readonly name: RequestName;
  readonly args: unknown;
};

export type StudioMessage =
  | { readonly kind: 'answer'; readonly id: number; readonly result: unknown }
  | { readonly kind: 'error'; readonly id: number; readonly error: ProtocolError }
  | {
      [Name in StudioEventName]: { readonly kind: 'event'; readonly name: Name; readonly data: StudioEvents[Name] };
    }[StudioEventName];
