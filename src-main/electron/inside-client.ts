import type { StudioEventName, StudioEvents } from '../../src-shared/protocol/events.ts';
import type { RequestArgs, RequestName, RequestResult } from '../../src-shared/protocol/requests.ts';
import type { StudioMessage } from '../../src-shared/protocol/wire.ts';
import type { Connection, Studio } from '../studio/studio.ts';

/** A client within the app itself, for what comes from the system and not from a page: a file that was opened, a menu. */
export class InsideClient {
  /** The newest telemetry record. */
  telemetry: Float32Array = new Float32Array(0);
  readonly #connection: Connection;
  readonly #waiting = new Map<number, (message: StudioMessage) => void>();
  readonly #listeners = new Set<(message: StudioMessage) => void>();
  #nextId = 1;

  constructor(studio: Studio) {
    this.#connection = studio.connect(
      {
        send: (message) => this.#receive(message),
        sendTelemetry: (record) => {
          this.telemetry = record;
        },
        isUnread: true,
      },
      'owner',
    );
  }

  /** Rejects with an Error whose message is a sentence for a musician. */
  request<Name extends RequestName>(name: Name, args: RequestArgs<Name>): Promise<RequestResult<Name>> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, (message) => {
        if (message.kind === 'answer') resolve(message.result as RequestResult<Name>);
        else if (message.kind === 'error') reject(new Error(message.error.sentence));
      });
      void this.#connection.receive({ kind: 'request', id, name, args });
    });
  }

  on<Name extends StudioEventName>(name: Name, listener: (data: StudioEvents[Name]) => void): void {
    this.#listeners.add((message) => {
      if (message.kind === 'event' && message.name === name) listener(message.data as StudioEvents[Name]);
    });
  }

  close(): void {
    this.#connection.close();
  }

  #receive(message: StudioMessage): void {
    if (message.kind === 'event') {
      for (const listener of this.#listeners) listener(message);
      return;
    }
    this.#waiting.get(message.id)?.(message);
    this.#waiting.delete(message.id);
  }
}
