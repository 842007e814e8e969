/**
 * The renderer's end of the protocol, the same over every transport: requests that answer or reject, events, and
 * telemetry, of which only the newest record counts.
 */
import type { StudioEventName, StudioEvents } from '../../src-shared/protocol/events.ts';
import type { RequestArgs, RequestName, RequestResult } from '../../src-shared/protocol/requests.ts';
import type { ClientMessage, ProtocolError, StudioMessage } from '../../src-shared/protocol/wire.ts';

/** What carries messages: a MessagePort, a WebSocket, or a test. */
export interface StudioTransport {
  send(message: ClientMessage): void;
  onMessage(listener: (message: StudioMessage) => void): void;
  onTelemetry(listener: (record: Float32Array) => void): void;
  /** The connection went, with a sentence that says so. It does not come back on this transport. */
  onClose(listener: (sentence: string) => void): void;
}

/** A request that the studio answered with an error; `message` is its sentence for a musician. */
export class StudioError extends Error {
  readonly code: ProtocolError['code'];

  constructor({ code, sentence }: ProtocolError) {
    super(sentence);
    this.name = 'StudioError';
    this.code = code;
  }
}

type Waiting = { readonly resolve: (result: unknown) => void; readonly reject: (error: StudioError) => void };
type Listener = (data: never) => void;

export class StudioClient {
  /** The newest telemetry record; empty before the first. Its layout: src-shared/protocol/telemetry.ts. */
  telemetry: Float32Array = new Float32Array(0);
  readonly #transport: StudioTransport;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<StudioEventName, Set<Listener>>();
  readonly #closeListeners = new Set<(sentence: string) => void>();
  readonly #telemetryListeners = new Set<() => void>();
  #nextId = 1;

  constructor(transport: StudioTransport) {
    this.#transport = transport;
    transport.onMessage((message) => this.#receive(message));
    transport.onTelemetry((record) => {
      this.telemetry = record;
      for (const listener of this.#telemetryListeners) listener();
    });
    transport.onClose((sentence) => {
      this.#failAll({ code: 'internal', sentence });
      for (const listener of this.#closeListeners) listener(sentence);
    });
  }

  /** Rejects with StudioError. */
  request<Name extends RequestName>(name: Name, args: RequestArgs<Name>): Promise<RequestResult<Name>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (result: unknown) => void, reject });
      this.#transport.send({ kind: 'request', id, name, args });
    });
  }

  /** Listens to an event; returns what stops it. */
  on<Name extends StudioEventName>(name: Name, listener: (data: StudioEvents[Name]) => void): () => void {
    const listeners = this.#listeners.get(name) ?? new Set();
    this.#listeners.set(name, listeners.add(listener as Listener));
    return () => listeners.delete(listener as Listener);
  }

  /** Calls after each new telemetry record; returns what stops it. */
  onTelemetry(listener: () => void): () => void {
    this.#telemetryListeners.add(listener);
    return () => this.#telemetryListeners.delete(listener);
  }

  /** Listens for the end of the connection, which comes with a sentence that says so. */
  onClose(listener: (sentence: string) => void): void {
    this.#closeListeners.add(listener);
  }

  #receive(message: StudioMessage): void {
    if (message.kind === 'event') {
      for (const listener of this.#listeners.get(message.name) ?? []) listener(message.data as never);
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === 'answer') waiting?.resolve(message.result);
    else waiting?.reject(new StudioError(message.error));
  }

  #failAll(error: ProtocolError): void {
    for (const { reject } of this.#waiting.values()) reject(new StudioError(error));
    this.#waiting.clear();
  }
}
