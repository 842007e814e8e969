/** The work of one thread of a bounce: renders its part of the plan, chunk by chunk, and feeds files or the next thread. */
import { isAbsolute, join } from 'node:path';
import type { Kernels } from '../../src-shared/dsp/core/kernels.ts';
import { type ProgramFigures, ProgramMeter } from '../../src-shared/dsp/metering/program-meter.ts';
import { Renderer } from '../../src-shared/render/renderer.ts';
import { openPcmFile } from '../media/open-pcm-file.ts';
import { BounceControl } from './bounce-control.ts';
import { type BounceSink, openBounceFile, type WrittenFile } from './bounce-file.ts';
import { HeldTail } from './held-tail.ts';
import { OutputTrim } from './output-trim.ts';
import type { OutputResult, PartJob, PartMessage, PartOutput } from './part-job.ts';
import { PcmMediaSource } from './pcm-media-source.ts';
import { CHUNK_FRAMES, PortRingEnd } from './port-ring.ts';
import { PreMasterReader, PreMasterWriter } from './pre-master-file.ts';

/** Frames that all strips of a part render in turn: their blocks stay in the first cache. */
const BLOCK_FRAMES = 512;
const PROGRESS_FRAMES = CHUNK_FRAMES * 8;

/** Ends with the message `finished` or `cancelled`; throws AudioFileError when a file fails, after throwing away its own. */
export async function renderPart(job: PartJob, kernels: Kernels, post: (message: PartMessage) => void): Promise<void> {
  const control = new BounceControl(job.control);
  const part = new PartRenderer(job, kernels, control);
  try {
    await part.openFiles();
    for (let at = 0; at < job.totalFrames && !part.hasEnded; at += CHUNK_FRAMES) {
      const goesOn = await part.renderChunk(Math.min(CHUNK_FRAMES, job.totalFrames - at));
      if (!goesOn) break;
      if (job.isLast && at % PROGRESS_FRAMES === 0) post({ kind: 'progress', frames: at });
    }
    if (job.isLast) {
      control.mixTailFrames = part.mixTailFrames;
      control.done();
    }
    if (!control.meet(job.parts)) {
      part.abort();
      post({ kind: 'cancelled' });
      return;
    }
    const outputs = await part.finish(control.mixTailFrames);
    post({ kind: 'finished', outputs });
  } catch (error) {
    part.abort();
    throw error;
  } finally {
    part.close();
  }
}

class PartRenderer {
  readonly #job: PartJob;
  readonly #control: BounceControl;
  readonly #kernels: Kernels;
  readonly #renderer: Renderer;
  readonly #media: PcmMediaSource[] = [];
  readonly #outputs: OutputWriter[] = [];
  readonly #ringIn: PortRingEnd | undefined;
  readonly #ringOut: PortRingEnd | undefined;
  readonly #fileIn: PreMasterReader | undefined;
  readonly #fileOut: PreMasterWriter | undefined;
  /** What one chunk of each output holds. */
  readonly #chunks: Float32Array[];
  #position = 0;

  constructor(job: PartJob, kernels: Kernels, control: BounceControl) {
    this.#job = job;
    this.#control = control;
    this.#kernels = kernels;
    try {
      this.#renderer = this.#makeRenderer();
      if (job.startFrame > 0) this.#renderer.locate(job.startFrame);
      const { incoming, outgoing } = this.#renderer;
      const file = { kernels, chunkFrames: CHUNK_FRAMES, maxBlockFrames: BLOCK_FRAMES };
      this.#ringIn = job.incoming ? new PortRingEnd(job.incoming, kernels, incoming, control) : undefined;
      this.#ringOut = job.outgoing ? new PortRingEnd(job.outgoing, kernels, outgoing, control) : undefined;
      this.#fileIn =
        job.preMasterIn === null ? undefined : new PreMasterReader({ ...file, path: job.preMasterIn, ports: incoming });
      this.#fileOut = job.preMasterOut
        ? new PreMasterWriter({ ...file, path: job.preMasterOut.path, ports: outgoing })
        : undefined;
    } catch (error) {
      this.abort();
      this.close();
      throw error;
    }
    this.#chunks = job.outputs.map(() => new Float32Array(CHUNK_FRAMES * 2));
  }

