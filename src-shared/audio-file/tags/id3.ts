import type { AudioTags } from '../audio-format.ts';
import { ByteView, decodeText } from '../byte-view.ts';
import { cleanIsrc, compactTags, type FoundTags } from './clean-tags.ts';

/** Text frames of ID3v2.3 and 2.4 (id3.org); 2.2's three-letter ids beside them. */
const FRAME_KEYS: Record<string, keyof AudioTags> = {
  TIT2: 'title',
  TT2: 'title',
  TPE1: 'artist',
  TP1: 'artist',
  TALB: 'album',
  TAL: 'album',
  TDRC: 'year',
  TYER: 'year',
  TYE: 'year',
  TSRC: 'isrc',
  TRC: 'isrc',
  TCON: 'genre',
  TCO: 'genre',
  TRCK: 'track',
  TRK: 'track',
  TCOP: 'copyright',
  TCR: 'copyright',
  TSSE: 'software',
  TSS: 'software',
};

/** Total length in bytes of the ID3v2 tag at the start of `head`, 0 where there is none. Needs 10 bytes. */
export function id3v2Length(head: ByteView): number {
  if (head.fourCc(0).slice(0, 3) !== 'ID3' || head.u8(3) === 0xff) return 0;
  const footer = head.u8(5) & 0x10 ? 10 : 0;
  return 10 + syncSafe(head, 6) + footer;
}

/** Tags of an ID3v2.2, 2.3 or 2.4 tag that stands at the start of `bytes`, which may be cut off. */
export function parseId3v2(bytes: Uint8Array): AudioTags {
  const head = new ByteView(bytes);
  const version = head.u8(3);
  if (id3v2Length(head) === 0 || version < 2 || version > 4) return {};
  const flags = head.u8(5);
  const end = Math.min(bytes.length, 10 + syncSafe(head, 6));
  const body = bytes.subarray(10, end);
  // Unsynchronisation over the whole tag in 2.2 and 2.3; frame by frame in 2.4.
  const view = new ByteView(flags & 0x80 && version < 4 ? resynchronise(body) : body);
  const hasExtension = version > 2 && (flags & 0x40) !== 0;
  const start = !hasExtension ? 0 : version === 4 ? syncSafe(view, 0) : view.u32(0, false) + 4;
  const found: FoundTags = {};
  for (const frame of frames(view, start, version)) {
    const key = FRAME_KEYS[frame.id];
    if (key) found[key] ??= frameText(frame.content);
  }
  if (found.isrc) found.isrc = cleanIsrc(found.isrc) ?? '';
  return compactTags(found);
}

type TagFrame = { readonly id: string; readonly content: Uint8Array };

function* frames(view: ByteView, start: number, version: number): Generator<TagFrame> {
  const headBytes = version === 2 ? 6 : 10;
  for (let at = start; at + headBytes < view.length && view.u8(at) !== 0; ) {
    const size = frameSize(view, at, version);
    const content = view.bytes.subarray(at + headBytes, at + headBytes + size);
    const plain = version === 4 ? plainContent(content, view.u8(at + 9)) : content;
    if (plain) yield { id: view.fourCc(at).slice(0, version === 2 ? 3 : 4), content: plain };
    at += headBytes + size;
  }
}

function frameSize(view: ByteView, at: number, version: number): number {
  if (version === 2) return view.u32(at + 2, false) & 0xffffff;
  return version === 4 ? syncSafe(view, at + 4) : view.u32(at + 4, false);
}

/** ID3v2.4 §4.1.2: undefined when compressed (8) or encrypted (4); 1 puts a length in front. */
function plainContent(content: Uint8Array, flags: number): Uint8Array | undefined {
  if (flags & 0x0c) return undefined;
  const text = flags & 1 ? content.subarray(4) : content;
  return flags & 2 ? resynchronise(text) : text;
}

/** The first string of a text frame: a byte for the encoding, then the text. */
function frameText(content: Uint8Array): string {
  const text = content.subarray(1);
  const encoding = content[0];
  const label = encoding === 1 || encoding === 2 ? 'utf16' : 'bytes';
  const decoded = label === 'utf16' ? decodeUtf16(text, encoding === 2) : decodeText(text.subarray(0, endOfText(text)));
  return decoded.split('\0')[0] ?? '';
}

function endOfText(bytes: Uint8Array): number {
  const end = bytes.indexOf(0);
  return end < 0 ? bytes.length : end;
}

function decodeUtf16(bytes: Uint8Array, isBigEndian: boolean): string {
  const hasMark = !isBigEndian && bytes.length >= 2 && (bytes[0]! ^ bytes[1]!) === 1 && bytes[0]! >= 0xfe;
  const littleEndian = hasMark ? bytes[0] === 0xff : !isBigEndian;
  const view = new ByteView(bytes);
  let text = '';
  for (let at = hasMark ? 2 : 0; at + 1 < bytes.length; at += 2) {
    const unit = view.u16(at, littleEndian);
    if (unit === 0) break;
    text += String.fromCharCode(unit);
  }
  return text;
}

/** ID3v2.4 §3.1: FF 00 stands for FF. */
function resynchronise(bytes: Uint8Array): Uint8Array {
  return bytes.filter((byte, i) => !(byte === 0 && i > 0 && bytes[i - 1] === 0xff));
}

/** ID3v2.4 §6.2: four times seven bits. */
function syncSafe(view: ByteView, at: number): number {
  return (
    ((view.u8(at) & 127) << 21) |
    ((view.u8(at + 1) & 127) << 14) |
    ((view.u8(at + 2) & 127) << 7) |
    (view.u8(at + 3) & 127)
  );
}

/** Written frames; the year as TYER, which 2.3 readers know. */
const WRITTEN: readonly (readonly [string, keyof AudioTags])[] = [
  ['TIT2', 'title'],
  ['TPE1', 'artist'],
  ['TALB', 'album'],
  ['TYER', 'year'],
  ['TSRC', 'isrc'],
  ['TCON', 'genre'],
  ['TRCK', 'track'],
  ['TCOP', 'copyright'],
  ['TSSE', 'software'],
];

/** A whole ID3v2.3 tag, text in UTF-16 with its mark; empty when there is no tag. */
export function buildId3v2(tags: AudioTags): Uint8Array {
  const written = WRITTEN.flatMap(([id, key]) => {
    const text = key === 'year' ? tags.year?.slice(0, 4) : tags[key];
    return text ? [textFrame(id, text)] : [];
  });
  if (written.length === 0) return new Uint8Array(0);
  const size = written.reduce((sum, frame) => sum + frame.length, 0);
  const tag = new Uint8Array(10 + size);
  tag.set([0x49, 0x44, 0x33, 3, 0, 0, (size >> 21) & 127, (size >> 14) & 127, (size >> 7) & 127, size & 127]);
  let at = 10;
  for (const frame of written) {
    tag.set(frame, at);
    at += frame.length;
  }
  return tag;
}

function textFrame(id: string, text: string): Uint8Array {
  const frame = new Uint8Array(10 + 3 + text.length * 2);
  const view = new DataView(frame.buffer);
  for (let i = 0; i < 4; i++) frame[i] = id.charCodeAt(i);
  view.setUint32(4, frame.length - 10, false);
  frame.set([1, 0xff, 0xfe], 10);
  for (let i = 0; i < text.length; i++) view.setUint16(13 + i * 2, text.charCodeAt(i), true);
  return frame;
}
