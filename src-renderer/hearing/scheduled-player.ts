/**
 * Plays what arrives where the browser has no audio thread for us: at an address that is not secure, such as a tablet's
 * way to this machine. The page itself lays down short buffers, some time ahead, so that a busy page is not heard.
 */
import { JitterBuffer } from './jitter-buffer.ts';
import type { PlayerReport, PlayerSettings } from './player-report.ts';

/** How far ahead of what sounds the page lays down: it may be busy for so long. */
const AHEAD_SECONDS = 0.08;
const CHUNK_SECONDS = 0.01;

/** What of an AudioContext it needs. */
export type SoundOutput = Pick<
  BaseAudioContext,
  'sampleRate' | 'currentTime' | 'destination' | 'createBuffer' | 'createBufferSource'
>;

export class ScheduledPlayer {
  readonly #context: SoundOutput;
  readonly #buffer: JitterBuffer;
  readonly #left: Float32Array<ArrayBuffer>;
  readonly #right: Float32Array<ArrayBuffer>;
  /** The frame of the context's clock that is laid down next. */
  #nextFrame = 0;
  /** Frames of silence because the page was busy for too long. */
  #late = 0;

  constructor(context: SoundOutput, { targetSeconds, mostSeconds }: PlayerSettings) {
    const { sampleRate } = context;
    this.#context = context;
    this.#buffer = new JitterBuffer({
      target: Math.round(targetSeconds * sampleRate),
      most: Math.round(mostSeconds * sampleRate),
    });
    const chunk = Math.round(CHUNK_SECONDS * sampleRate);
    this.#left = new Float32Array(chunk);
    this.#right = new Float32Array(chunk);
  }

  /** Takes interleaved frames, and lays down what is due: each arrival is the clock, for a page in the back has no other. */
  push(interleaved: Float32Array): void {
    this.#buffer.push(interleaved);
    const { currentTime, sampleRate } = this.#context;
    const now = Math.ceil(currentTime * sampleRate);
    if (this.#nextFrame < now) {
      if (this.#nextFrame > 0) this.#late += now - this.#nextFrame;
      this.#nextFrame = now;
    }
    while (this.#nextFrame < now + AHEAD_SECONDS * sampleRate) this.#layDown();
  }

  get report(): PlayerReport {
    const { currentTime, sampleRate } = this.#context;
    const { heldFrames, missedFrames, skippedFrames } = this.#buffer;
    const ahead = Math.max(0, this.#nextFrame / sampleRate - currentTime);
    return { heldSeconds: heldFrames / sampleRate + ahead, missedFrames: missedFrames + this.#late, skippedFrames };
  }

  #layDown(): void {
    const [left, right] = [this.#left, this.#right];
    this.#buffer.pull(left, right);
    const { sampleRate, destination } = this.#context;
    const sound = this.#context.createBuffer(2, left.length, sampleRate);
    sound.copyToChannel(left, 0);
    sound.copyToChannel(right, 1);
    const source = this.#context.createBufferSource();
    source.buffer = sound;
    source.connect(destination);
    // A whole number of frames after the last one: no seam.
    source.start(this.#nextFrame / sampleRate);
    this.#nextFrame += left.length;
  }
}