  async openFiles(): Promise<void> {
    const { outputs, plan } = this.#job;
    for (const output of outputs) {
      const writer = new OutputWriter(output, this.#kernels, plan.sampleRateHz);
      this.#outputs.push(writer);
      await writer.openFiles(this.#kernels, plan.sampleRateHz);
    }
  }

  /** True when the mix has ended: the parts before it end when nobody takes more of them. */
  get hasEnded(): boolean {
    const { preMasterOut } = this.#job;
    if (preMasterOut && this.#fileOut) {
      return (
        this.#position >= preMasterOut.leastFrames && this.#fileOut.silentFrames >= this.#job.plan.sampleRateHz / 2
      );
    }
    return this.#outputs.some((output) => output.isMix && output.hasEnded);
  }

  /** False when the bounce was cancelled, or when the part behind has ended. */
  async renderChunk(frames: number): Promise<boolean> {
    if (this.#control.isCancelled || this.#ringIn?.waitToRead() === false || this.#ringOut?.waitToWrite() === false)
      return false;
    this.#fileIn?.next();
    for (let at = 0; at < frames; at += BLOCK_FRAMES) this.#renderBlock(at, Math.min(BLOCK_FRAMES, frames - at));
    this.#position += frames;
    this.#ringIn?.read();
    this.#ringOut?.written();
    this.#fileOut?.written();
    for (const [index, output] of this.#outputs.entries()) {
      await output.write((this.#chunks[index] as Float32Array).subarray(0, frames * 2));
    }
    return true;
  }

  /** Frames of the mix after its length; only the last part renders the mix. */
  get mixTailFrames(): number {
    return this.#outputs.find(({ isMix }) => isMix)?.tailFrames ?? 0;
  }

  async finish(mixTailFrames: number): Promise<OutputResult[]> {
    const results: OutputResult[] = [];
    for (const output of this.#outputs) results.push(await output.finish(mixTailFrames));
    return results;
  }

  abort(): void {
    for (const output of this.#outputs) output.abort();
    this.#fileOut?.abort();
  }

  close(): void {
    this.#fileIn?.close();
    this.#fileOut?.close();
    for (const source of this.#media) source.close();
  }

  #renderBlock(at: number, frames: number): void {
    this.#ringIn?.take(at, frames);
    this.#fileIn?.take(at, frames);
    this.#renderer.process(frames);
    this.#ringOut?.put(at, frames);
    this.#fileOut?.put(at, frames);
    for (const [index, { source }] of this.#job.outputs.entries()) {
      const pointer = source === 'master' ? this.#renderer.output : (this.#renderer.stems.get(source) as number);
      (this.#chunks[index] as Float32Array).set(this.#kernels.frames(pointer, frames), at * 2);
    }
  }

  #makeRenderer(): Renderer {
    const { plan, part, sessionFolder } = this.#job;
    const places = new Map<string, number>();
    for (const { segments } of plan.strips.slice(part.from, part.to)) {
      for (const { mediaId } of segments) places.set(mediaId, (places.get(mediaId) ?? 0) + 1);
    }
    const sources = new Map<string, PcmMediaSource>();
    for (const { mediaId, path } of plan.media) {
      const count = places.get(mediaId);
      if (count === undefined) continue;
      const reader = openPcmFile(isAbsolute(path) ? path : join(sessionFolder, path));
      const source = new PcmMediaSource(this.#kernels, reader, count);
      this.#media.push(source);
      sources.set(mediaId, source);
    }
    return new Renderer({ plan, part, kernels: this.#kernels, sources, maxBlockFrames: BLOCK_FRAMES });
  }
}

/** One output of the part: cut to length, measured, and written to its files. */
class OutputWriter {
  readonly #output: PartOutput;
  readonly #trim: OutputTrim;
  readonly #sinks: BounceSink<WrittenFile>[] = [];
  readonly #meter: ProgramMeter | undefined;
  readonly #heldTail = new HeldTail();
  #frames = 0;

  constructor(output: PartOutput, kernels: Kernels, sampleRateHz: number) {
    this.#output = output;
    this.#trim = new OutputTrim(output.trim);
    this.#meter = output.measure ? new ProgramMeter(kernels, { sampleRateHz, channels: 2 }) : undefined;
  }

  async openFiles(kernels: Kernels, sampleRateHz: number): Promise<void> {
    for (const file of this.#output.files) this.#sinks.push(await openBounceFile(file, kernels, sampleRateHz));
  }

  get isMix(): boolean {
    return this.#output.source === 'master';
  }

  get hasEnded(): boolean {
    return this.#trim.hasEnded;
  }

  /** Frames after the length that is kept whatever it holds. */
  get tailFrames(): number {
    return this.#frames - this.#output.trim.lengthFrames;
  }

  async write(chunk: Float32Array): Promise<void> {
    if (this.#trim.hasEnded) return;
    const { endsWithMix } = this.#output;
    for (const kept of this.#trim.keep(chunk)) {
      if (endsWithMix && this.tailFrames >= 0) this.#heldTail.add(kept);
      else await this.#put(kept);
    }
  }

  async #put(kept: Float32Array): Promise<void> {
    this.#frames += kept.length / 2;
    this.#meter?.measure(kept);
    for (const sink of this.#sinks) {
      const writing: unknown = sink.write(kept);
      if (writing instanceof Promise) await writing;
    }
  }

  async finish(mixTailFrames: number): Promise<OutputResult> {
    if (this.#output.endsWithMix) for (const piece of this.#heldTail.first(mixTailFrames)) await this.#put(piece);
    const figures: ProgramFigures | null = this.#meter?.finish() ?? null;
    const files: WrittenFile[] = [];
    for (const sink of this.#sinks) files.push(await sink.finish());
    return { source: this.#output.source, frames: this.#frames, files, figures };
  }

  abort(): void {
    for (const sink of this.#sinks) sink.abort();
  }
}
