import type { AudioTags } from '../audio-format.ts';
import type { ByteView } from '../byte-view.ts';
import { cleanIsrc, compactTags, type FoundTags } from './clean-tags.ts';

/** RIFF INFO ids (RIFF MCI 1.0 §2; `IPRD` for the album and `ITRK` are common practice). */
const INFO_IDS: readonly (readonly [string, keyof AudioTags])[] = [
  ['INAM', 'title'],
  ['IART', 'artist'],
  ['IPRD', 'album'],
  ['ICRD', 'year'],
  ['ISRC', 'isrc'],
  ['IGNR', 'genre'],
  ['ITRK', 'track'],
  ['ICMT', 'comment'],
  ['ICOP', 'copyright'],
  ['ISFT', 'software'],
];

/** Tags of a `LIST` chunk of type `INFO`; `view` is the chunk's content with its type. */
export function parseRiffInfo(view: ByteView): AudioTags {
  const found: FoundTags = {};
  for (let at = 4; at + 8 <= view.length; ) {
    const id = view.fourCc(at);
    const size = view.u32(at + 4);
    const key = INFO_IDS.find(([known]) => known === id.toUpperCase())?.[1];
    // ISRC is "source" in the standard and the recording code in practice: keep only codes.
    const text = key && view.text(at + 8, size);
    if (key && text) found[key] = key === 'isrc' ? (cleanIsrc(text) ?? '') : text;
    at += 8 + size + (size % 2);
  }
  return compactTags(found);
}

/** A whole `LIST INFO` chunk in UTF-8, even in length; empty when there is no tag. */
export function buildRiffInfo(tags: AudioTags): Uint8Array {
  const encoder = new TextEncoder();
  const fields = INFO_IDS.flatMap(([id, key]) => {
    const text = tags[key];
    return text ? [{ id, bytes: encoder.encode(`${text}\0`) }] : [];
  });
  if (fields.length === 0) return new Uint8Array(0);
  const size = fields.reduce((sum, { bytes }) => sum + 8 + bytes.length + (bytes.length % 2), 4);
  const chunk = new Uint8Array(8 + size);
  const view = new DataView(chunk.buffer);
  chunk.set(encoder.encode('LIST'), 0);
  view.setUint32(4, size, true);
  chunk.set(encoder.encode('INFO'), 8);
  let at = 12;
  for (const { id, bytes } of fields) {
    chunk.set(encoder.encode(id), at);
    view.setUint32(at + 4, bytes.length, true);
    chunk.set(bytes, at + 8);
    at += 8 + bytes.length + (bytes.length % 2);
  }
  return chunk;
}
