import { extname } from 'node:path';
import { type DeliveryTarget, deliveryTarget, deliveryTargets } from '../../src-shared/analysis/delivery-target.ts';
import type { AudioTags } from '../../src-shared/audio-file/audio-format.ts';
import type { WriteFormat } from '../../src-shared/audio-file/audio-writer.ts';
import type { Settings } from '../../src-shared/session/records/settings.ts';
import type { BounceFile } from '../bounce/bounce-file.ts';
import { fileRateHz } from '../bounce/file-rate.ts';
import type { OutputFormat, OutputOptions } from './output-options.ts';
import { UsageError } from './usage-error.ts';

const WRITE_FORMATS: { readonly [Format in OutputFormat]: WriteFormat } = {
  wav: 'wav',
  flac: 'flac',
  mp3: 'mp3',
  opus: 'ogg-opus',
};
const ENDINGS: { readonly [ending: string]: OutputFormat } = {
  '.wav': 'wav',
  '.wave': 'wav',
  '.flac': 'flac',
  '.mp3': 'mp3',
  '.opus': 'opus',
  '.ogg': 'opus',
};

/** The file that the options ask for, from a session with these settings. Throws UsageError. */
export function outputFile(options: OutputOptions, settings: Settings): BounceFile {
  const format = formatOf(options);
  const { bitDepth, dither, overwrite = false } = options;
  if (bitDepth !== undefined && (format === 'mp3' || format === 'opus'))
    throw new UsageError(`${format} has no bit depth: leave --bit-depth out`);
  if (bitDepth === '32f' && format === 'flac')
    throw new UsageError('FLAC holds 16 or 24 bits: choose --bit-depth 24, or WAV for 32f');
  return {
    path: options.output,
    format: WRITE_FORMATS[format],
    sampleRateHz: fileRateHz(WRITE_FORMATS[format], options.sampleRate ?? settings.sampleRateHz),
    overwrite,
    tags: tagsOf(options, settings.tags),
    ...(bitDepth !== undefined && { bitDepth }),
    ...(dither !== undefined && { dither }),
  };
}

/** The target of `--target`; undefined without the option. Throws UsageError that names them all. */
export function targetOf({ target }: OutputOptions): DeliveryTarget | undefined {
  if (target === undefined) return undefined;
  const found = deliveryTarget(target);
  if (!found)
    throw new UsageError(
      `there is no target “${target}”; choose from ${deliveryTargets.map(({ name }) => name).join(', ')}`,
    );
  return found;
}

function formatOf({ output, format }: OutputOptions): OutputFormat {
  const ending = extname(output).toLowerCase();
  const told = format ?? ENDINGS[ending];
  if (told === undefined)
    throw new UsageError(
      `“${output}” does not end in .wav, .flac, .mp3, .opus or .ogg: give --format, or another name`,
    );
  return told;
}

/** What the options say, else what the session says. */
function tagsOf(options: OutputOptions, session: Settings['tags']): AudioTags {
  const keys = ['title', 'artist', 'album', 'isrc', 'year'] as const;
  const given = keys
    .map((key) => [key, options[key] ?? session[key]] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(given.map(([key, value]) => [key, String(value)]));
}
