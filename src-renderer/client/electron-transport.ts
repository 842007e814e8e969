/** The connection of the desktop window: a MessagePort for requests, answers and events, another for telemetry. */
import { PORTS_MESSAGE, type WindowHost } from '../../src-shared/protocol/window-host.ts';
import type { ClientMessage, StudioMessage } from '../../src-shared/protocol/wire.ts';
import type { StudioTransport } from './studio-client.ts';

/** The desktop's window; undefined in a browser. */
export function windowHost(page: Window): WindowHost | undefined {
  return (page as Window & { readonly mixdownHost?: WindowHost }).mixdownHost;
}

/** Asks the app for a connection. */
export function connectToWindow(host: WindowHost, page: Window): Promise<StudioTransport> {
  return new Promise((resolve) => {
    const receive = (event: MessageEvent) => {
      const [messages, telemetry] = event.ports;
      if (event.source !== page || event.data !== PORTS_MESSAGE || !messages || !telemetry) return;
      page.removeEventListener('message', receive);
      resolve(new WindowTransport(messages, telemetry));
    };
    page.addEventListener('message', receive);
    host.connect();
  });
}

/** Exported for its test. */
export class WindowTransport implements StudioTransport {
  readonly #messages: MessagePort;
  readonly #telemetry: MessagePort;

  constructor(messages: MessagePort, telemetry: MessagePort) {
    this.#messages = messages;
    this.#telemetry = telemetry;
  }

  send(message: ClientMessage): void {
    this.#messages.postMessage(message);
  }

  /** What came before stays in the port until here. */
  onMessage(listener: (message: StudioMessage) => void): void {
    this.#messages.onmessage = ({ data }) => listener(data);
  }

  onTelemetry(listener: (record: Float32Array) => void): void {
    this.#telemetry.onmessage = ({ data }) => listener(data);
  }

  onClose(listener: (sentence: string) => void): void {
    // A port's end says so in newer Chromium; in older ones the window ends with the app, and there is nobody to tell.
    this.#messages.addEventListener('close', () => listener('Mixdown’s studio has ended.'));
  }
}
