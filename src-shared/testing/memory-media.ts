import type { Kernels, Pointer } from '../dsp/core/kernels.ts';
import type { MediaSource } from '../render/media-source.ts';

/** A media file in memory: `samples` are interleaved, `channels` a frame. */
export type MemoryMedia = { readonly channels: number; readonly samples: Float32Array };

export function memorySource(kernels: Kernels, { channels, samples }: MemoryMedia): MediaSource {
  return {
    channels,
    read(startFrame: number, frames: number, into: Pointer): void {
      const view = kernels.f32.subarray(into >>> 2, (into >>> 2) + frames * channels);
      view.fill(0);
      view.set(samples.subarray(startFrame * channels, (startFrame + frames) * channels));
    },
  };
}

export function memorySources(
  kernels: Kernels,
  media: Readonly<Record<string, MemoryMedia>>,
): Map<string, MediaSource> {
  return new Map(Object.entries(media).map(([id, entry]) => [id, memorySource(kernels, entry)]));
}
