import { readFileSync } from 'node:fs';

/** The left channel of a WAV of 24 bits or 32-bit floats, −1…1: read here once more, so that the program's own reader judges nothing. */
export function wavSamples(file: string): { readonly samples: Float64Array; readonly sampleRateHz: number } {
  const bytes = readFileSync(file);
  const chunks = new Map<string, Buffer>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32LE(at + 4);
    chunks.set(bytes.toString('latin1', at, at + 4), bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length + (length % 2);
  }
  const [format, data] = [chunks.get('fmt '), chunks.get('data')];
  if (!format || !data) throw new Error(`${file} is no WAV`);
  const frameBytes = format.readUInt16LE(12);
  const bits = format.readUInt16LE(14);
  if (bits !== 24 && bits !== 32) throw new Error(`${file} has ${bits} bits`);
  const sample = (at: number) => (bits === 24 ? data.readIntLE(at, 3) / 2 ** 23 : data.readFloatLE(at));
  const samples = Float64Array.from({ length: Math.floor(data.length / frameBytes) }, (_, frame) =>
    sample(frame * frameBytes),
  );
  return { samples, sampleRateHz: format.readUInt32LE(4) };
}

/** The loudest sample between two times, in dBFS; −Infinity for silence. */
export function peakDb({ samples, sampleRateHz }: ReturnType<typeof wavSamples>, from: number, to: number): number {
  let peak = 0;
  for (const sample of samples.subarray(Math.round(from * sampleRateHz), Math.round(to * sampleRateHz)))
    peak = Math.max(peak, Math.abs(sample));
  return 20 * Math.log10(peak);
}
