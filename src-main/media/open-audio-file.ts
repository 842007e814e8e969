import type { AudioStream } from '../../src-shared/audio-file/audio-stream.ts';
import { openFileByteSource } from './file-byte-source.ts';

/**
 * Opens any audio file as a stream. Rejects with AudioFileError; then nothing stays open. The readers are loaded when the
 * first file is opened: a bounce, which measures while it writes, seldom needs them.
 */
export async function openAudioFile(path: string): Promise<AudioStream> {
  const source = openFileByteSource(path);
  try {
    const { openAudio } = await import('../../src-shared/audio-file/open-audio.ts');
    return await openAudio(source, path);
  } catch (error) {
    source.close();
    throw error;
  }
}
