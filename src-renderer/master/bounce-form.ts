/** What a bounce is told, as one fills it in, and what it comes to. */
import type { BounceOptions } from '../../src-shared/protocol/requests.ts';

export type BounceFormat = BounceOptions['format'];
export type BounceDepth = NonNullable<BounceOptions['bitDepth']>;
export type BounceDither = NonNullable<BounceOptions['dither']>;
export type BounceRange = 'song' | 'loop' | 'selection';

export type BounceForm = {
  readonly folder: string;
  /** Without its ending. */
  readonly name: string;
  readonly format: BounceFormat;
  readonly bitDepth: BounceDepth;
  readonly dither: BounceDither;
  readonly sampleRateHz: number;
  /** A delivery target's name; empty leaves the loudness as it plays. */
  readonly target: string;
  readonly range: BounceRange;
  readonly stems: boolean;
  readonly withoutMaster: boolean;
  readonly overwrite: boolean;
};

export const BOUNCE_FORMATS: readonly { readonly value: BounceFormat; readonly text: string }[] = [
  { value: 'wav', text: 'WAV' },
  { value: 'flac', text: 'FLAC' },
  { value: 'mp3', text: 'MP3, 320 kbit/s' },
  { value: 'ogg-opus', text: 'Opus, 160 kbit/s' },
];
const KILOBITS: { readonly [format: string]: number } = { mp3: 320, 'ogg-opus': 160 };
const DEPTHS: readonly { readonly value: BounceDepth; readonly text: string }[] = [
  { value: '16', text: '16-bit' },
  { value: '24', text: '24-bit' },
  { value: '32f', text: '32-bit float' },
];
const RATES_HZ = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000] as const;
const OPUS_HZ = 48_000;
const HIGHEST_MP3_HZ = 48_000;

export function isLossy(format: BounceFormat): boolean {
  return format in KILOBITS;
}

/** FLAC holds whole numbers only; what is coded with loss has no depth. */
export function depthsOf(format: BounceFormat): typeof DEPTHS {
  if (isLossy(format)) return [];
  return format === 'flac' ? DEPTHS.filter(({ value }) => value !== '32f') : DEPTHS;
}

/** The rates that a format holds, the session's own among them. */
export function ratesOf(format: BounceFormat, sessionHz: number): readonly number[] {
  if (format === 'ogg-opus') return [OPUS_HZ];
  const all = [...new Set([...RATES_HZ, sessionHz])].sort((a, b) => a - b);
  return format === 'mp3' ? all.filter((hz) => hz <= HIGHEST_MP3_HZ && hz >= 32_000) : all;
}

/** The form with what the format cannot be replaced by what it can. */
export function fitted(form: BounceForm, sessionHz: number): BounceForm {
  const depths = depthsOf(form.format).map(({ value }) => value);
  const rates = ratesOf(form.format, sessionHz);
  const bitDepth = depths.length === 0 || depths.includes(form.bitDepth) ? form.bitDepth : '24';
  const sampleRateHz = rates.includes(form.sampleRateHz)
    ? form.sampleRateHz
    : (rates.find((hz) => hz === sessionHz) ?? OPUS_HZ);
  return { ...form, bitDepth, sampleRateHz };
}

const DITHERS: readonly { readonly value: BounceDither; readonly text: string }[] = [
  { value: 'tpdf', text: 'TPDF' },
  { value: 'shaped', text: 'Shaped' },
  { value: 'off', text: 'Off' },
];

/** What may be added where samples are rounded: nothing where none are. */
export function dithersOf({ format, bitDepth }: BounceForm): typeof DITHERS {
  return isLossy(format) || bitDepth === '32f' ? [] : DITHERS;
}

/** How large the file comes to be, in bytes; undefined for FLAC, which depends on the music. */
export function bytesOf({ format, bitDepth, sampleRateHz }: BounceForm, seconds: number): number | undefined {
  if (format === 'flac') return undefined;
  const kilobits = KILOBITS[format];
  if (kilobits !== undefined) return (kilobits * 1_000 * seconds) / 8;
  return seconds * sampleRateHz * 2 * (bitDepth === '16' ? 2 : bitDepth === '24' ? 3 : 4);
}

export function bytesText(bytes: number): string {
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(0)} kB`;
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(2)} GB`;
}

export function endingOf(format: BounceFormat): string {
  return format === 'ogg-opus' ? 'opus' : format;
}

/** A path within a folder, written as that folder's system writes it. */
export function within(folder: string, name: string): string {
  const slash = folder.includes('\\') && !folder.includes('/') ? '\\' : '/';
  return folder.endsWith(slash) ? `${folder}${name}` : `${folder}${slash}${name}`;
}

export function bouncePath({ folder, name, format }: BounceForm): string {
  return within(folder, `${name.trim()}.${endingOf(format)}`);
}

/** Why it cannot be bounced as it is filled in. */
export function whyNotBounce({ folder, name }: BounceForm): string | undefined {
  if (name.trim() === '') return 'The file needs a name.';
  if (/[/\\]/.test(name)) return 'A name holds no / and no \\: they belong to the folder.';
  return folder.trim() === '' ? 'The file needs a folder.' : undefined;
}

/** A stretch of the song, where the range is one. */
export type Stretch = { readonly fromFrames: number; readonly toFrames: number };

export function bounceOptionsOf(form: BounceForm, stretch: Stretch | null): BounceOptions {
  const { format, bitDepth, dither, sampleRateHz, target, stems, withoutMaster, overwrite } = form;
  return {
    file: bouncePath(form),
    format,
    sampleRateHz,
    ...(!isLossy(format) && { bitDepth }),
    ...(dithersOf(form).length > 0 && { dither }),
    ...(target !== '' && !withoutMaster && { target }),
    ...stretch,
    ...(withoutMaster && { withoutMaster }),
    ...(stems && { stemsFolder: within(form.folder, `${form.name.trim()} stems`) }),
    ...(overwrite && { overwrite }),
  };
}

/** `about 12 s left`; empty while nobody knows. */
export function timeLeftText(secondsLeft: number | null): string {
  if (secondsLeft === null) return '';
  const seconds = Math.max(1, Math.round(secondsLeft));
  return seconds < 90 ? `${seconds} s left` : `${Math.round(seconds / 60)} min left`;
}
