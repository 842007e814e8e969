import type { PcmReader } from '../../src-shared/audio-file/audio-reader.ts';
import type { AudioStream } from '../../src-shared/audio-file/audio-stream.ts';
import type { ByteSource } from '../../src-shared/audio-file/byte-source.ts';
import { openAudio, openPcm } from '../../src-shared/audio-file/open-audio.ts';
import { openFileByteSource } from './file-byte-source.ts';

/** Opens any audio file as a stream. Rejects with AudioFileError; then nothing stays open. */
export async function openAudioFile(path: string): Promise<AudioStream> {
  const source = openFileByteSource(path);
  return openAudio(source, path).catch((error: unknown) => closeAndThrow(source, error));
}

/** Opens a WAV or AIFF file for synchronous random access. Throws AudioFileError; then nothing stays open. */
export function openPcmFile(path: string): PcmReader {
  const source = openFileByteSource(path);
  try {
    return openPcm(source, path);
  } catch (error) {
    return closeAndThrow(source, error);
  }
}

function closeAndThrow(source: ByteSource, error: unknown): never {
  source.close();
  throw error;
}
