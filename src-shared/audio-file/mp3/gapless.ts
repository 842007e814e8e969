import type { ByteView } from '../byte-view.ts';
import type { MpegHeader } from './mpeg-frame.ts';

/**
 * What the first frame says about the encoder, when it is a Xing/Info or VBRI tag and no music
 * (http://gabriel.mp3-tech.org/mp3infotag.html).
 */
export type GaplessInfo = {
  /** The frame is a tag: it decodes to silence that nobody meant. */
  readonly isTagFrame: boolean;
  /** Frames that the encoder put before the music, without the decoder's own delay. */
  readonly delayFrames: number;
  readonly paddingFrames: number;
  /** Coded frames (of 1152 or 576 samples) that should follow; null where the tag does not say. */
  readonly mpegFrames: number | null;
};

/** A decoder's own delay: 528 samples of the filter bank and one (LAME technical FAQ). */
export const DECODER_DELAY_FRAMES = 529;

const XING_FIELDS: readonly (readonly [number, number])[] = [
  [1, 4],
  [2, 4],
  [4, 100],
  [8, 4],
];

/** Reads the tag of the frame whose bytes are `frame`. */
export function parseGapless(frame: ByteView, header: MpegHeader): GaplessInfo {
  const none = { isTagFrame: false, delayFrames: 0, paddingFrames: 0, mpegFrames: null };
  if (frame.fourCc(4 + 32) === 'VBRI') return { ...none, isTagFrame: true };
  const at = header.tagOffset;
  if (!['Xing', 'Info'].includes(frame.fourCc(at))) return none;
  const flags = frame.u32(at + 4, false);
  const lame = XING_FIELDS.reduce((end, [flag, size]) => end + (flags & flag ? size : 0), at + 8);
  const packed = frame.u32(lame + 20, false) & 0xffffff;
  const mpegFrames = flags & 1 ? frame.u32(at + 8, false) : null;
  const hasEncoder = /^[\x20-\x7e]{4}$/.test(frame.fourCc(lame));
  return hasEncoder
    ? { isTagFrame: true, delayFrames: packed >>> 12, paddingFrames: packed & 0xfff, mpegFrames }
    : { ...none, isTagFrame: true, mpegFrames };
}
