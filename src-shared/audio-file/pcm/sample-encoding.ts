/**
 * How one sample stands in a file, and its conversion to Float32.
 * Integers divide by 2^(bits−1): 16 and 24 bit are exact in Float32; 32-bit integers and 64-bit
 * floats round to the nearest Float32.
 */

export type SampleKind = 'unsigned' | 'signed' | 'float' | 'alaw' | 'mulaw';

export type SampleEncoding = {
  readonly kind: SampleKind;
  readonly bytesPerSample: number;
  readonly littleEndian: boolean;
};

/** The name that `AudioFormat.encoding` carries. */
export function encodingName(encoding: SampleEncoding): string {
  if (encoding.kind === 'alaw' || encoding.kind === 'mulaw') return encoding.kind;
  return (encoding.kind === 'float' ? 'float' : 'pcm') + encoding.bytesPerSample * 8;
}

/** True when this reader can decode it. */
export function isDecodable({ kind, bytesPerSample }: SampleEncoding): boolean {
  if (kind === 'float') return bytesPerSample === 4 || bytesPerSample === 8;
  if (kind === 'signed') return bytesPerSample >= 1 && bytesPerSample <= 4;
  return bytesPerSample === 1;
}

/** Decodes the first `samples` samples of `bytes` into `into`. */
export type SampleDecoder = (bytes: Uint8Array, samples: number, into: Float32Array) => void;

/**
 * The decoder for an encoding, chosen once a file. The 16, 24 and 32 bit little-endian ones want
 * `bytes` to start on a 4-byte boundary of its buffer and the machine to be little-endian, as every
 * one that runs this program is.
 */
export function sampleDecoder(encoding: SampleEncoding): SampleDecoder {
  const { kind, bytesPerSample, littleEndian } = encoding;
  if (kind === 'alaw') return tableDecoder(alawTable());
  if (kind === 'mulaw') return tableDecoder(mulawTable());
  if (kind === 'unsigned') return tableDecoder(pcm8Table(128));
  if (kind === 'float') return floatDecoder(bytesPerSample, littleEndian);
  if (bytesPerSample === 1) return tableDecoder(pcm8Table(0));
  if (!littleEndian) return swapped(bytesPerSample, sampleDecoder({ ...encoding, littleEndian: true }));
  if (bytesPerSample === 2) return decodePcm16;
  return bytesPerSample === 3 ? decodePcm24 : decodePcm32;
}

function decodePcm16(bytes: Uint8Array, samples: number, into: Float32Array): void {
  const words = new Int16Array(bytes.buffer, bytes.byteOffset, samples);
  for (let i = 0; i < samples; i++) into[i] = words[i]! * (1 / 0x8000);
}

function decodePcm24(bytes: Uint8Array, samples: number, into: Float32Array): void {
  const scale = 1 / 0x80000000;
  const groups = samples >> 2;
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, groups * 3);
  let w = 0;
  let i = 0;
  for (; i < groups * 4; i += 4, w += 3) {
    const a = words[w]!;
    const b = words[w + 1]!;
    const c = words[w + 2]!;
    into[i] = (a << 8) * scale;
    into[i + 1] = (((a >>> 24) | (b << 8)) << 8) * scale;
    into[i + 2] = (((b >>> 16) | (c << 16)) << 8) * scale;
    into[i + 3] = (c & ~0xff) * scale;
  }
  for (let at = i * 3; i < samples; i++, at += 3) {
    into[i] = ((bytes[at]! << 8) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 24)) * scale;
  }
}

function decodePcm32(bytes: Uint8Array, samples: number, into: Float32Array): void {
  const words = new Int32Array(bytes.buffer, bytes.byteOffset, samples);
  for (let i = 0; i < samples; i++) into[i] = words[i]! * (1 / 0x80000000);
}

function floatDecoder(bytesPerSample: number, littleEndian: boolean): SampleDecoder {
  return (bytes, samples, into) => {
    const view = new DataView(bytes.buffer, bytes.byteOffset, samples * bytesPerSample);
    if (bytesPerSample === 4) {
      for (let i = 0; i < samples; i++) into[i] = view.getFloat32(i * 4, littleEndian);
    } else {
      for (let i = 0; i < samples; i++) into[i] = view.getFloat64(i * 8, littleEndian);
    }
  };
}

/** Big-endian: turn the bytes round in place, then decode. */
function swapped(bytesPerSample: number, decode: SampleDecoder): SampleDecoder {
  return (bytes, samples, into) => {
    const end = samples * bytesPerSample;
    for (let at = 0; at < end; at += bytesPerSample) {
      for (let low = at, high = at + bytesPerSample - 1; low < high; low++, high--) {
        const byte = bytes[low]!;
        bytes[low] = bytes[high]!;
        bytes[high] = byte;
      }
    }
    decode(bytes, samples, into);
  };
}

function tableDecoder(table: Float32Array): SampleDecoder {
  return (bytes, samples, into) => {
    for (let i = 0; i < samples; i++) into[i] = table[bytes[i]!]!;
  };
}

function pcm8Table(zero: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => (zero ? byte - zero : (byte << 24) >> 24) / 128);
}

/** ITU-T G.711 (11/88) table 1a, expanded by its segment rule to 13 bits plus sign. */
function alawTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const code = byte ^ 0x55;
    const segment = (code >> 4) & 7;
    const step = code & 15;
    const magnitude = segment === 0 ? step * 2 + 1 : (step * 2 + 33) << (segment - 1);
    return (code & 0x80 ? magnitude : -magnitude) / 4096;
  });
}

/** ITU-T G.711 (11/88) table 2a, expanded by its segment rule to 14 bits. */
function mulawTable(): Float32Array {
  return Float32Array.from({ length: 256 }, (_, byte) => {
    const code = ~byte & 0xff;
    const magnitude = (((code & 15) * 2 + 33) << ((code >> 4) & 7)) - 33;
    return (code & 0x80 ? -magnitude : magnitude) / 8192;
  });
}
