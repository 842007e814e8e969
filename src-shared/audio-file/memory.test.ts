import { describe, expect, it } from 'vitest';
import type { ByteSink, ByteSource } from './byte-source.ts';
import { openAudio } from './open-audio.ts';
import { buildWavHeader } from './wav/wav-header.ts';
import { createWavWriter } from './wav/wav-writer.ts';

/** Half an hour of stereo, 24 bit, 48 kHz: half a gigabyte that exists nowhere. */
const FRAMES = 48_000 * 1800;
const BYTES_PER_FRAME = 6;

class EndlessSource implements ByteSource {
  readonly #head: Uint8Array;
  readonly sizeBytes: number;
  largestRead = 0;
  constructor(head: Uint8Array, sizeBytes: number) {
    this.#head = head;
    this.sizeBytes = sizeBytes;
  }
  readSync(offset: number, into: Uint8Array): number {
    this.largestRead = Math.max(this.largestRead, into.length);
    const count = Math.max(0, Math.min(into.length, this.sizeBytes - offset));
    if (offset < this.#head.length) into.set(this.#head.subarray(offset, offset + count));
    return count;
  }
  close(): void {}
}

class CountingSink implements ByteSink {
  lengthBytes = 0;
  append(bytes: Uint8Array): void {
    this.lengthBytes += bytes.length;
  }
  writeAt(): void {}
  sync(): void {}
  commit(): void {}
  discard(): void {}
}

describe('memory', () => {
  it('does not grow with the length of the file, reading and writing', async () => {
    const spec = { sampleRateHz: 48_000, channels: 2, bitDepth: '24', metadata: [] } as const;
    const head = buildWavHeader(spec, FRAMES * BYTES_PER_FRAME);
    const source = new EndlessSource(head, head.length + FRAMES * BYTES_PER_FRAME);
    const sink = new CountingSink();
    const writer = createWavWriter(sink, { ...spec, format: 'wav' });
    const stream = await openAudio(source, 'long.wav');
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    for await (const chunk of stream.chunks()) {
      writer.write(chunk, chunk.length / 2);
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }
    await writer.finish();
    expect(writer.framesWritten).toBe(FRAMES);
    expect(sink.lengthBytes).toBe(head.length + FRAMES * BYTES_PER_FRAME);
    expect(source.largestRead).toBeLessThanOrEqual(1 << 18);
    expect(most).toBeLessThan(16 << 20);
  });
});
