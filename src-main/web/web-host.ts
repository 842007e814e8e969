/** The studio for browsers: its files over HTTP, its protocol over a WebSocket, on this machine unless asked otherwise. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { encode } from 'uqr';
import { type WebSocket, WebSocketServer } from 'ws';
import type { ShareState } from '../../src-shared/protocol/answers.ts';
import type { ClientRole } from '../studio/dispatch.ts';
import type { Studio } from '../studio/studio.ts';
import { Access } from './access.ts';
import { lanAddress } from './lan-address.ts';
import { securityHeaders } from './security-headers.ts';
import { sendBounce } from './send-bounce.ts';
import { fileBelow, sendFile } from './static-files.ts';
import { receiveUpload } from './upload.ts';
import { WebClient } from './web-client.ts';

export const SOCKET_PATH = '/studio';
/** A command is small; the largest is an import of many names or a lane of many points. */
const MAXIMUM_MESSAGE_BYTES = 16 * 2 ** 20;

export type WebHostOptions = {
  /** The built screens. */
  readonly rendererFolder: string;
  /** Where a file goes that a browser sends. */
  readonly uploadFolder: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** Reachable from the network, not only from this machine. */
  readonly share: boolean;
};

export class WebHost {
  readonly #server: Server;
  readonly #sockets: WebSocketServer;
  readonly #options: WebHostOptions;
  #access!: Access;
  #studio: Studio | undefined;
  #port = 0;
  /** This machine's address in its network, while it shares. */
  #lan: string | undefined;

  private constructor(options: WebHostOptions) {
    this.#options = options;
    this.#server = createServer((request, response) => void this.#answer(request, response));
    this.#sockets = new WebSocketServer({ noServer: true, maxPayload: MAXIMUM_MESSAGE_BYTES, clientTracking: true });
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
  }

  /** Listens; browsers are served once `serve` has given the studio. Rejects when the port is taken. */
  static async listen(options: WebHostOptions): Promise<WebHost> {
    const host = new WebHost(options);
    host.#lan = options.share ? lanAddress() : undefined;
    await new Promise<void>((resolve, reject) => {
      host.#server.once('error', reject);
      host.#server.listen(options.port, options.share ? '0.0.0.0' : '127.0.0.1', resolve);
    });
    host.#port = (host.#server.address() as AddressInfo).port;
    host.#access = new Access(['127.0.0.1', 'localhost', ...(host.#lan ? [host.#lan] : [])], host.#port);
    return host;
  }

  serve(studio: Studio): void {
    this.#studio = studio;
  }

  get port(): number {
    return this.#port;
  }

  /** A link for this machine; it works once. */
  newLink(): string {
    return `http://127.0.0.1:${this.#port}/?token=${this.#access.newToken('owner')}`;
  }

