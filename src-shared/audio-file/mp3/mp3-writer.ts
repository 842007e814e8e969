import { createMp3Encoder } from 'wasm-media-encoders';
import { AudioFileError } from '../audio-file-error.ts';
import type { AudioWriter, WriteOptions } from '../audio-writer.ts';
import type { ByteSink } from '../byte-source.ts';
import { buildId3v2 } from '../tags/id3.ts';
import { buildInfoFrame } from './info-frame.ts';
import { MpegFrameCounter } from './mpeg-frame-counter.ts';

type Encoder = Awaited<ReturnType<typeof createMp3Encoder>>;
type Settings = Parameters<Encoder['configure']>[0];

const DEFAULT_BITRATE_KBPS = 320;
const RATES_HZ: readonly number[] = [8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000];
const BITRATES_KBPS: readonly number[] = [32, 40, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const FEED_FRAMES = 1152 * 8;
/** Frames that LAME puts before the music. */
const ENCODER_DELAY_FRAMES = 576;

/**
 * Writes MP3 of constant bit rate with LAME (docs/decisions/0004-mp3-encoder.md), mono or stereo,
 * ID3v2.3 in front and an Info tag for gapless playing. Throws AudioFileError.
 */
export function createMp3Writer(sink: ByteSink, options: WriteOptions): AudioWriter {
  const { channels, sampleRateHz, bitrateKbps = DEFAULT_BITRATE_KBPS, tags = {} } = options;
  if (channels > 2)
    throw new AudioFileError(
      'unsupported',
      `MP3 is mono or stereo, not ${channels} channels: export WAV or FLAC instead.`,
    );
  if (!RATES_HZ.includes(sampleRateHz))
    throw new AudioFileError(
      'unsupported',
      `MP3 cannot hold a sample rate of ${sampleRateHz} Hz: choose 44100 or 48000.`,
    );
  if (!BITRATES_KBPS.includes(bitrateKbps))
    throw new AudioFileError(
      'unsupported',
      `MP3 has no bit rate of ${bitrateKbps} kbit/s: choose 128, 192, 256 or 320.`,
    );
  const id3 = buildId3v2(tags);
  const planar = Array.from({ length: channels }, () => new Float32Array(FEED_FRAMES));
  const counter = new MpegFrameCounter();
  let encoder: Encoder | undefined;
  let streamBytes = 0;
  let framesWritten = 0;

  const info = (paddingFrames: number, mpegFrames: number) =>
    buildInfoFrame({
      sampleRateHz,
      channels,
      bitrateKbps,
      delayFrames: ENCODER_DELAY_FRAMES,
      paddingFrames,
      mpegFrames,
      streamBytes,
    });

  async function start(): Promise<Encoder> {
    const created = await createMp3Encoder();
    created.configure({
      sampleRate: sampleRateHz,
      channels,
      bitrate: bitrateKbps,
      outputSampleRate: sampleRateHz,
    } as Settings);
    encoder = created;
    sink.append(id3);
    put(info(0, 0));
    return created;
  }

  function put(bytes: Uint8Array): void {
    counter.push(bytes);
    sink.append(bytes);
    streamBytes += bytes.length;
  }

  return {
    get framesWritten() {
      return framesWritten;
    },
    clippedSamples: 0,
    async write(interleaved, frames) {
      const lame = encoder ?? (await start());
      for (let at = 0; at < frames; at += FEED_FRAMES) {
        const count = Math.min(FEED_FRAMES, frames - at);
        deinterleave(interleaved, at, count, planar);
        put(lame.encode(planar.map((samples) => samples.subarray(0, count))));
      }
      framesWritten += frames;
    },
    async finish() {
      const lame = encoder ?? (await start());
      put(lame.finalize());
      // Without the Info frame itself, which is the first.
      const mpegFrames = counter.mpegFrames - 1;
      const paddingFrames = mpegFrames * counter.samplesPerFrame - ENCODER_DELAY_FRAMES - framesWritten;
      sink.writeAt(id3.length, info(Math.max(0, paddingFrames), mpegFrames));
      await sink.commit();
    },
    abort: () => sink.discard(),
  };
}

function deinterleave(
  interleaved: Float32Array,
  startFrame: number,
  frames: number,
  planar: readonly Float32Array[],
): void {
  for (const [channel, samples] of planar.entries()) {
    for (let i = 0, at = startFrame * planar.length + channel; i < frames; i++, at += planar.length) {
      const sample = interleaved[at]!;
      samples[i] = sample - sample === 0 ? sample : 0;
    }
  }
}
