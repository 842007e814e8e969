import type { ByteView } from '../byte-view.ts';
import type { SampleEncoding } from '../pcm/sample-encoding.ts';

/** `fmt ` of a WAV file (Microsoft/IBM RIFF MCI 1.0; WAVEFORMATEXTENSIBLE). */
export type WavFmt = {
  readonly formatTag: number;
  readonly channels: number;
  readonly sampleRateHz: number;
  readonly bytesPerFrame: number;
  readonly bitDepth: number;
  readonly encoding: SampleEncoding;
};

export const WAVE_PCM = 0x0001;
export const WAVE_FLOAT = 0x0003;
const WAVE_ALAW = 0x0006;
const WAVE_MULAW = 0x0007;
export const WAVE_EXTENSIBLE = 0xfffe;

/** The 14 bytes that follow the format tag in every sub-format GUID. */
export const SUBFORMAT_TAIL = [0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71];

/**
 * Reads the chunk. A block size that cannot be is computed anew from bits and channels, since
 * some programs leave it wrong. Zero channels, rates and unknown codes are left to the caller.
 */
export function parseWavFmt(view: ByteView): WavFmt {
  const tag = view.u16(0);
  const isExtensible = tag === WAVE_EXTENSIBLE && view.length >= 26;
  const formatTag = isExtensible ? view.u16(24) : tag;
  const channels = view.u16(2);
  const bits = view.u16(14);
  const validBits = isExtensible ? view.u16(18) : bits;
  const packedBytes = Math.ceil(bits / 8);
  const block = view.u16(12);
  const blockBytes = block / channels;
  const bytesPerSample =
    Number.isInteger(blockBytes) && blockBytes >= packedBytes && blockBytes <= 8 ? blockBytes : packedBytes;
  return {
    formatTag,
    channels,
    sampleRateHz: view.u32(4),
    bytesPerFrame: bytesPerSample * channels,
    bitDepth: validBits > 0 && validBits <= bytesPerSample * 8 ? validBits : bits,
    encoding: { kind: sampleKind(formatTag, bytesPerSample), bytesPerSample, littleEndian: true },
  };
}

function sampleKind(formatTag: number, bytesPerSample: number): SampleEncoding['kind'] {
  if (formatTag === WAVE_FLOAT) return 'float';
  if (formatTag === WAVE_ALAW) return 'alaw';
  if (formatTag === WAVE_MULAW) return 'mulaw';
  return bytesPerSample === 1 ? 'unsigned' : 'signed';
}

/** True for the codes that are plain samples, one after the other. */
export function isPlainCode(formatTag: number): boolean {
  return [WAVE_PCM, WAVE_FLOAT, WAVE_ALAW, WAVE_MULAW].includes(formatTag);
}

/** What a musician may know a code by (mmreg.h). */
export function codeName(formatTag: number): string {
  const known: Record<number, string> = {
    0x0002: 'Microsoft ADPCM',
    0x0011: 'IMA ADPCM',
    0x0031: 'GSM 6.10',
    0x0050: 'MPEG layer 2',
    0x0055: 'MP3 inside WAV',
    0x00ff: 'AAC',
    0x0161: 'Windows Media Audio',
  };
  return known[formatTag] ?? `code 0x${formatTag.toString(16).padStart(4, '0')}`;
}
