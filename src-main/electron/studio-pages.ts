import type { StudioMessage } from '../../src-shared/protocol/wire.ts';
import type { Studio } from '../studio/studio.ts';
import type { PagePorts } from './ipc.ts';

/** The page of the window and its connection to the studio. */
export class StudioPages {
  readonly #studio: Promise<Studio>;
  /** Undefined while no page listens. */
  #tell: ((message: StudioMessage) => void) | undefined;
  #connected: ((message: StudioMessage) => void) | undefined;
  #unsaid: StudioMessage[] = [];
  #waiting: (() => void)[] = [];

  constructor(studio: Promise<Studio>) {
    this.#studio = studio;
  }

  /** Connects a page; what it asks before the studio stands waits in its port. */
  async connect({ messages, telemetry }: PagePorts): Promise<void> {
    this.#tell = undefined;
    const studio = await this.#studio;
    const connection = studio.connect(
      {
        send: (message) => messages.postMessage(message),
        sendTelemetry: (record) => telemetry.postMessage(record),
      },
      'owner',
    );
    messages.on('message', ({ data }) => void connection.receive(data));
    messages.on('close', () => connection.close());
    this.#connected = (message) => messages.postMessage(message);
    messages.start();
  }

  /** The page is drawn and listens: it hears what was said meanwhile. */
  listens(): void {
    this.#tell = this.#connected;
    for (const message of this.#unsaid.splice(0)) this.#tell?.(message);
    for (const resolve of this.#waiting.splice(0)) resolve();
  }

  /** The page is gone: what is said from now on waits for the next. */
  lost(): void {
    this.#tell = undefined;
  }

  /** Resolves when a page listens. */
  async listening(): Promise<void> {
    if (!this.#tell) await new Promise<void>((resolve) => this.#waiting.push(resolve));
  }

  /** Shows a sentence: now, or when a page listens. */
  notify(kind: 'info' | 'warning', sentence: string): void {
    const message: StudioMessage = { kind: 'event', name: 'notice', data: { kind, sentence } };
    if (this.#tell) this.#tell(message);
    else this.#unsaid.push(message);
  }
}
