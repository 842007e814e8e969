/** A browser as far as the web host can see: cookies, headers and a WebSocket. */
import { request as httpRequest } from 'node:http';
import { WebSocket } from 'ws';
import { type BinaryFrame, decodeBinary, decodeText } from '../../src-shared/protocol/frames.ts';
import type { StudioMessage } from '../../src-shared/protocol/wire.ts';
import { toJson } from '../../src-shared/session/json.ts';
import { TestClient } from './test-studio.ts';

export type WebAnswer = {
  readonly status: number;
  readonly headers: { readonly [name: string]: string | string[] | undefined };
  readonly body: string;
};

type Asked = {
  readonly method?: string;
  readonly headers?: { readonly [name: string]: string };
  readonly body?: string | Uint8Array;
};

export class TestBrowser {
  readonly port: number;
  cookie = '';

  constructor(port: number) {
    this.port = port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Opens a link and keeps the cookie that it gives. */
  async enter(link: string): Promise<WebAnswer> {
    const answer = await this.get(link.slice(this.origin.length));
    this.cookie = String(answer.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
    return answer;
  }

  /** The path goes out as it is: nothing resolves it first. */
  get(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<WebAnswer> {
    return new Promise((resolve, reject) => {
      const all = { ...(this.cookie !== '' && { cookie: this.cookie }), ...headers };
      const request = httpRequest({ host: '127.0.0.1', port: this.port, path, method, headers: all }, (response) => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
      });
      request.on('error', reject);
      request.end(body);
    });
  }

  /** Rejects when the host does not take it. */
  async socket(headers: { readonly [name: string]: string } = {}, path = '/studio'): Promise<WebSocket> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}${path}`, {
      headers: { origin: this.origin, cookie: this.cookie, ...headers },
    });
    await new Promise<void>((resolve, reject) => {
      socket.once('open', () => resolve());
      socket.once('error', reject);
    });
    return socket;
  }

  /** A client that mirrors the session over the WebSocket. */
  async client(onFrame: (frame: BinaryFrame) => void = () => undefined): Promise<TestClient & { close(): void }> {
    const socket = await this.socket();
    const client = new TestClient();
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      const message = isBinary ? undefined : (decodeText(String(data)) as StudioMessage);
      if (message) {
        client.receive(message);
        return;
      }
      const frame = decodeBinary(new Uint8Array(data).slice().buffer);
      if (frame?.kind === 'message') client.receive(frame.message);
      else if (frame) onFrame(frame);
    });
    client.sendWith((message) => socket.send(toJson(message)));
    await client.start();
    return Object.assign(client, { close: () => socket.terminate() });
  }
}
