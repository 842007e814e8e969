/**
 * A stream of PortAudio: output, input or both, of one device or two. Where there is an input it is the clock: a block
 * comes in, its output is made and joins a queue that began with `QUEUE_BLOCKS` of silence, and so comes back after a fixed
 * time. For a block the binding makes a buffer and two promises, and waiting for them a few small objects; no more.
 */
import type { AudioDevice, DeviceLost, DeviceSettings, ProcessBlock } from './audio-device.ts';
import { LostTime } from './lost-time.ts';
import type { BindingRead, BindingStream } from './port-audio-binding.ts';
import { align, type LooseStream } from './stream-alignment.ts';

/** Blocks of output that wait in the binding when an input comes, measured: docs/reliability.md. */
const QUEUE_BLOCKS = 2;
/** Where there is no input to be in step with. */
const PLAY_ONLY_BLOCKS = 2;
/** The device's own queue: one block is played, one waits. */
const DEVICE_BLOCKS = 2;
/** No block for this long: it will never come. */
const STALLED_MS = 1_500;
const PUMP_END_MS = 500;
const TROUBLE = /underflow|overflow/;

export type PortAudioParts = {
  readonly stream: BindingStream;
  readonly outputName: string;
  readonly inputName: string;
  readonly inputChannels: number;
  /** How many channels of the output are open; 0 without one. */
  readonly outputChannels: number;
  /** The left of each pair that the song goes to, counted from 0. */
  readonly songPlaces: readonly number[];
  /** The same of the click; null where it goes with the song. */
  readonly clickPlace: number | null;
  /** Its two directions do not start as one (stream-alignment.ts). */
  readonly isLoose: boolean;
  /** The binding let go of the stream. */
  readonly onClosed: () => void;
};

export class PortAudioDevice implements AudioDevice, LooseStream {
  readonly name: string;
  readonly inputName: string;
  readonly inputChannels: number;
  readonly outputChannels: number;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  dropouts = 0;
  isOpen = true;
  owedBlocks = 0;
  readonly #parts: PortAudioParts;
  readonly #stream: BindingStream;
  readonly #lost: DeviceLost;
  /** What the engine fills: stereo. */
  readonly #output: Float32Array;
  /** The same for the click, where it has outputs of its own. */
  readonly #click: Float32Array | undefined;
  /** What the device takes: as many channels as are open; the engine's own block where that is stereo. */
  readonly #wide: Float32Array;
  readonly #wideBytes: Buffer;
  readonly #silence: Buffer;
  readonly #input: Float32Array;
  readonly #inputBytes: Uint8Array;
  readonly #lostTime: LostTime;
  /** Whether it bears to be held up. */
  #canAlign: boolean;
  #process: ProcessBlock = (output) => output.fill(0);
  #isRunning = false;
  #hasTrouble = false;
  #blocks = 0;
  /** Time that was lost, found since the last block. */
  #lostBlocks = 0;
  #pump: Promise<void> = Promise.resolve();
  #watch: NodeJS.Timeout | undefined;

  constructor(parts: PortAudioParts, { sampleRateHz, bufferFrames }: DeviceSettings, lost: DeviceLost) {
    this.name = parts.outputName;
    this.inputName = parts.inputName;
    this.inputChannels = parts.inputChannels;
    this.outputChannels = parts.outputChannels;
    this.sampleRateHz = sampleRateHz;
    this.bufferFrames = bufferFrames;
    this.#parts = parts;
    this.#stream = parts.stream;
    this.#lost = lost;
    this.#canAlign = parts.isLoose;
    this.#output = new Float32Array(bufferFrames * 2);
    this.#click = parts.clickPlace === null ? undefined : new Float32Array(bufferFrames * 2);
    this.#wide = parts.outputChannels === 2 ? this.#output : new Float32Array(bufferFrames * parts.outputChannels);
    this.#wideBytes = Buffer.from(this.#wide.buffer);
    this.#silence = Buffer.alloc(this.#wideBytes.length);
    this.#input = new Float32Array(bufferFrames * parts.inputChannels);
    this.#inputBytes = new Uint8Array(this.#input.buffer);
    this.#lostTime = new LostTime(bufferFrames / sampleRateHz, QUEUE_BLOCKS + DEVICE_BLOCKS);
  }

