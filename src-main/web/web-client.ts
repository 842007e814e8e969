import type { WebSocket } from 'ws';
import { decodeText, encodeAudio, encodeMessage, encodeTelemetry } from '../../src-shared/protocol/frames.ts';
import type { StudioMessage } from '../../src-shared/protocol/wire.ts';
import type { ClientRole } from '../studio/dispatch.ts';
import type { AudioBlock } from '../studio/engine-link.ts';
import type { ClientPort, Studio } from '../studio/studio.ts';

/** While more waits to be sent than this, telemetry is left out: the next record is newer. */
const TELEMETRY_LIMIT_BYTES = 64 * 1024;
/** While more waits, sound is left out: late sound is worth nothing. About a fifth of a second. */
const AUDIO_LIMIT_BYTES = 96 * 1024;
/** A client with more waiting has stopped reading: it is let go, and asks for the whole when it comes back. */
const HOPELESS_BYTES = 64 * 2 ** 20;
/** A client that went without a word is noticed after at most twice this. */
const PING_MS = 15_000;

/** One browser on the WebSocket. */
export class WebClient implements ClientPort {
  readonly #socket: WebSocket;
  #audioBlocks = 0;
  #isAlive = true;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  attach(studio: Studio, role: ClientRole): void {
    const socket = this.#socket;
    const connection = studio.connect(this, role);
    const pinging = setInterval(() => this.#ping(), PING_MS);
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('message', (data, isBinary) => {
      void connection.receive(isBinary ? undefined : parse(String(data)));
    });
    // A frame that breaks the rules closes the socket; there is nothing else to do about it.
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearInterval(pinging);
      connection.close();
    });
  }

  send(message: StudioMessage): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > HOPELESS_BYTES) this.#socket.terminate();
    else this.#socket.send(encodedOnce(message));
  }

  sendTelemetry(record: Float32Array): void {
    if (this.#takes(TELEMETRY_LIMIT_BYTES)) this.#socket.send(encodeTelemetry(record));
  }

  sendAudio({ sampleRateHz, interleaved }: AudioBlock): void {
    const block = this.#audioBlocks++ >>> 0;
    if (this.#takes(AUDIO_LIMIT_BYTES)) this.#socket.send(encodeAudio({ sampleRateHz, block, interleaved }));
  }

  #takes(limitBytes: number): boolean {
    return this.#socket.readyState === this.#socket.OPEN && this.#socket.bufferedAmount < limitBytes;
  }

  #ping(): void {
    if (!this.#isAlive) this.#socket.terminate();
    else this.#socket.ping();
    this.#isAlive = false;
  }
}

/** An event goes to every client: it is written out once. */
const encoded = new WeakMap<StudioMessage, ReturnType<typeof encodeMessage>>();

function encodedOnce(message: StudioMessage): ReturnType<typeof encodeMessage> {
  const data = encoded.get(message) ?? encodeMessage(message);
  encoded.set(message, data);
  return data;
}

function parse(text: string): unknown {
  try {
    return decodeText(text);
  } catch {
    return undefined;
  }
}
