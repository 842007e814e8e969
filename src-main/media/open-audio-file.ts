import type { AudioStream } from '../../src-shared/audio-file/audio-stream.ts';
import { openAudio } from '../../src-shared/audio-file/open-audio.ts';
import { openFileByteSource } from './file-byte-source.ts';

/** Opens any audio file as a stream. Rejects with AudioFileError; then nothing stays open. */
export async function openAudioFile(path: string): Promise<AudioStream> {
  const source = openFileByteSource(path);
  try {
    return await openAudio(source, path);
  } catch (error) {
    source.close();
    throw error;
  }
}
