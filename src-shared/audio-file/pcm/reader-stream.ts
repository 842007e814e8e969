import { quoteName } from '../audio-file-error.ts';
import type { PcmReader } from '../audio-reader.ts';
import type { AudioStream } from '../audio-stream.ts';

const CHUNK_SAMPLES = 1 << 16;

/** A reader as a stream, in chunks of 256 KiB that reuse one buffer. */
export function streamOfReader(reader: PcmReader, name: string): AudioStream {
  const { channels } = reader.format;
  const chunkFrames = Math.max(1, Math.floor(CHUNK_SAMPLES / channels));
  return {
    format: reader.format,
    get nonFiniteSamples() {
      return reader.nonFiniteSamples;
    },
    get warnings() {
      const bad = reader.nonFiniteSamples;
      const sentence = `${quoteName(name)} holds ${bad} samples that are not a number or infinite.`;
      return bad === 0 ? reader.format.warnings : [...reader.format.warnings, sentence];
    },
    async *chunks() {
      const chunk = new Float32Array(chunkFrames * channels);
      for (let at = 0; ; ) {
        const frames = reader.read(at, chunkFrames, chunk);
        if (frames === 0) return;
        yield frames === chunkFrames ? chunk : chunk.subarray(0, frames * channels);
        at += frames;
      }
    },
    close: () => reader.close(),
  };
}
