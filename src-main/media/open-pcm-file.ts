import type { PcmReader } from '../../src-shared/audio-file/audio-reader.ts';
import { openPcm } from '../../src-shared/audio-file/open-pcm.ts';
import { openFileByteSource } from './file-byte-source.ts';

/** Opens a WAV or AIFF file for synchronous random access. Throws AudioFileError; then nothing stays open. */
export function openPcmFile(path: string): PcmReader {
  const source = openFileByteSource(path);
  try {
    return openPcm(source, path);
  } catch (error) {
    source.close();
    throw error;
  }
}
