/** Runs in the browser's audio thread: plays what arrives, evenly. It tells how much it holds, ten times a second. */
import { JitterBuffer } from './jitter-buffer.ts';
import type { PlayerReport, PlayerSettings } from './player-report.ts';

/** The names of the audio thread, which TypeScript's libraries leave out. */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  constructor();
}
declare function registerProcessor(
  name: string,
  processor: new (options: { processorOptions: PlayerSettings }) => AudioWorkletProcessor,
): void;
declare const sampleRate: number;

const REPORTS_PER_SECOND = 10;

class Player extends AudioWorkletProcessor {
  readonly #buffer: JitterBuffer;
  #untilReport = 0;

  constructor({ processorOptions: { targetSeconds, mostSeconds } }: { processorOptions: PlayerSettings }) {
    super();
    this.#buffer = new JitterBuffer({
      target: Math.round(targetSeconds * sampleRate),
      most: Math.round(mostSeconds * sampleRate),
    });
    this.port.onmessage = ({ data }: MessageEvent<Float32Array>) => this.#buffer.push(data);
  }

  process(_inputs: Float32Array[][], [output]: Float32Array[][]): boolean {
    const [left, right] = output ?? [];
    if (!left || !right) return true;
    this.#buffer.pull(left, right);
    this.#untilReport -= left.length;
    if (this.#untilReport <= 0) this.#report();
    return true;
  }

  #report(): void {
    this.#untilReport = sampleRate / REPORTS_PER_SECOND;
    const { heldFrames, missedFrames, skippedFrames } = this.#buffer;
    const report: PlayerReport = { heldSeconds: heldFrames / sampleRate, missedFrames, skippedFrames };
    this.port.postMessage(report);
  }
}

registerProcessor('player', Player);
