/** Who may talk to the web host. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ClientRole } from '../studio/dispatch.ts';

const SECRET_BYTES = 24;
/** Links that wait to be opened; the oldest goes when there are more. */
const MAXIMUM_LINKS = 32;

/**
 * A link holds a token that works once; opening it gives the browser a cookie that no script can read and that no
 * other site's page can send. `Host` must name this server (against DNS rebinding) and `Origin` must be its own.
 */
export class Access {
  readonly #tokens = new Map<string, ClientRole>();
  readonly #cookies = new Map<string, ClientRole>();
  /** What `Host` may say: host names with the port. */
  readonly #hosts: ReadonlySet<string>;
  readonly #cookieName: string;

  /** @param names of this server, without the port. */
  constructor(names: readonly string[], port: number) {
    this.#hosts = new Set(names.map((name) => `${name}:${port}`));
    // Cookies know no ports: two studios on one machine must not take each other's.
    this.#cookieName = `mixdown-${port}`;
  }

  newToken(role: ClientRole): string {
    const token = randomBytes(SECRET_BYTES).toString('base64url');
    this.#tokens.set(token, role);
    const [oldest] = this.#tokens.keys();
    if (this.#tokens.size > MAXIMUM_LINKS && oldest !== undefined) this.#tokens.delete(oldest);
    return token;
  }

  /** The `Set-Cookie` for a token, which is then spent; undefined when it is not one. */
  spend(token: string): string | undefined {
    const known = [...this.#tokens.keys()].find((other) => isSame(other, token));
    if (known === undefined) return undefined;
    const cookie = randomBytes(SECRET_BYTES).toString('base64url');
    this.#cookies.set(cookie, this.#tokens.get(known) ?? 'guest');
    this.#tokens.delete(known);
    return `${this.#cookieName}=${cookie}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whose cookie a request carries; undefined without a valid one. */
  roleOf({ headers }: IncomingMessage): ClientRole | undefined {
    for (const part of (headers.cookie ?? '').split(';')) {
      const [name, value = ''] = part.trim().split('=', 2);
      if (name !== this.#cookieName) continue;
      for (const [cookie, role] of this.#cookies) if (isSame(cookie, value)) return role;
    }
    return undefined;
  }

  isOurHost({ headers }: IncomingMessage): boolean {
    return this.#hosts.has((headers.host ?? '').toLowerCase());
  }

  /** A page of ours asks, or no page at all. @param required by what only pages ask for, such as a WebSocket. */
  isOurOrigin({ headers }: IncomingMessage, required: boolean): boolean {
    if (headers.origin === undefined) return !required;
    return headers.origin.toLowerCase() === `http://${(headers.host ?? '').toLowerCase()}`;
  }
}

function isSame(a: string, b: string): boolean {
  const [bytesA, bytesB] = [Buffer.from(a), Buffer.from(b)];
  return bytesA.length === bytesB.length && timingSafeEqual(bytesA, bytesB);
}
