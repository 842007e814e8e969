import { rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type AudioStream, refuseDamaged } from '../../src-shared/audio-file/audio-stream.ts';
import { Resampler } from '../../src-shared/audio-file/resample.ts';
import type { WavWriter } from '../../src-shared/audio-file/wav/wav-writer.ts';
import type { AddMedia } from '../../src-shared/session/commands/media.ts';
import { copyFileDurably } from '../media/copy-file-durably.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { toAudioFileError } from '../media/file-errors.ts';
import { claimAudioPath, freeAudioPath } from '../media/free-audio-path.ts';
import { openAudioFile } from '../media/open-audio-file.ts';

export type ImportedAudio = {
  readonly media: AddMedia;
  /** A sentence for each thing that a musician should know, such as a change of the sample rate. */
  readonly warnings: readonly string[];
};

export type ImportOptions = {
  /** The session's folder. */
  readonly folder: string;
  /** The session's rate: the media gets it. */
  readonly sampleRateHz: number;
  /** False plays a file that needs no change from where it lies, for a session that is thrown away. Default true. */
  readonly collect?: boolean;
  /** Rejects with `damaged` where a file lacks some of its sound, instead of a warning. Default false: no take is lost. */
  readonly refuseDamaged?: boolean;
  /** Called with the share done, 0…1. */
  readonly onProgress?: (share: number) => void;
  /** Ends a conversion or a copy. */
  readonly signal?: AbortSignal;
};

/**
 * Brings a sound file into a session's folder as WAV at the session's rate: a 16 or 24-bit WAV of that rate as it is,
 * byte for byte; anything else decoded to Float32, which holds every one of its samples up to 25 bits. Rejects with
 * AudioFileError, or the signal's reason, and then nothing is left behind.
 */
export async function importAudio(file: string, options: ImportOptions): Promise<ImportedAudio> {
  const stream = await openAudioFile(file);
  try {
    if (options.refuseDamaged) refuseDamaged(stream);
    const name = trackNameOf(file);
    const asItIs = canCopy(stream, options.sampleRateHz);
    if (asItIs && options.collect === false) {
      const { channels, lengthFrames } = stream.format;
      const media = { name, path: resolve(file), channels, lengthFrames };
      return { media, warnings: warningsOf(file, stream, options.sampleRateHz) };
    }
    // A conversion takes a while, in which others look for names.
    const path = await (asItIs ? freeAudioPath : claimAudioPath)(options.folder, name);
    const into = join(options.folder, path);
    const { channels } = stream.format;
    const keptFrames = asItIs ? await copy(file, into, stream, options) : await convert(stream, into, options);
    const media = { name, path, channels, lengthFrames: keptFrames };
    return { media, warnings: warningsOf(file, stream, options.sampleRateHz) };
  } finally {
    stream.close();
  }
}

/** What a track is called that holds a file: its name without folder and ending, or `Audio` when nothing is left. */
export function trackNameOf(file: string): string {
  const name = basename(file)
    .replace(/\.[^.]+$/, '')
    .trim();
  return (name === '' ? 'Audio' : name).slice(0, 200);
}

/** A damaged file is rewritten, so that what the session holds is sound. */
function canCopy({ format }: AudioStream, sampleRateHz: number): boolean {
  const isPlain = format.container === 'wav' && (format.encoding === 'pcm16' || format.encoding === 'pcm24');
  return isPlain && format.sampleRateHz === sampleRateHz && format.warnings.length === 0;
}

async function copy(
  file: string,
  into: string,
  { format }: AudioStream,
  { onProgress, signal }: ImportOptions,
): Promise<number> {
  const { size } = await stat(file);
  const onBytes = (bytes: number) => onProgress?.(size > 0 ? bytes / size : 1);
  try {
    await copyFileDurably(file, into, { onBytes, ...(signal && { signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    // The file was read a moment ago: it is the copy that fails.
    throw toAudioFileError(error, into);
  }
  return format.lengthFrames;
}

async function convert(
  stream: AudioStream,
  into: string,
  { sampleRateHz, refuseDamaged: refuses = false, onProgress, signal }: ImportOptions,
): Promise<number> {
  const { channels, lengthFrames, sampleRateHz: fromHz } = stream.format;
  const resampler = fromHz === sampleRateHz ? undefined : new Resampler({ channels, fromHz, toHz: sampleRateHz });
  let writer: WavWriter | undefined;
  try {
    // In place of the empty file that keeps the name.
    writer = createWavFile(into, { sampleRateHz, channels, bitDepth: '32f', overwrite: true });
    let readFrames = 0;
    for await (const chunk of stream.chunks()) {
      signal?.throwIfAborted();
      const converted = resampler ? resampler.process(chunk) : chunk;
      await writer.write(converted, converted.length / channels);
      readFrames += chunk.length / channels;
      onProgress?.(lengthFrames > 0 ? readFrames / lengthFrames : 1);
    }
    if (refuses) refuseDamaged(stream);
    const rest = resampler?.flush();
    if (rest) await writer.write(rest, rest.length / channels);
    await writer.finish();
    return writer.framesWritten;
  } catch (error) {
    writer?.abort();
    await rm(into, { force: true });
    throw error;
  }
}

function warningsOf(file: string, stream: AudioStream, sampleRateHz: number): string[] {
  const warnings = [...stream.warnings];
  const { sampleRateHz: fromHz, channels } = stream.format;
  if (channels > 2)
    warnings.push(
      `“${basename(file)}” has ${channels} channels: the first two are heard, as left and right; all are kept in the session’s file.`,
    );
  if (fromHz !== sampleRateHz)
    warnings.push(`“${basename(file)}” was converted from ${fromHz} Hz to the session’s ${sampleRateHz} Hz.`);
  return warnings;
}
