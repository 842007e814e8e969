import type { Kernels, Pointer } from '../dsp/core/kernels.ts';

/** How one sample stands in a sound file (audio-file/pcm/sample-encoding.ts). */
type Encoding = { readonly kind: string; readonly bytesPerSample: number; readonly littleEndian: boolean };

/** Turns a file's bytes into Float32 in kernel memory; it may read a vector (16 bytes) past the last sample. */
export type KernelDecode = (kernels: Kernels, bytes: Pointer, into: Pointer, samples: number) => void;

/** The kernel for an encoding that has one; all others are decoded by the file's reader. Playing and bouncing share it. */
export function kernelDecoder({ kind, bytesPerSample, littleEndian }: Encoding): KernelDecode | undefined {
  if (!littleEndian) return undefined;
  if (kind === 'signed' && bytesPerSample === 3)
    return ({ run }, bytes, into, samples) => run.clipDecode24(bytes, into, samples);
  if (kind === 'signed' && bytesPerSample === 2)
    return ({ run }, bytes, into, samples) => run.clipDecode16(bytes, into, samples);
  if (kind !== 'float' || bytesPerSample !== 4) return undefined;
  return ({ run, u8 }, bytes, into, samples) => {
    u8.copyWithin(into, bytes, bytes + samples * 4);
    run.clipKeepFinite(into, samples);
  };
}
