/**
 * Keeps a process of the engine at work: starts it when it is wanted, watches its heart beat, ends one that hangs, and
 * starts it again when it dies, unless it dies too often. Requests and their answers find each other here.
 */
import type {
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ToEngine,
} from '../../src-shared/protocol/engine-messages.ts';
import { EngineError } from './engine-link.ts';
import { type EngineProcess, forkEngine } from './engine-process.ts';

/** It says that it is alive once a second; a busy disk may keep it silent for a while. */
const LONGEST_SILENCE_MS = 6_000;
/**
 * How often it is looked whether it does. Silence is counted in looks: a machine that slept, a clock that was set and a
 * studio that was held up itself are no silence of the engine.
 */
const WATCH_MS = 1_000;
/** An engine that dies more often than this does not come back by itself. */
const MOST_RESTARTS = 5;
const RESTARTS_WITHIN_MS = 60_000;
const PATIENCE_AT_END_MS = 2_000;

type Promised = {
  readonly promise: Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
};
type Waiting = { readonly resolve: (result: never) => void; readonly reject: (error: Error) => void };

/** What its owner does with it. */
export type EngineKeeperParts = {
  /** What it says without being asked. */
  readonly onMessage: (message: FromEngine) => void;
  /** Gives a fresh process all that the one before had; it takes requests of others once this resolves. */
  readonly onStart: () => Promise<void>;
  /** It ended, and what was asked of it was refused. */
  readonly onEnd: () => void;
  readonly onRestart: (reason: string) => void;
  /** It is not started again until it is asked for. */
  readonly onGivenUp: (sentence: string) => void;
};

export type EngineKeeperOptions = {
  /** Starts a process; default Node's own. */
  readonly start?: () => EngineProcess;
  /** After which a process counts as hung. */
  readonly longestSilenceMs?: number;
  /** No process is started before; what is asked until then waits. */
  readonly mayStart?: Promise<void>;
};

export class EngineKeeper {
  readonly #parts: EngineKeeperParts;
  readonly #start: () => EngineProcess;
  readonly #longestSilenceMs: number;
  /** Undefined once it has come. */
  #mayStart: Promise<void> | undefined;
  readonly #waiting = new Map<number, Waiting>();
  #process: EngineProcess | undefined;
  /** Kept from when a process is wanted until one takes requests, however many die before. */
  #readiness: Promised | undefined;
  #isReady = false;
  #isClosing = false;
  #nextId = 1;
  /** Looks since it said anything. */
  #silentLooks = 0;
  #watch: NodeJS.Timeout | undefined;
  #restarts: number[] = [];

  constructor(
    parts: EngineKeeperParts,
    { start = forkEngine, longestSilenceMs = LONGEST_SILENCE_MS, mayStart }: EngineKeeperOptions = {},
  ) {
    this.#parts = parts;
    this.#start = start;
    this.#longestSilenceMs = longestSilenceMs;
    this.#mayStart = mayStart;
    void mayStart?.then(() => {
      this.#mayStart = undefined;
      if (this.#readiness && !this.#isClosing) this.#spawn();
    });
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }
  /** It takes requests. */
  get isReady(): boolean {
    return this.#isReady;
  }
  /** How often it was started again within the last minute. */
  get restarts(): number {
    return this.#restarts.length;
  }

  /** Resolves when a process takes requests; starts it when there is none. */
  ready(): Promise<void> {
    if (this.#isClosing) return Promise.reject(new Error('Mixdown is closing.'));
    if (this.#isReady) return Promise.resolve();
    this.#readiness ??= promised();
    if (!this.#process && !this.#mayStart) this.#spawn();
    return this.#readiness.promise;
  }

  /** As `request`, once it is ready. */
  async ask<Name extends EngineRequestName>(
    name: Name,
    args: EngineRequests[Name]['args'],
  ): Promise<EngineRequests[Name]['result']> {
    await this.ready();
    return this.request(name, args);
  }

  /** Rejects with an EngineError whose message is a sentence. */
  request<Name extends EngineRequestName>(
    name: Name,
    args: EngineRequests[Name]['args'],
  ): Promise<EngineRequests[Name]['result']> {
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      this.post({ kind: 'request', id, name, args } as ToEngine);
    });
  }

  post(message: ToEngine): void {
    this.#process?.post(message);
  }

  async close(): Promise<void> {
    this.#isClosing = true;
    clearInterval(this.#watch);
    const engine = this.#process;
    if (!engine) {
      this.#readiness?.reject(new Error('Mixdown is closing.'));
      return;
    }
    const gone = new Promise<void>((resolve) => engine.onExit(() => resolve()));
    engine.post({ kind: 'shutDown' });
    const timer = setTimeout(() => engine.kill(), PATIENCE_AT_END_MS);
    await gone;
    clearTimeout(timer);
  }

  #spawn(): void {
    this.#isReady = false;
    this.#readiness ??= promised();
    const engine = this.#start();
    this.#process = engine;
    this.#silentLooks = 0;
    engine.onMessage((message) => {
      if (engine === this.#process) this.#receive(message);
    });
    engine.onExit((reason) => {
      if (engine === this.#process) this.#ended(reason);
    });
    this.#watch ??= setInterval(() => this.#checkPulse(), WATCH_MS).unref();
  }

  #checkPulse(): void {
    if (this.#process && ++this.#silentLooks * WATCH_MS > this.#longestSilenceMs) this.#process.kill();
  }

  #receive(message: FromEngine): void {
    this.#silentLooks = 0;
    if (message.kind === 'answer') this.#take(message.id)?.resolve(message.result as never);
    else if (message.kind === 'refused') this.#take(message.id)?.reject(new EngineError(message.sentence));
    else if (message.kind === 'ready') void this.#begin();
    else this.#parts.onMessage(message);
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    this.#waiting.delete(id);
    return waiting;
  }

  async #begin(): Promise<void> {
    const engine = this.#process;
    await this.#parts.onStart();
    // It died again, which is seen to.
    if (engine !== this.#process) return;
    this.#isReady = true;
    this.#readiness?.resolve();
    this.#readiness = undefined;
  }

  #ended(reason: string): void {
    this.#process = undefined;
    this.#isReady = false;
    const lost = new EngineError('The sound engine stopped; it is started again.');
    for (const { reject } of this.#waiting.values()) reject(lost);
    this.#waiting.clear();
    this.#parts.onEnd();
    if (this.#isClosing) {
      this.#readiness?.reject(lost);
      return;
    }
    const now = performance.now();
    this.#restarts = [...this.#restarts.filter((at) => now - at < RESTARTS_WITHIN_MS), now];
    if (this.#restarts.length > MOST_RESTARTS) this.#giveUp(reason);
    else {
      this.#parts.onRestart(reason);
      this.#spawn();
    }
  }

  #giveUp(reason: string): void {
    const sentence = `The sound engine stopped ${this.#restarts.length} times in a minute (${reason}); editing goes on, play tries again.`;
    this.#restarts = [];
    this.#parts.onGivenUp(sentence);
    this.#readiness?.reject(new Error(sentence));
    this.#readiness = undefined;
  }
}

function promised(): Promised {
  let resolve: () => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<void>((keep, fail) => {
    resolve = keep;
    reject = fail;
  });
  // Nobody may be waiting when it fails.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
}
