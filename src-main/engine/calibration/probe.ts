/**
 * Plays a signal on one channel of the output and takes down one channel of the input, in step: what is taken down at
 * place n came in with the block in which frame n of the signal went out. In the block path it allocates nothing.
 */
import type { EngineProbe } from '../../../src-shared/protocol/engine-messages.ts';

/** Silence before the signal: what sounded dies away. */
const QUIET_SECONDS = 0.25;
/** A device that takes this much longer than the signal does not play. */
const PATIENCE_MS = 5_000;
const DOES_NOT_PLAY = 'The device does not play. Choose another one, or plug it in again.';
const IS_BUSY = 'A calibration is under way already.';
const WAS_INTERRUPTED = 'Something else began meanwhile: calibrate again.';

type Run = {
  readonly probe: EngineProbe;
  readonly captured: Float32Array;
  readonly done: () => void;
  readonly fail: (error: Error) => void;
  /** Frames since it began; below 0 the quiet before the signal. */
  frame: number;
};

export class Probe {
  #run: Run | undefined;

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  /** Resolves with what came in. Rejects with a sentence when another one runs, or when nothing asks for blocks. */
  async start(probe: EngineProbe, sampleRateHz: number): Promise<Float32Array> {
    if (this.#run) throw new Error(IS_BUSY);
    const captured = new Float32Array(probe.captureFrames);
    const longestMs = (1000 * probe.captureFrames) / sampleRateHz + PATIENCE_MS;
    let timer: NodeJS.Timeout | undefined;
    try {
      await new Promise<void>((done, fail) => {
        timer = setTimeout(() => fail(new Error(DOES_NOT_PLAY)), longestMs);
        this.#run = { probe, captured, done, fail, frame: -Math.round(QUIET_SECONDS * sampleRateHz) };
      });
    } finally {
      clearTimeout(timer);
      this.#run = undefined;
    }
    return captured;
  }

  /** Another device follows, another session, or the song: what was taken down is of two. */
  interrupt(): void {
    this.#run?.fail(new Error(WAS_INTERRUPTED));
  }

  /** Takes the device's block for itself while it runs: nothing else is heard. @param isStill nothing plays any more. */
  process(output: Float32Array, input: Float32Array, isStill: boolean): void {
    const run = this.#run;
    if (!run || !isStill) return;
    const { probe, captured } = run;
    const frames = output.length / 2;
    const channels = input.length / frames;
    const side = (probe.outputChannel - 1) % 2;
    for (let index = 0; index < frames; index++) {
      const frame = run.frame + index;
      output[2 * index] = 0;
      output[2 * index + 1] = 0;
      output[2 * index + side] = probe.signal[frame] ?? 0;
      if (frame >= 0 && frame < captured.length && probe.inputChannel <= channels)
        captured[frame] = input[index * channels + probe.inputChannel - 1] as number;
    }
    run.frame += frames;
    if (run.frame >= captured.length) run.done();
  }
}
