import { Application, createEncoder, type OpusEncoderHandle } from 'libopus-wasm';
import { AudioFileError } from '../audio-file-error.ts';
import type { AudioWriter, WriteOptions } from '../audio-writer.ts';
import type { ByteSink } from '../byte-source.ts';
import { Resampler } from '../resample.ts';
import { buildVorbisComment } from '../tags/vorbis-comment.ts';
import { OggPageWriter } from './ogg-page-writer.ts';
import { OPUS_RATE_HZ } from './opus-head.ts';

const DEFAULT_BITRATE_KBPS = 160;
/** 20 ms, the frame Opus is tuned for. */
const PACKET_FRAMES = 960;
/** One second a page, as RFC 7845 §3 advises. */
const PACKETS_A_PAGE = 50;

/**
 * Writes Ogg Opus (RFC 7845), mono or stereo. Opus knows only 48 kHz: other rates are resampled on
 * the way. `framesWritten` counts at the rate of the options. Throws AudioFileError.
 */
export function createOpusWriter(sink: ByteSink, options: WriteOptions): AudioWriter {
  const { channels, sampleRateHz, bitrateKbps = DEFAULT_BITRATE_KBPS, tags = {} } = options;
  if (channels > 2)
    throw new AudioFileError(
      'unsupported',
      `Opus export is mono or stereo, not ${channels} channels: export WAV or FLAC instead.`,
    );
  const resampler =
    sampleRateHz === OPUS_RATE_HZ ? undefined : new Resampler({ channels, fromHz: sampleRateHz, toHz: OPUS_RATE_HZ });
  const pages = new OggPageWriter(sink, PACKETS_A_PAGE);
  const packet = new Float32Array(PACKET_FRAMES * channels);
  let encoder: OpusEncoderHandle | undefined;
  let preSkipFrames = 0;
  let filled = 0;
  let inputFrames = 0;
  let encodedFrames = 0;
  let framesWritten = 0;

  async function start(): Promise<void> {
    encoder = await createEncoder({
      channels: channels as 1 | 2,
      sampleRate: OPUS_RATE_HZ,
      application: Application.Audio,
      bitrate: bitrateKbps * 1000,
      complexity: 10,
    });
    preSkipFrames = encoder.getLookahead();
    pages.add(buildOpusHead(channels, preSkipFrames, sampleRateHz), 0);
    pages.flush(false);
    pages.add(concat(new TextEncoder().encode('OpusTags'), buildVorbisComment(tags, 'libopus, Mixdown')), 0);
    pages.flush(false);
  }

  function encode(samples: Float32Array): void {
    for (let at = 0; at < samples.length; ) {
      const count = Math.min(packet.length - filled, samples.length - at);
      packet.set(samples.subarray(at, at + count), filled);
      filled += count;
      at += count;
      if (filled === packet.length) encodePacket();
    }
  }

  function encodePacket(): void {
    for (let i = 0; i < packet.length; i++) if (!Number.isFinite(packet[i])) packet[i] = 0;
    encodedFrames += PACKET_FRAMES;
    pages.add(encoder!.encodeFloat(packet).slice(), encodedFrames);
    filled = 0;
  }

  return {
    get framesWritten() {
      return framesWritten;
    },
    clippedSamples: 0,
    async write(interleaved, frames) {
      if (!encoder) await start();
      const samples = interleaved.subarray(0, frames * channels);
      const resampled = resampler ? resampler.process(samples) : samples;
      framesWritten += frames;
      inputFrames += resampled.length / channels;
      encode(resampled);
    },
    async finish() {
      if (!encoder) await start();
      const rest = resampler?.flush() ?? new Float32Array(0);
      inputFrames += rest.length / channels;
      encode(rest);
      const endFrames = preSkipFrames + inputFrames;
      while (encodedFrames < endFrames) {
        packet.fill(0, filled);
        encodePacket();
      }
      pages.finish(endFrames);
      encoder!.free();
      await sink.commit();
    },
    abort() {
      encoder?.free();
      sink.discard();
    },
  };
}

function buildOpusHead(channels: number, preSkipFrames: number, inputRateHz: number): Uint8Array {
  const head = new Uint8Array(19);
  const view = new DataView(head.buffer);
  head.set(new TextEncoder().encode('OpusHead'));
  head[8] = 1;
  head[9] = channels;
  view.setUint16(10, preSkipFrames, true);
  view.setUint32(12, inputRateHz, true);
  return head;
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const all = new Uint8Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  return all;
}
