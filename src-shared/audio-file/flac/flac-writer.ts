import { AudioFileError } from '../audio-file-error.ts';
import type { AudioWriter, WriteOptions } from '../audio-writer.ts';
import type { ByteSink } from '../byte-source.ts';
import { quantise } from '../pcm/sample-packer.ts';
import { buildVorbisComment } from '../tags/vorbis-comment.ts';
import { buildFlacHead, buildStreamInfo, type FlacTotals } from './flac-header.ts';
import { type LibFlac, loadLibFlac } from './lib-flac.ts';

const COMPRESSION_LEVEL = 5;
const FEED_FRAMES = 4096;
const ENCODER_OK = 0;

/**
 * Writes FLAC (RFC 9639), 16 or 24 bit, up to 8 channels, with tags. The header's length and MD5
 * are filled in by `finish`. Throws AudioFileError.
 */
export function createFlacWriter(sink: ByteSink, options: WriteOptions): AudioWriter {
  const { channels, sampleRateHz, bitDepth = '24', tags = {} } = options;
  if (bitDepth === '32f')
    throw new AudioFileError('unsupported', 'FLAC holds 16 or 24 bits, not 32-bit float: choose 24 bits, or WAV.');
  if (channels > 8)
    throw new AudioFileError('unsupported', `FLAC holds up to 8 channels, not ${channels}: choose WAV.`);
  const bits = Number(bitDepth);
  const fullScale = 2 ** (bits - 1);
  const integers = new Int32Array(FEED_FRAMES * channels);
  let flac: LibFlac | undefined;
  let encoder = 0;
  let totals: FlacTotals | undefined;
  let pending: Uint8Array[] = [];
  let framesWritten = 0;
  let clippedSamples = 0;

  async function start(): Promise<void> {
    flac = await loadLibFlac();
    sink.append(
      buildFlacHead({ channels, sampleRateHz, bits, frames: 0 }, buildVorbisComment(tags, 'libFLAC, Mixdown')),
    );
    encoder = flac.create_libflac_encoder(sampleRateHz, channels, bits, COMPRESSION_LEVEL, 0, false);
    // Blocks without samples are libFLAC's own header: ours, with the tags, is written already.
    // The sink is left alone in here: its errors must not run through libFLAC.
    const onWrite = (bytes: Uint8Array, _length: number, samples: number) => {
      if (samples > 0) pending.push(bytes.slice());
    };
    const status = encoder === 0 ? -1 : flac.init_encoder_stream(encoder, onWrite, (end) => (totals = end));
    if (status !== ENCODER_OK)
      throw new AudioFileError(
        'unsupported',
        `FLAC cannot hold a sample rate of ${sampleRateHz} Hz: choose 44100, 48000 or 96000.`,
      );
  }

  function drain(): void {
    for (const bytes of pending) sink.append(bytes);
    pending = [];
  }

  function release(): void {
    if (flac && encoder) flac.FLAC__stream_encoder_delete(encoder);
    encoder = 0;
  }

  return {
    get framesWritten() {
      return framesWritten;
    },
    get clippedSamples() {
      return clippedSamples;
    },
    async write(interleaved, frames) {
      if (!flac) await start();
      for (let at = 0; at < frames; at += FEED_FRAMES) {
        const count = Math.min(FEED_FRAMES, frames - at);
        const samples = count * channels;
        for (let i = 0, from = at * channels; i < samples; i++, from++) {
          const sample = interleaved[from]!;
          if (sample >= 1 || sample < -1) clippedSamples++;
          integers[i] = quantise(sample, fullScale);
        }
        flac!.FLAC__stream_encoder_process_interleaved(encoder, integers.subarray(0, samples), count);
        drain();
      }
      framesWritten += frames;
    },
    async finish() {
      if (!flac) await start();
      flac!.FLAC__stream_encoder_finish(encoder);
      drain();
      release();
      if (totals) sink.writeAt(8, buildStreamInfo({ channels, sampleRateHz, bits, frames: framesWritten, totals }));
      await sink.commit();
    },
    abort() {
      release();
      sink.discard();
    },
  };
}
