/**
 * The connection of a browser: a WebSocket to the host that served the page. One that breaks is made again, and then
 * the whole session is asked for, as if another had been opened: so nobody else needs to know.
 */
import type { AudioFrame } from '../../src-shared/protocol/frames.ts';
import { decodeBinary, decodeText, encodeRequest } from '../../src-shared/protocol/frames.ts';
import type { RequestName } from '../../src-shared/protocol/requests.ts';
import type { ClientMessage, StudioMessage } from '../../src-shared/protocol/wire.ts';
import type { StudioTransport } from './studio-client.ts';

/** What is asked after a new connection, and the event that its answer is told as. */
const REFRESHED: readonly (readonly [
  RequestName,
  object,
  'session/replaced' | 'engine/changed' | 'transport/changed',
])[] = [
  ['session/snapshot', {}, 'session/replaced'],
  ['engine/state', {}, 'engine/changed'],
  // An empty change answers with how it stands.
  ['transport/set', {}, 'transport/changed'],
];
/** Above every id that a client gives: its own questions. */
const OWN_IDS = 2 ** 50;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** A studio that stays away longer has ended: the page says so, instead of looking alive. */
const GIVE_UP_MS = 60_000;

/** Opens the WebSocket of the page's host. Rejects with a sentence when it cannot. */
export function connectToWeb(page: Window): Promise<WebTransport> {
  const { protocol, host } = page.location;
  return WebTransport.open(`${protocol === 'https:' ? 'wss' : 'ws'}://${host}/studio`);
}

export class WebTransport implements StudioTransport {
  readonly #address: string;
  readonly #waiting = new Set<number>();
  #socket: WebSocket;
  #isOpen = true;
  #waitMs = FIRST_WAIT_MS;
  #giveUpMs = 0;
  #nextOwnId = OWN_IDS;
  readonly #own = new Map<number, (typeof REFRESHED)[number][2]>();
  #onMessage: (message: StudioMessage) => void = () => undefined;
  #onTelemetry: (record: Float32Array) => void = () => undefined;
  #onAudio: (frame: AudioFrame) => void = () => undefined;
  #onClose: (sentence: string) => void = () => undefined;
  #onReopen: () => void = () => undefined;

  private constructor(address: string, socket: WebSocket) {
    this.#address = address;
    this.#socket = socket;
    this.#follow(socket);
  }

  static async open(address: string): Promise<WebTransport> {
    return new WebTransport(address, await openSocket(address));
  }

  send(message: ClientMessage): void {
    if (!this.#isOpen) {
      this.#fail(message.id);
      return;
    }
    this.#waiting.add(message.id);
    this.#socket.send(encodeRequest(message));
  }

  onMessage(listener: (message: StudioMessage) => void): void {
    this.#onMessage = listener;
  }

  onTelemetry(listener: (record: Float32Array) => void): void {
    this.#onTelemetry = listener;
  }

  /** What the engine plays, after `engine/hear`. */
  onAudio(listener: (frame: AudioFrame) => void): void {
    this.#onAudio = listener;
  }

  /** The studio was ended, or knows this browser no more: nothing comes any more. */
  onClose(listener: (sentence: string) => void): void {
    this.#onClose = listener;
  }

  /** The studio is there again and knows nothing of what this client had asked it to send. */
  onReopen(listener: () => void): void {
    this.#onReopen = listener;
  }

  #follow(socket: WebSocket): void {
    socket.onmessage = ({ data }) => this.#receive(data);
    socket.onclose = () => this.#lost();
  }

  #receive(data: string | ArrayBuffer): void {
    if (typeof data === 'string') {
      this.#take(decodeText(data) as StudioMessage);
      return;
    }
    const frame = decodeBinary(data);
    if (frame?.kind === 'telemetry') this.#onTelemetry(frame.record);
    else if (frame?.kind === 'audio') this.#onAudio(frame);
    else if (frame) this.#take(frame.message);
  }

  #take(message: StudioMessage): void {
    if (message.kind === 'event') {
      this.#onMessage(message);
      return;
    }
    const event = this.#own.get(message.id);
    this.#own.delete(message.id);
    this.#waiting.delete(message.id);
    if (event === undefined) this.#onMessage(message);
    else if (message.kind === 'answer')
      this.#onMessage({ kind: 'event', name: event, data: message.result } as StudioMessage);
  }

  #lost(): void {
    this.#isOpen = false;
    this.#own.clear();
    for (const id of this.#waiting) this.#fail(id);
    this.#waiting.clear();
    this.#notice('warning', 'The connection to the studio was lost; it is being made again.');
    this.#giveUpMs = Date.now() + GIVE_UP_MS;
    setTimeout(() => void this.#reopen(), this.#waitMs);
  }

  async #reopen(): Promise<void> {
    try {
      this.#socket = await openSocket(this.#address);
    } catch {
      await this.#tryAgainLater();
      return;
    }
    this.#isOpen = true;
    this.#waitMs = FIRST_WAIT_MS;
    this.#follow(this.#socket);
    for (const [name, args, event] of REFRESHED) {
      const id = this.#nextOwnId++;
      this.#own.set(id, event);
      this.#socket.send(encodeRequest({ kind: 'request', id, name, args }));
    }
    this.#onReopen();
    this.#notice('info', 'The studio is connected again.');
  }

  async #tryAgainLater(): Promise<void> {
    if (await isLockedOut()) this.#onClose('Mixdown was started anew: open the link that it shows now.');
    else if (Date.now() > this.#giveUpMs)
      this.#onClose('The studio has ended, or the network to it is gone. Your session is safe: start Mixdown again.');
    else {
      this.#waitMs = Math.min(LONGEST_WAIT_MS, this.#waitMs * 2);
      setTimeout(() => void this.#reopen(), this.#waitMs);
    }
  }

  #fail(id: number): void {
    const sentence = 'The studio is not connected at the moment.';
    // Later, as every other answer.
    queueMicrotask(() => this.#onMessage({ kind: 'error', id, error: { code: 'internal', sentence } }));
  }

  #notice(kind: 'info' | 'warning', sentence: string): void {
    this.#onMessage({ kind: 'event', name: 'notice', data: { kind, sentence } });
  }
}

function openSocket(address: string): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(address);
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => resolve(socket);
    socket.onclose = () => reject(new Error('The studio does not answer: open the link that Mixdown shows.'));
  });
}

/** The host is there and does not know this browser. */
async function isLockedOut(): Promise<boolean> {
  const answer = await fetch('/', { method: 'HEAD' }).catch(() => undefined);
  return answer?.status === 401;
}
