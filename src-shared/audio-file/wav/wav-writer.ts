import type { BroadcastExtension, BroadcastLoudness } from '../audio-format.ts';
import type { AudioWriter, WriteOptions } from '../audio-writer.ts';
import type { ByteSink } from '../byte-source.ts';
import { type SamplePacker, samplePacker } from '../pcm/sample-packer.ts';
import { buildId3v2 } from '../tags/id3.ts';
import { buildRiffInfo } from '../tags/riff-info.ts';
import { buildBroadcast } from './broadcast-chunk.ts';
import { buildWavHeader } from './wav-header.ts';

const PACK_SAMPLES = 1 << 15;

export type WavWriteOptions = WriteOptions & {
  /** What packs samples to `bitDepth`. Default `samplePacker`. */
  readonly packer?: SamplePacker;
};

/** A WAV writer, which never waits, and whose header takes what is known only at the end. */
export interface WavWriter extends AudioWriter {
  write(interleaved: Float32Array, frames: number): void;
  /** Sets the loudness fields of `bext`, known only at the end; needs `broadcast` in the options. */
  setLoudness(loudness: BroadcastLoudness): void;
}

/** Starts a WAV file (RF64 past 4 GB) at once: the header is the first thing in the sink. */
export function createWavWriter(sink: ByteSink, options: WavWriteOptions): WavWriter {
  const { sampleRateHz, channels, bitDepth = '24', tags = {} } = options;
  const { packer = samplePacker(bitDepth) } = options;
  const packed = new Uint8Array(PACK_SAMPLES * packer.bytesPerSample);
  const info = buildRiffInfo(tags);
  const id3 = info.length > 0 ? id3Chunk(buildId3v2(tags)) : new Uint8Array(0);
  let broadcast: BroadcastExtension | undefined = options.broadcast;
  let dataBytes = 0;
  let clippedSamples = 0;

  const header = () => {
    const bext = broadcast ? buildBroadcast(broadcast) : new Uint8Array(0);
    return buildWavHeader({ sampleRateHz, channels, bitDepth, metadata: [bext, info, id3] }, dataBytes);
  };
  sink.append(header());

  return {
    get framesWritten() {
      return dataBytes / (channels * packer.bytesPerSample);
    },
    get clippedSamples() {
      return clippedSamples;
    },
    write(interleaved, frames) {
      const samples = frames * channels;
      for (let at = 0; at < samples; at += PACK_SAMPLES) {
        const count = Math.min(PACK_SAMPLES, samples - at);
        clippedSamples += packer.pack(interleaved.subarray(at), count, packed);
        sink.append(packed.subarray(0, count * packer.bytesPerSample));
        dataBytes += count * packer.bytesPerSample;
      }
    },
    setLoudness(loudness) {
      if (!broadcast) throw new Error('setLoudness needs broadcast in the options');
      broadcast = { ...broadcast, loudness };
    },
    async finish() {
      if (dataBytes % 2 === 1) sink.append(new Uint8Array(1));
      sink.writeAt(0, header());
      await sink.commit();
    },
    abort: () => sink.discard(),
  };
}

/** An ID3 tag as a chunk: the place for an ISRC that every tag reader agrees on. */
function id3Chunk(tag: Uint8Array): Uint8Array {
  const chunk = new Uint8Array(8 + tag.length + (tag.length % 2));
  chunk.set(new TextEncoder().encode('id3 '));
  new DataView(chunk.buffer).setUint32(4, tag.length, true);
  chunk.set(tag, 8);
  return chunk;
}
