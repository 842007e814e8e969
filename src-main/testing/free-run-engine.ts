/** The engine within a test: it keeps the session as the studio does, and all that it said. */
import type { FromEngine } from '../../src-shared/protocol/engine-messages.ts';
import { commit, newDocument, type SessionDocument } from '../../src-shared/session/document.ts';
import type { Diff, Session } from '../../src-shared/session/session.ts';
import type { VirtualInputOptions } from '../engine/devices/virtual-input.ts';
import { FreeRunEngine as FreeRun } from '../engine/free-run-engine.ts';
import { loadKernels } from '../program/load-kernels.ts';

export class FreeRunEngine extends FreeRun {
  readonly messages: FromEngine[];
  #document: SessionDocument | undefined;

  /** @param input what the device's input hears; default it has none. */
  constructor(bufferFrames = 256, input: VirtualInputOptions = {}) {
    const messages: FromEngine[] = [];
    // As a port does: what the engine posts is its own again at once.
    super(loadKernels(), bufferFrames, (message) => messages.push(structuredClone(message)), input);
    this.messages = messages;
  }

  get document(): SessionDocument {
    return this.#document as SessionDocument;
  }

  async load(session: Session, folder: string): Promise<void> {
    this.#document = newDocument(session);
    const { sequence, checksum } = this.#document;
    await this.ask('load', { folder, session, sequence, checksum });
  }

  /** Changes the session as the studio does. */
  async change(diff: Diff): Promise<void> {
    const step = commit(this.document, 'Change', diff);
    if (!step) return;
    this.#document = step.document;
    await this.engine.receive({ kind: 'follow', entry: step.entry });
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

  /** As `run`, at the pace of a real device, which waits for no disk. */
  runInRealTime(frames: number): Promise<Float32Array> {
    const { device } = this;
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
}
