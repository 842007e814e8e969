import { AudioFileError } from '../audio-file-error.ts'
import type { AudioWriter, WriteOptions } from '../audio-writer.ts'
import type { ByteSink } from '../byte-source.ts'
import { quantise } from '../pcm/sample-packer.ts'
import { buildVorbisComment } from '../tags/vorbis-comment.ts'
import { loadLibFlac, type LibFlac } from './lib-flac.ts'

const COMPRESSION_LEVEL = 5
const STREAMINFO_BYTES = 34
const FEED_FRAMES = 4096
const ENCODER_OK = 0

/** What libFLAC knows at the end. */
type Totals = { min_blocksize: number; max_blocksize: number; min_framesize: number; max_framesize: number; md5sum: string }

/**
 * Writes FLAC (RFC 9639), 16 or 24 bit, up to 8 channels, with tags. The header's length and MD5
 * are filled in by `finish`. Throws AudioFileError.
 */
export function createFlacWriter(sink: ByteSink, options: WriteOptions): AudioWriter {
  const { channels, sampleRateHz, bitDepth = '24', tags = {} } = options
  if (bitDepth === '32f') throw new AudioFileError('unsupported', 'FLAC holds 16 or 24 bits, not 32-bit float: choose 24 bits, or WAV.')
  if (channels > 8) throw new AudioFileError('unsupported', `FLAC holds up to 8 channels, not ${channels}: choose WAV.`)
  const bits = Number(bitDepth)
  const fullScale = 2 ** (bits - 1)
  const integers = new Int32Array(FEED_FRAMES * channels)
  let flac: LibFlac | undefined
  let encoder = 0
  let totals: Totals | undefined
  let framesWritten = 0
  let clippedSamples = 0

  async function start(): Promise<void> {
    flac = await loadLibFlac()
    sink.append(buildHead(channels, sampleRateHz, bits, buildVorbisComment(tags, 'libFLAC, Mixdown')))
    encoder = flac.create_libflac_encoder(sampleRateHz, channels, bits, COMPRESSION_LEVEL, 0, false)
    // Blocks without samples are libFLAC's own header: ours, with the tags, is written already.
    const onWrite = (bytes: Uint8Array, _length: number, samples: number) => {
      if (samples > 0) sink.append(bytes)
    }
    const status = encoder === 0 ? -1 : flac.init_encoder_stream(encoder, onWrite, (end) => (totals = end))
    if (status !== ENCODER_OK) throw new AudioFileError('unsupported', `FLAC cannot hold a sample rate of ${sampleRateHz} Hz: choose 44100, 48000 or 96000.`)
  }

  function release(): void {
    if (flac && encoder) flac.FLAC__stream_encoder_delete(encoder)
    encoder = 0
  }

  return {
    get framesWritten() {
      return framesWritten
    },
    get clippedSamples() {
      return clippedSamples
    },
    async write(interleaved, frames) {
      if (!flac) await start()
      for (let at = 0; at < frames; at += FEED_FRAMES) {
        const count = Math.min(FEED_FRAMES, frames - at)
        const samples = count * channels
        for (let i = 0, from = at * channels; i < samples; i++, from++) {
          const sample = interleaved[from]!
          if (sample >= 1 || sample < -1) clippedSamples++
          integers[i] = quantise(sample, fullScale)
        }
        flac!.FLAC__stream_encoder_process_interleaved(encoder, integers.subarray(0, samples), count)
      }
      framesWritten += frames
    },
    async finish() {
      if (!flac) await start()
      flac!.FLAC__stream_encoder_finish(encoder)
      release()
      if (totals) sink.writeAt(8, buildStreamInfo(channels, sampleRateHz, bits, framesWritten, totals))
      await sink.commit()
    },
    abort() {
      release()
      sink.discard()
    },
  }
}

/** `fLaC`, STREAMINFO still empty, and the comments as the last block. */
function buildHead(channels: number, sampleRateHz: number, bits: number, comment: Uint8Array): Uint8Array {
  const head = new Uint8Array(8 + STREAMINFO_BYTES + 4 + comment.length)
  const view = new DataView(head.buffer)
  head.set(new TextEncoder().encode('fLaC'))
  view.setUint32(4, STREAMINFO_BYTES, false)
  head.set(buildStreamInfo(channels, sampleRateHz, bits, 0, undefined), 8)
  view.setUint32(8 + STREAMINFO_BYTES, (0x84000000 | comment.length) >>> 0, false)
  head.set(comment, 8 + STREAMINFO_BYTES + 4)
  return head
}

/** RFC 9639 §8.2. */
function buildStreamInfo(channels: number, sampleRateHz: number, bits: number, frames: number, totals: Totals | undefined): Uint8Array {
  const info = new Uint8Array(STREAMINFO_BYTES)
  const view = new DataView(info.buffer)
  view.setUint16(0, totals?.min_blocksize ?? 4096, false)
  view.setUint16(2, totals?.max_blocksize ?? 4096, false)
  view.setUint32(4, (totals?.min_framesize ?? 0) << 8, false)
  view.setUint32(7, (totals?.max_framesize ?? 0) << 8, false)
  view.setUint32(10, ((sampleRateHz << 12) | ((channels - 1) << 9) | ((bits - 1) << 4) | Math.floor(frames / 0x100000000)) >>> 0, false)
  view.setUint32(14, frames % 0x100000000, false)
  for (let i = 0; i < 16; i++) info[18 + i] = Number.parseInt(totals?.md5sum.slice(i * 2, i * 2 + 2) ?? '0', 16)
  return info
}
