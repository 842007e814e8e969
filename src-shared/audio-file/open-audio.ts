import { AudioFileError, quoteName } from './audio-file-error.ts'
import type { PcmReader } from './audio-reader.ts'
import type { AudioStream } from './audio-stream.ts'
import type { ByteSource } from './byte-source.ts'
import { ByteView, readBytes } from './byte-view.ts'
import { isWav, openWav } from './wav/wav-reader.ts'

const CHUNK_SAMPLES = 1 << 16

/**
 * Opens uncompressed audio (WAV, AIFF) for synchronous random access. The kind is told by the
 * content, never by the name, which is only for messages. Throws AudioFileError.
 */
export function openPcm(source: ByteSource, name: string): PcmReader {
  const head = new ByteView(readBytes(source, 0, 12))
  if (isWav(head)) return openWav(source, name)
  throw new AudioFileError('not-audio', `${quoteName(name)} is not an audio file that Mixdown knows.`)
}

/** Opens any audio file that Mixdown reads, as a stream. Throws (rejects with) AudioFileError. */
export async function openAudio(source: ByteSource, name: string): Promise<AudioStream> {
  return streamOfReader(openPcm(source, name))
}

/** A reader as a stream, in chunks of 256 KiB. */
export function streamOfReader(reader: PcmReader): AudioStream {
  const { channels } = reader.format
  const chunkFrames = Math.max(1, Math.floor(CHUNK_SAMPLES / channels))
  return {
    format: reader.format,
    get nonFiniteSamples() {
      return reader.nonFiniteSamples
    },
    async *chunks() {
      const chunk = new Float32Array(chunkFrames * channels)
      for (let at = 0; ; ) {
        const frames = reader.read(at, chunkFrames, chunk)
        if (frames === 0) return
        yield frames === chunkFrames ? chunk : chunk.subarray(0, frames * channels)
        at += frames
      }
    },
    close: () => reader.close(),
  }
}
