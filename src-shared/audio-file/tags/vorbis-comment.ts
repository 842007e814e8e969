import type { AudioTags } from '../audio-format.ts';
import { type ByteView, decodeText } from '../byte-view.ts';
import { cleanIsrc, compactTags, type FoundTags } from './clean-tags.ts';

/** Field names of the Vorbis comment header, https://xiph.org/vorbis/doc/v-comment.html. */
const FIELD_KEYS: readonly (readonly [string, keyof AudioTags])[] = [
  ['TITLE', 'title'],
  ['ARTIST', 'artist'],
  ['ALBUM', 'album'],
  ['DATE', 'year'],
  ['ISRC', 'isrc'],
  ['GENRE', 'genre'],
  ['TRACKNUMBER', 'track'],
  ['COMMENT', 'comment'],
  ['COPYRIGHT', 'copyright'],
  ['ENCODER', 'software'],
];

/** Tags of a comment block at `start`, which begins with the vendor's length. */
export function parseVorbisComment(view: ByteView, start: number): AudioTags {
  const found: FoundTags = {};
  let at = start + 4 + view.u32(start);
  const count = view.u32(at);
  at += 4;
  for (let i = 0; i < count && at + 4 <= view.length; i++) {
    const length = view.u32(at);
    const field = decodeText(view.bytes.subarray(at + 4, Math.min(view.length, at + 4 + Math.min(length, 65_536))));
    const equals = field.indexOf('=');
    const id = field.slice(0, Math.max(0, equals)).toUpperCase();
    const key =
      id === 'YEAR' ? 'year' : id === 'DESCRIPTION' ? 'comment' : FIELD_KEYS.find(([known]) => known === id)?.[1];
    if (key) found[key] ??= field.slice(equals + 1);
    at += 4 + length;
  }
  if (found.isrc) found.isrc = cleanIsrc(found.isrc) ?? '';
  return compactTags(found);
}

/** A comment block without its framing bit. */
export function buildVorbisComment(tags: AudioTags, vendor: string): Uint8Array {
  const encoder = new TextEncoder();
  const fields = FIELD_KEYS.flatMap(([id, key]) => {
    const text = tags[key];
    return text ? [encoder.encode(`${id}=${text}`)] : [];
  });
  const vendorBytes = encoder.encode(vendor);
  const block = new Uint8Array(fields.reduce((sum, field) => sum + 4 + field.length, 8 + vendorBytes.length));
  const view = new DataView(block.buffer);
  let at = 0;
  const put = (bytes: Uint8Array) => {
    view.setUint32(at, bytes.length, true);
    block.set(bytes, at + 4);
    at += 4 + bytes.length;
  };
  put(vendorBytes);
  view.setUint32(at, fields.length, true);
  at += 4;
  for (const field of fields) put(field);
  return block;
}
