import type { BroadcastExtension, BroadcastLoudness } from '../audio-format.ts';
import type { ByteView } from '../byte-view.ts';

/** The `bext` chunk, EBU Tech 3285 v2: 602 fixed bytes, then the coding history. */
const FIXED_BYTES = 602;
/** "Value not present" in a loudness field (§2.4). */
const ABSENT = 0x7fff;

/** Offsets in the chunk, and the fields that stand there in hundredths. */
const LOUDNESS_FIELDS: readonly (readonly [number, keyof BroadcastLoudness])[] = [
  [412, 'integratedLufs'],
  [414, 'loudnessRangeLu'],
  [416, 'truePeakDbtp'],
  [418, 'maxMomentaryLufs'],
  [420, 'maxShortTermLufs'],
];

export function parseBroadcast(view: ByteView): BroadcastExtension {
  const text = {
    description: view.text(0, 256),
    originator: view.text(256, 32),
    originatorReference: view.text(288, 32),
    originationDate: view.text(320, 10),
    originationTime: view.text(330, 8),
    codingHistory: view.text(FIXED_BYTES, Math.max(0, view.length - FIXED_BYTES)),
  };
  const present = Object.fromEntries(Object.entries(text).filter(([, value]) => value !== ''));
  const loudness = view.u16(346) >= 2 ? parseLoudness(view) : undefined;
  return { ...present, timeReferenceFrames: view.u64(338), ...(loudness && { loudness }) };
}

function parseLoudness(view: ByteView): BroadcastLoudness | undefined {
  const fields = LOUDNESS_FIELDS.map(([at, key]) => [key, view.i16(at)] as const);
  const present = fields.filter(([, value]) => value !== ABSENT);
  return present.length > 0 ? Object.fromEntries(present.map(([key, value]) => [key, value / 100])) : undefined;
}

/** A whole chunk with its header. Its length depends only on `codingHistory`. */
export function buildBroadcast(broadcast: BroadcastExtension): Uint8Array {
  const encoder = new TextEncoder();
  const history = encoder.encode(broadcast.codingHistory ?? '');
  const size = FIXED_BYTES + history.length + (history.length % 2);
  const chunk = new Uint8Array(8 + size);
  const view = new DataView(chunk.buffer, 8);
  const putText = (text: string | undefined, at: number, length: number) => {
    chunk.set(cutUtf8(encoder.encode(text ?? ''), length), 8 + at);
  };
  chunk.set(encoder.encode('bext'), 0);
  new DataView(chunk.buffer).setUint32(4, size, true);
  putText(broadcast.description, 0, 256);
  putText(broadcast.originator, 256, 32);
  putText(broadcast.originatorReference, 288, 32);
  putText(broadcast.originationDate, 320, 10);
  putText(broadcast.originationTime, 330, 8);
  const reference = broadcast.timeReferenceFrames ?? 0;
  view.setUint32(338, reference % 0x100000000, true);
  view.setUint32(342, Math.floor(reference / 0x100000000), true);
  view.setUint16(346, 2, true);
  for (const [at, key] of LOUDNESS_FIELDS) {
    const value = broadcast.loudness?.[key];
    view.setInt16(at, value === undefined || !Number.isFinite(value) ? ABSENT : hundredths(value), true);
  }
  chunk.set(history, 8 + FIXED_BYTES);
  return chunk;
}

/** Rounded half away from zero; kept inside the field and off the "absent" mark. */
function hundredths(value: number): number {
  const rounded = Math.sign(value) * Math.round(Math.abs(value) * 100);
  return Math.max(-0x8000, Math.min(ABSENT - 1, rounded));
}

/** At most `length` bytes, no character cut in two. */
function cutUtf8(bytes: Uint8Array, length: number): Uint8Array {
  let end = Math.min(length, bytes.length);
  while (end < bytes.length && end > 0 && (bytes[end]! & 0xc0) === 0x80) end--;
  return bytes.subarray(0, end);
}
