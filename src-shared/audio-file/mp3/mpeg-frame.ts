import type { ByteSource } from '../byte-source.ts';
import { ByteView, readBytes } from '../byte-view.ts';

/** The header of an MPEG audio frame (ISO/IEC 11172-3 §2.4.1.3, 13818-3 §2.4.2.3). */
export type MpegHeader = {
  /** 1, 2 or 2.5 */
  readonly version: number;
  readonly layer: number;
  readonly sampleRateHz: number;
  readonly channels: number;
  /** Samples of each channel in the frame. */
  readonly frames: number;
  readonly sizeBytes: number;
  /** Where a Xing or Info tag stands in the frame: behind the side information. */
  readonly tagOffset: number;
};

export type MpegFrame = { readonly offsetBytes: number; readonly header: MpegHeader };

const BITRATES_KBPS: Record<string, readonly number[]> = {
  '1.1': [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  '1.2': [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
  '1.3': [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  '2.1': [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  '2.2': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
  '2.3': [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const SAMPLE_RATES_HZ = [44_100, 48_000, 32_000];
const WINDOW_BYTES = 1 << 16;

/** The header in the four bytes at `at`, or undefined when they are none. Free bit rate is none. */
export function parseMpegHeader(view: ByteView, at: number): MpegHeader | undefined {
  const bits = view.u32(at, false);
  if (bits >>> 21 !== 0x7ff) return undefined;
  const versionCode = (bits >>> 19) & 3;
  const layer = 4 - ((bits >>> 17) & 3);
  const bitrateIndex = (bits >>> 12) & 15;
  const rateIndex = (bits >>> 10) & 3;
  if (versionCode === 1 || layer === 4 || bitrateIndex === 0 || bitrateIndex === 15 || rateIndex === 3)
    return undefined;
  const version = versionCode === 3 ? 1 : versionCode === 2 ? 2 : 2.5;
  const sampleRateHz = SAMPLE_RATES_HZ[rateIndex]! / (version === 1 ? 1 : version === 2 ? 2 : 4);
  const bitrate = BITRATES_KBPS[`${Math.floor(version)}.${layer}`]![bitrateIndex - 1]! * 1000;
  const padding = (bits >>> 9) & 1;
  const channels = ((bits >>> 6) & 3) === 3 ? 1 : 2;
  const frames = layer === 1 ? 384 : layer === 3 && version !== 1 ? 576 : 1152;
  const sizeBytes =
    layer === 1
      ? (Math.floor((12 * bitrate) / sampleRateHz) + padding) * 4
      : Math.floor(((frames / 8) * bitrate) / sampleRateHz) + padding;
  const sideBytes = version === 1 ? (channels === 1 ? 17 : 32) : channels === 1 ? 9 : 17;
  return { version, layer, sampleRateHz, channels, frames, sizeBytes, tagOffset: 4 + sideBytes };
}

/** True when both frames can belong to one stream. */
export function isSameStream(a: MpegHeader, b: MpegHeader): boolean {
  return a.version === b.version && a.layer === b.layer && a.sampleRateHz === b.sampleRateHz;
}

/**
 * The whole frames from `startBytes`, passing over what is none (tags, rubbish). A frame that
 * follows rubbish counts only when another follows it or the file ends there. One window of
 * 64 KiB in memory.
 */
export function* walkMpegFrames(source: ByteSource, startBytes: number): Generator<MpegFrame> {
  const window = new SlidingWindow(source);
  let first: MpegHeader | undefined;
  let isInStep = false;
  for (let at = startBytes; at + 4 <= source.sizeBytes; ) {
    const header = window.headerAt(at);
    const fits = header && at + header.sizeBytes <= source.sizeBytes && (!first || isSameStream(first, header));
    if (!fits || !(isInStep || followed(window, at, header))) {
      isInStep = false;
      at = header ? at + 1 : window.nextSync(at + 1);
      continue;
    }
    first ??= header;
    isInStep = true;
    yield { offsetBytes: at, header };
    at += header.sizeBytes;
  }
}

function followed(window: SlidingWindow, at: number, header: MpegHeader): boolean {
  const next = at + header.sizeBytes;
  if (next === window.sizeBytes) return true;
  const following = window.headerAt(next);
  return following !== undefined && isSameStream(header, following);
}

/** Forward reading with little look-back, in blocks. */
class SlidingWindow {
  readonly sizeBytes: number;
  readonly #source: ByteSource;
  #view = new ByteView(new Uint8Array(0));
  #start = 0;

  constructor(source: ByteSource) {
    this.#source = source;
    this.sizeBytes = source.sizeBytes;
  }

  headerAt(at: number): MpegHeader | undefined {
    this.#load(at);
    return parseMpegHeader(this.#view, at - this.#start);
  }

  /** Where the next byte 0xFF stands at or after `at`; the end of the file when there is none. */
  nextSync(at: number): number {
    for (let from = at; from < this.sizeBytes; from = this.#start + this.#view.length) {
      this.#load(from);
      const found = this.#view.bytes.indexOf(0xff, from - this.#start);
      if (found >= 0) return this.#start + found;
    }
    return this.sizeBytes;
  }

  #load(at: number): void {
    const end = this.#start + this.#view.length;
    if (at >= this.#start && (at + 4 <= end || end === this.sizeBytes)) return;
    this.#start = at;
    this.#view = new ByteView(readBytes(this.#source, at, WINDOW_BYTES));
  }
}
