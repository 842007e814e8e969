import { ByteView } from '../byte-view.ts';
import { parseMpegHeader } from './mpeg-frame.ts';

/** Counts the MPEG frames of a stream that arrives in pieces of any length, without rubbish. */
export class MpegFrameCounter {
  readonly #head = new Uint8Array(4);
  #filled = 0;
  #toSkip = 0;
  mpegFrames = 0;
  samplesPerFrame = 0;

  push(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; ) {
      if (this.#toSkip > 0) {
        const step = Math.min(this.#toSkip, bytes.length - at);
        this.#toSkip -= step;
        at += step;
        continue;
      }
      this.#head[this.#filled++] = bytes[at++]!;
      if (this.#filled === 4) this.#count();
    }
  }

  #count(): void {
    const header = parseMpegHeader(new ByteView(this.#head), 0);
    if (!header) throw new Error('the encoder wrote something that is no MPEG frame');
    this.mpegFrames++;
    this.samplesPerFrame = header.frames;
    this.#toSkip = header.sizeBytes - 4;
    this.#filled = 0;
  }
}
