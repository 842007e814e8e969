/** Uncompressed files alone, apart from the decoders of all others: a thread that only plays takes loads none of them. */
import { isAiff, openAiff } from './aiff/aiff-reader.ts';
import { AudioFileError, quoteName } from './audio-file-error.ts';
import type { PcmReader } from './audio-reader.ts';
import type { ByteSource } from './byte-source.ts';
import { ByteView, readBytes } from './byte-view.ts';
import { isWav, openWav } from './wav/wav-reader.ts';

const HEAD_BYTES = 512;

/**
 * Opens uncompressed audio (WAV, AIFF) for synchronous random access. The kind is told by the
 * content, never by the name, which is only for messages. Throws AudioFileError.
 */
export function openPcm(source: ByteSource, name: string): PcmReader {
  const head = readHead(source, name);
  if (isWav(head)) return openWav(source, name);
  if (isAiff(head)) return openAiff(source, name);
  throw new AudioFileError('unsupported', `${quoteName(name)} is neither a WAV nor an AIFF file.`);
}

/** The first bytes, which tell what a file is. Throws AudioFileError `empty`. */
export function readHead(source: ByteSource, name: string): ByteView {
  if (source.sizeBytes === 0) {
    throw new AudioFileError('empty', `${quoteName(name)} is empty: it has no bytes at all; export or copy it again.`);
  }
  return new ByteView(readBytes(source, 0, HEAD_BYTES));
}