  /** A link for a tablet; it works once, and a new one is made each time. */
  share(): ShareState {
    if (!this.#options.share)
      return {
        url: null,
        qrRows: [],
        sentence: 'Start Mixdown with --share to use a tablet in your network as a mixer.',
      };
    if (!this.#lan)
      return { url: null, qrRows: [], sentence: 'This machine has no address in a network that a tablet could reach.' };
    const url = `http://${this.#lan}:${this.#port}/?token=${this.#access.newToken('guest')}`;
    const qrRows = encode(url, { border: 4 }).data.map((row) => row.map((dark) => (dark ? '1' : '0')).join(''));
    return { url, qrRows, sentence: 'Scan the code with a tablet in the same network. The link works once.' };
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets.clients) socket.close(1001, 'Mixdown was closed.');
    this.#server.closeIdleConnections();
    await new Promise<void>((resolve) => {
      this.#server.close(() => resolve());
      setTimeout(() => {
        for (const socket of this.#sockets.clients) socket.terminate();
        this.#server.closeAllConnections();
      }, 200).unref();
    });
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      for (const [name, value] of Object.entries(securityHeaders(request.headers.host ?? ''))) {
        response.setHeader(name, value);
      }
      await this.#route(request, response);
    } catch (error) {
      if (!(error as NodeJS.ErrnoException).code?.startsWith('ERR_STREAM')) console.error(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 500, 'Something went wrong inside Mixdown.');
    }
  }

  async #route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const access = this.#access;
    if (!access.isOurHost(request)) return refuse(response, 421, 'This is not the name of this studio.');
    if (!access.isOurOrigin(request, request.method === 'POST'))
      return refuse(response, 403, 'Another site may not ask this studio.');
    const url = urlOf(request);
    if (!url) return refuse(response, 400, 'That is no address.');
    const token = url.searchParams.get('token');
    if (token !== null && request.method === 'GET') return this.#enter(request, response, token);
    const role = access.roleOf(request);
    if (!role) return refuse(response, 401, 'Open Mixdown with the link that it shows; each link works once.');
    if (request.method === 'POST' && url.pathname === '/upload' && role === 'owner')
      return receiveUpload(request, response, { folder: this.#options.uploadFolder, url });
    const bounced = role === 'owner' ? this.#bouncedFile(url.pathname) : undefined;
    if (bounced !== undefined && request.method === 'GET') return sendBounce(response, bounced);
    if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(response, 405, 'That is not done here.');
    const file = await fileBelow(this.#options.rendererFolder, url.pathname);
    if (!file) return refuse(response, 404, 'There is nothing of that name.');
    return sendFile(response, file, url.pathname);
  }

  /** What a bounce of this studio wrote, by its job: no path of a browser's reaches the disk. */
  #bouncedFile(pathname: string): string | undefined {
    const [, jobId] = /^\/bounce\/(job-\d+)$/.exec(pathname) ?? [];
    return jobId === undefined ? undefined : this.#studio?.bouncedFile(jobId);
  }

  /**
   * A page that goes on by itself: the next request comes from our own site, so that it carries the strict cookie. It names
   * an icon, or a browser would ask for one that is not there.
   */
  #enter(request: IncomingMessage, response: ServerResponse, token: string): void {
    const cookie = this.#access.spend(token);
    if (cookie === undefined && !this.#access.roleOf(request)) {
      refuse(response, 403, 'That link was used already: ask Mixdown for another.');
      return;
    }
    if (cookie !== undefined) response.setHeader('Set-Cookie', cookie);
    response.setHeader('Cache-Control', 'no-store');
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end(
      '<!doctype html><meta charset="utf-8"><link rel="icon" href="data:,"><meta http-equiv="refresh" content="0;url=/"><title>Mixdown</title>',
    );
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    // Node leaves a socket that is upgraded alone: without this a peer that goes would end the studio.
    socket.on('error', () => undefined);
    const access = this.#access;
    const role = access.roleOf(request);
    const isOurs = access.isOurHost(request) && access.isOurOrigin(request, true);
    if (!isOurs || urlOf(request)?.pathname !== SOCKET_PATH) drop(socket, '403 Forbidden');
    else if (!role) drop(socket, '401 Unauthorized');
    else if (!this.#studio) drop(socket, '503 Service Unavailable');
    else this.#sockets.handleUpgrade(request, socket, head, (accepted) => this.#connect(accepted, role));
  }

  #connect(socket: WebSocket, role: ClientRole): void {
    if (this.#studio) new WebClient(socket).attach(this.#studio, role);
  }
}

function urlOf({ url = '/' }: IncomingMessage): URL | undefined {
  // Kept as it came: URL would resolve `..` before it is refused.
  const path = url.split('?')[0] ?? '/';
  if (!path.startsWith('/') || path.split('/').some((part) => /^(\.|%2e){2}$/i.test(part))) return undefined;
  return URL.canParse(`http://host${url}`) ? new URL(`http://host${url}`) : undefined;
}

function refuse(response: ServerResponse, status: number, sentence: string): void {
  response.setHeader('Cache-Control', 'no-store');
  response.writeHead(status, { 'Content-Type': 'text/plain; charset=utf-8' });
  response.end(`${sentence}\n`);
}

function drop(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
