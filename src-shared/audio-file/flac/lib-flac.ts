/** The part of libflac.js that the writer uses; all calls are synchronous. */
export type LibFlac = {
  isReady(): boolean;
  on(event: 'ready', listener: () => void): void;
  create_libflac_encoder(
    sampleRate: number,
    channels: number,
    bps: number,
    level: number,
    totalSamples: number,
    verify: boolean,
  ): number;
  init_encoder_stream(
    encoder: number,
    onWrite: (bytes: Uint8Array, length: number, samples: number) => void,
    onMetadata: (totals: {
      min_blocksize: number;
      max_blocksize: number;
      min_framesize: number;
      max_framesize: number;
      md5sum: string;
    }) => void,
  ): number;
  FLAC__stream_encoder_process_interleaved(encoder: number, samples: Int32Array, frames: number): boolean;
  FLAC__stream_encoder_finish(encoder: number): boolean;
  FLAC__stream_encoder_delete(encoder: number): void;
};

let loading: Promise<LibFlac> | undefined;

/**
 * libFLAC, loaded when first wanted: it takes 0.2 s. This is its asm.js build, since the WebAssembly
 * build of the package calls `fetch` with a file path, which Node 18 and later refuse.
 */
export function loadLibFlac(): Promise<LibFlac> {
  loading ??= import('libflacjs/dist/libflac.min.js').then(async (module) => {
    const flac = (module as unknown as { default: LibFlac }).default;
    if (!flac.isReady()) await new Promise<void>((ready) => flac.on('ready', ready));
    return flac;
  });
  return loading;
}