  get outputLatencyFrames(): number {
    return (queueBlocks(this.#parts) + DEVICE_BLOCKS) * this.bufferFrames;
  }

  /** With a device of two blocks. What converters and cables add, a calibration finds. */
  get roundTripFrames(): number {
    return this.inputChannels && this.outputChannels ? this.outputLatencyFrames : 0;
  }

  start(process: ProcessBlock): void {
    this.#process = process;
    if (this.#watch) return;
    this.#pump = this.#run();
    let seen = -1;
    this.#watch = setInterval(() => {
      if (this.#blocks === seen) this.#fail('it gives and takes no more sound');
      seen = this.#blocks;
    }, STALLED_MS);
  }

  /** The stream goes on in silence, so that it starts without delay. */
  setAwake(): void {}

  async close(): Promise<void> {
    this.isOpen = false;
    clearInterval(this.#watch);
    // It ends with the block that is under way; where none comes any more, quitting ends it.
    await within(PUMP_END_MS, this.#pump).catch(() => undefined);
    await within(STALLED_MS, this.#stream.quit('ABORT'));
    this.#parts.onClosed();
  }

  async take(): Promise<void> {
    this.#arrived(await this.#stream.read(this.#inputBytes.length));
    if (this.#isRunning) this.#processLost();
  }

  give(): void {
    this.#write(this.#silence);
  }

  takeTrouble(): boolean {
    const hadTrouble = this.#hasTrouble;
    this.#hasTrouble = false;
    return hadTrouble;
  }

  async #run(): Promise<void> {
    try {
      const isDuplex = this.inputChannels > 0 && this.outputChannels > 0;
      for (let block = 0; isDuplex && block < QUEUE_BLOCKS; block++) await this.#stream.write(this.#silence);
      this.#stream.start();
      if (isDuplex && this.#canAlign) this.#canAlign = await this.#align();
      this.#isRunning = true;
      this.#lostTime.reset();
      this.#lostBlocks = 0;
      await (this.inputChannels ? this.#takeBlocks() : this.#playBlocks());
    } catch (error) {
      this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  /** Without an input the queue is the clock: a write waits for room. */
  async #playBlocks(): Promise<void> {
    while (this.isOpen) {
      this.#process(this.#output, this.#input, 0, this.#click);
      this.#widen();
      this.#heard(await this.#stream.write(this.#wideBytes));
      this.#blocks++;
      if (this.takeTrouble()) this.dropouts++;
    }
  }

  /** What comes in is the clock. One function for all blocks: each call of an asynchronous one would leave objects behind. */
  async #takeBlocks(): Promise<void> {
    while (this.isOpen) {
      const isThere = this.#arrived(await this.#stream.read(this.#inputBytes.length));
      const hadTrouble = this.#answer(isThere);
      if (hadTrouble && this.#canAlign) await this.#align();
    }
  }

  /** Puts out what belongs to a block of input; whether anything went wrong since the last. */
  #answer(isThere: boolean): boolean {
    const lostBlocks = this.#lostBlocks;
    this.#lostBlocks = 0;
    // The card went on without us: so do song and take, unheard.
    for (let block = 0; block < lostBlocks; block++) this.#processLost();
    if (isThere) this.#process(this.#output, this.#input, 0, this.#click);
    else this.#processLost();
    if (this.outputChannels) {
      this.#widen();
      this.#write(this.#wideBytes);
    }
    const hadTrouble = this.takeTrouble();
    if (hadTrouble || lostBlocks > 0) this.dropouts++;
    return hadTrouble;
  }

  #align(): Promise<boolean> {
    return align(this, QUEUE_BLOCKS, this.bufferFrames / this.sampleRateHz);
  }

  /** The next block of input, or that it did not arrive. */
  #arrived({ buf, err }: BindingRead): boolean {
    this.#blocks++;
    this.owedBlocks++;
    this.#lostBlocks += this.#lostTime.arrived(performance.now());
    if (err !== undefined) this.#heard(err);
    else if (buf?.length === this.#inputBytes.length) this.#inputBytes.set(buf);
    else if (this.isOpen) throw new Error('it gives no more sound');
    return err === undefined;
  }

  #write(bytes: Buffer): void {
    this.owedBlocks--;
    this.#stream.write(bytes).then(this.#heard, this.#refused);
  }

  readonly #heard = (trouble: string | undefined): void => {
    if (trouble && TROUBLE.test(trouble)) this.#hasTrouble = true;
  };

  readonly #refused = (error: Error): void => this.#fail(error.message);

  #processLost(): void {
    this.#input.fill(0);
    this.#process(this.#output, this.#input, this.bufferFrames, this.#click);
  }

  #widen(): void {
    const { songPlaces, clickPlace } = this.#parts;
    if (this.#wide === this.#output) return;
    this.#wide.fill(0);
    for (let place = 0; place < songPlaces.length; place++) this.#add(this.#output, songPlaces[place] as number);
    if (this.#click) this.#add(this.#click, clickPlace as number);
  }

  /** Adds a stereo block to a pair of what the device takes. */
  #add(block: Float32Array, place: number): void {
    const wide = this.#wide;
    const { outputChannels } = this;
    for (let frame = 0; frame < this.bufferFrames; frame++) {
      const to = frame * outputChannels + place;
      wide[to] = (wide[to] as number) + (block[2 * frame] as number);
      wide[to + 1] = (wide[to + 1] as number) + (block[2 * frame + 1] as number);
    }
  }

  #fail(reason: string): void {
    if (!this.isOpen) return;
    this.isOpen = false;
    clearInterval(this.#watch);
    this.#lost(`“${this.name || this.inputName}” stopped (${reason}); the music goes on in silence.`);
  }
}

/** How many blocks of output may stand in the binding's queue. */
export function queueBlocks({ inputChannels }: Pick<PortAudioParts, 'inputChannels'>): number {
  return inputChannels ? QUEUE_BLOCKS : PLAY_ONLY_BLOCKS;
}

/** Rejects when a promise of the driver does not resolve in time. */
function within<Result>(ms: number, promise: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('it does not answer')), ms);
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
