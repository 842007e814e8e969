/** The engine within a test: the same code without its process, on a device that renders as fast as it is asked to. */
import type {
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ToEngine,
} from '../../src-shared/protocol/engine-messages.ts';
import { commit, newDocument, type SessionDocument } from '../../src-shared/session/document.ts';
import type { Diff, Session } from '../../src-shared/session/session.ts';
import { FreeRunDevice } from '../engine/devices/null-device.ts';
import { type DeviceDriver, OutputHost } from '../engine/devices/output-host.ts';
import { Engine } from '../engine/engine.ts';
import { loadKernels } from '../program/load-kernels.ts';

const noDriver: DeviceDriver = {
  whyNone: 'a test has none',
  outputs: () => [],
  defaultOutput: () => undefined,
  open: () => {
    throw new Error('a test has none');
  },
};

export class FreeRunEngine {
  readonly messages: FromEngine[] = [];
  readonly #engine: Engine;
  readonly #answers = new Map<number, (message: FromEngine) => void>();
  #device: FreeRunDevice | undefined;
  #document: SessionDocument | undefined;
  #id = 0;

  constructor(bufferFrames = 256) {
    const output = new OutputHost(noDriver, (settings) => {
      this.#device = new FreeRunDevice({ ...settings, bufferFrames });
      return this.#device;
    });
    const port = {
      post: (message: FromEngine, sent?: () => void) => {
        this.messages.push(message);
        if (message.kind === 'answer' || message.kind === 'refused') this.#answers.get(message.id)?.(message);
        sent?.();
      },
      onMessage: () => undefined,
      onClose: () => undefined,
    };
    this.#engine = new Engine(port, loadKernels(), output);
  }

  get document(): SessionDocument {
    return this.#document as SessionDocument;
  }

  async ask<Name extends EngineRequestName>(
    name: Name,
    args: EngineRequests[Name]['args'],
  ): Promise<EngineRequests[Name]['result']> {
    const id = ++this.#id;
    const answer = new Promise<FromEngine>((resolve) => this.#answers.set(id, resolve));
    await this.#engine.receive({ kind: 'request', id, name, args } as ToEngine);
    const message = await answer;
    if (message.kind === 'refused') throw new Error(message.sentence);
    return (message as FromEngine & { kind: 'answer' }).result as EngineRequests[Name]['result'];
  }

  async load(session: Session, folder: string): Promise<void> {
    this.#document = newDocument(session);
    const { sequence, checksum } = this.#document;
    await this.ask('load', { folder, session, sequence, checksum });
  }

  /** Starts and waits until it plays. */
  async play(): Promise<void> {
    await this.ask('play', null);
    await this.#engine.settled();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** Changes the session as the studio does. */
  async change(diff: Diff): Promise<void> {
    const step = commit(this.document, 'Change', diff);
    if (!step) return;
    this.#document = step.document;
    await this.#engine.receive({ kind: 'follow', entry: step.entry });
  }

  /** Changes the session and loses the message. */
  skipChange(diff: Diff): void {
    const step = commit(this.document, 'Change', diff);
    if (step) this.#document = step.document;
  }

  async resync(): Promise<void> {
    const { session, sequence, checksum } = this.document;
    await this.ask('resync', { folder: '', session, sequence, checksum });
  }

  /** What the next frames sound like; nothing is missing for the disk's sake unless `impatient`. */
  run(frames: number, { impatient = false } = {}): Promise<Float32Array> {
    return (this.#device as FreeRunDevice).run(frames, async () => {
      if (!impatient) await this.#engine.settled();
    });
  }

  /** The same at the pace of a real device, which waits for no disk. */
  runInRealTime(frames: number): Promise<Float32Array> {
    const device = this.#device as FreeRunDevice;
    const blockMs = (1000 * device.bufferFrames) / device.sampleRateHz;
    let dueMs = performance.now();
    return device.run(frames, async () => {
      dueMs += blockMs;
      const earlyMs = dueMs - performance.now();
      await new Promise((resolve) => (earlyMs > 1 ? setTimeout(resolve, earlyMs) : setImmediate(resolve)));
    });
  }

  /** The newest telemetry. */
  get telemetry(): Float32Array {
    const records = this.messages.filter((message) => message.kind === 'telemetry');
    return (records.at(-1) as FromEngine & { kind: 'telemetry' }).record;
  }

  close(): Promise<void> {
    return this.#engine.close();
  }
}
