import { VirtualDevice } from './virtual-device.ts';

/** Renders as fast as it is asked to and keeps what was put out: what a test compares with a bounce. */
export class FreeRunDevice extends VirtualDevice {
  readonly outputLatencyFrames = 0;

  /** The next `frames` of input do not arrive: one dropout. */
  loseFrames(frames: number): void {
    this.dropouts++;
    this.input.lose(frames);
  }

  setAwake(): void {}

  /**
   * Captures the next blocks that hold `frames` frames. @param before is waited for before each block: with the files that are
   * read ahead settled, the result does not depend on the disk.
   */
  async run(frames: number, before: () => Promise<void> = async () => undefined): Promise<Float32Array> {
    const blocks = Math.ceil(frames / this.bufferFrames);
    const captured = new Float32Array(blocks * this.bufferFrames * 2);
    for (let block = 0; block < blocks; block++) {
      await before();
      const at = block * this.bufferFrames * 2;
      this.processBlock(captured.subarray(at, at + this.bufferFrames * 2));
    }
    return captured.subarray(0, frames * 2);
  }
}
