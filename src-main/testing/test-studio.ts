/** What tests of the studio are made with: a studio on a folder of its own, and a client that asks it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SessionSnapshot } from '../../src-shared/protocol/answers.ts';
import type { StudioEventName, StudioEvents } from '../../src-shared/protocol/events.ts';
import type { RequestArgs, RequestName, RequestResult } from '../../src-shared/protocol/requests.ts';
import type { ProtocolErrorCode, StudioMessage } from '../../src-shared/protocol/wire.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import { follow, newDocument, type SessionDocument } from '../../src-shared/session/document.ts';
import { DataFolder } from '../studio/data-folder.ts';
import type { ClientRole } from '../studio/dispatch.ts';
import { SessionStore } from '../studio/session-folder/session-store.ts';
import { type Connection, Studio } from '../studio/studio.ts';
import { StandInEngine } from './stand-in-engine.ts';

export class TestStudio {
  readonly parent: string;
  readonly studio: Studio;
  readonly engine: StandInEngine;

  private constructor(parent: string, studio: Studio, engine: StandInEngine) {
    this.parent = parent;
    this.studio = studio;
    this.engine = engine;
  }

  /** A studio with an empty session, saved as `Start`. */
  static async start(): Promise<TestStudio> {
    const parent = await mkdtemp(join(tmpdir(), 'mixdown-studio-'));
    const session = createSession({ name: 'Start', sampleRateHz: 48_000, tempoBpm: 120 });
    const store = await SessionStore.create(join(parent, 'Start.mixdown'), session);
    await store.close();
    return TestStudio.startIn(parent, store.folder);
  }

  /** @param own where the data folder lies, perhaps of a studio that ran before. @param folder a session to open. */
  static async startIn(own: string, folder?: string): Promise<TestStudio> {
    const engine = new StandInEngine();
    const studio = await Studio.start({
      data: new DataFolder(join(own, 'data')),
      engine,
      host: {
        info: Studio.info({ version: '0.0.0', host: 'web' }),
        share: () => ({ url: null, qrRows: [], sentence: 'A test shares nothing.' }),
      },
      ...(folder !== undefined && { folder }),
    });
    return new TestStudio(own, studio, engine);
  }

  client(role: ClientRole = 'owner'): Promise<TestClient> {
    return TestClient.connect(this.studio, role);
  }

  path(...parts: string[]): string {
    return join(this.parent, ...parts);
  }

  async end(): Promise<void> {
    await this.studio.close();
    await rm(this.parent, { recursive: true, force: true });
  }
}

/** A client that mirrors the session as the screens do. */
export class TestClient {
  readonly events: { readonly name: StudioEventName; readonly data: unknown }[] = [];
  mirror: SessionDocument = newDocument({} as never);
  #send: (message: unknown) => void = () => undefined;
  readonly #waiting = new Map<number, (message: StudioMessage) => void>();
  #wakes: (() => void)[] = [];
  #nextId = 1;
  connection: Connection | undefined;

  static async connect(studio: Studio, role: ClientRole): Promise<TestClient> {
    const client = new TestClient();
    const connection = studio.connect(
      // As over any transport: a copy, later.
      {
        send: (message) => queueMicrotask(() => client.receive(structuredClone(message))),
        sendTelemetry: () => undefined,
      },
      role,
    );
    client.connection = connection;
    client.sendWith((message) => void connection.receive(structuredClone(message)));
    await client.start();
    return client;
  }

  sendWith(send: (message: unknown) => void): void {
    this.#send = send;
  }

  async start(): Promise<void> {
    this.#replace(await this.request('session/snapshot', {}));
  }

  receive(message: StudioMessage): void {
    if (message.kind !== 'event') {
      this.#waiting.get(message.id)?.(message);
      this.#waiting.delete(message.id);
      return;
    }
    if (message.name === 'session/changed' && message.data.entry.sequence > this.mirror.sequence)
      this.mirror = follow(this.mirror, message.data.entry);
    if (message.name === 'session/replaced') this.#replace(message.data);
    this.events.push({ name: message.name, data: message.data });
    for (const wake of this.#wakes.splice(0)) wake();
  }

  /** The answer as it came, an error too. */
  ask(name: string, args: unknown): Promise<StudioMessage> {
    const id = this.#nextId++;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.#send({ kind: 'request', id, name, args });
    });
  }

  /** Rejects with an Error that has the code and the sentence. */
  async request<Name extends RequestName>(name: Name, args: RequestArgs<Name>): Promise<RequestResult<Name>> {
    const message = await this.ask(name, args);
    if (message.kind === 'answer') return message.result as RequestResult<Name>;
    if (message.kind !== 'error') throw new Error('an event for an answer');
    throw Object.assign(new Error(message.error.sentence), { code: message.error.code satisfies ProtocolErrorCode });
  }

  run(command: string, args: unknown, key: string | null = null): Promise<{ sequence: number }> {
    return this.request('session/run', { command, args, key });
  }

  /** Resolves to the next event of that name that fits, those since the last call included. */
  async event<Name extends StudioEventName>(
    name: Name,
    fits: (data: StudioEvents[Name]) => boolean = () => true,
  ): Promise<StudioEvents[Name]> {
    for (;;) {
      const at = this.events.findIndex((event) => event.name === name && fits(event.data as StudioEvents[Name]));
      if (at >= 0) return this.events.splice(0, at + 1)[at]?.data as StudioEvents[Name];
      await new Promise<void>((resolve) => this.#wakes.push(resolve));
    }
  }

  #replace({ session, sequence, checksum }: SessionSnapshot): void {
    this.mirror = { ...newDocument(session), sequence, checksum };
  }
}
