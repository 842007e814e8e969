/** The options of every command that writes a finished file: bounce, master, mix. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import { numberBetween, wholeNumberBetween } from './number-argument.ts';

/** What `--format` takes; a file's ending tells it otherwise. */
export const FORMATS = ['wav', 'flac', 'mp3', 'opus'] as const;
export type OutputFormat = (typeof FORMATS)[number];

export type OutputOptions = {
  readonly output: string;
  readonly target?: string;
  readonly format?: OutputFormat;
  readonly bitDepth?: '16' | '24' | '32f';
  readonly dither?: 'off' | 'tpdf' | 'shaped';
  readonly sampleRate?: number;
  readonly threads?: number;
  readonly overwrite?: boolean;
  readonly title?: string;
  readonly artist?: string;
  readonly album?: string;
  readonly isrc?: string;
  readonly year?: number;
};

/** ISO 3901: two letters, three letters or digits, seven digits; hyphens are for reading only. */
function isrc(text: string): string {
  const code = text.replaceAll('-', '').toUpperCase();
  if (/^[A-Z]{2}[A-Z0-9]{3}\d{7}$/.test(code)) return code;
  throw new InvalidArgumentError('It must be an ISRC such as DE-A12-26-00001.');
}

export function addOutputOptions(command: Command): Command {
  return command
    .requiredOption('-o, --output <FILE>', 'the file to write; its ending tells the format')
    .option('--target <NAME>', 'the loudness of a platform, under its true-peak cap')
    .addOption(new Option('--format <FORMAT>', 'the format, whatever the ending').choices(FORMATS))
    .addOption(new Option('--bit-depth <DEPTH>', 'of WAV and FLAC (default: 24)').choices(['16', '24', '32f']))
    .addOption(new Option('--dither <KIND>', 'of 16 and 24 bits (default: tpdf)').choices(['off', 'tpdf', 'shaped']))
    .option('--sample-rate <HZ>', 'of the file (default: the session’s)', wholeNumberBetween(8_000, 384_000, 'Hz'))
    .option('--threads <N>', 'how many cores to use (default: all)', wholeNumberBetween(1, 256, ''))
    .option('--overwrite', 'replace a file of that name, once the new one is whole')
    .option('--title <TEXT>', 'written into the file')
    .option('--artist <TEXT>', 'written into the file')
    .option('--album <TEXT>', 'written into the file')
    .option('--isrc <CODE>', 'written into the file', isrc)
    .option('--year <YEAR>', 'written into the file', numberBetween(1, 9999, ''));
}
