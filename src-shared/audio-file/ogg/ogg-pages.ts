import { quoteName } from '../audio-file-error.ts';
import type { ByteSource } from '../byte-source.ts';
import { ByteView, readBytes } from '../byte-view.ts';
import { oggCrc } from './ogg-crc.ts';

/** A page of an Ogg file (RFC 3533 §6). */
export type OggPage = {
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly serial: number;
  readonly isContinued: boolean;
  readonly isFirst: boolean;
  readonly isLast: boolean;
  /** The position at the end of the last packet that ends here; −1 where none ends. */
  readonly granule: number;
  readonly bytes: Uint8Array;
  /** Lengths of the packet parts in the page; the last is unfinished when `endsOpen`. */
  readonly partBytes: readonly number[];
  readonly endsOpen: boolean;
};

export const MAX_PAGE_BYTES = 27 + 255 + 255 * 255;
/** A packet may run over many pages; past this it is not music. */
const MAX_PACKET_BYTES = 1 << 22;

/** The page at `offset`, whole and with a right checksum, or undefined. */
export function readPage(source: ByteSource, offset: number): OggPage | undefined {
  return parsePage(readBytes(source, offset, MAX_PAGE_BYTES), offset);
}

function parsePage(bytes: Uint8Array, offsetBytes: number): OggPage | undefined {
  const view = new ByteView(bytes);
  if (view.fourCc(0) !== 'OggS' || view.u8(4) !== 0 || bytes.length < 27) return undefined;
  const segments = bytes.subarray(27, 27 + view.u8(26));
  const partBytes: number[] = [];
  let part = 0;
  let total = 0;
  for (const segment of segments) {
    part += segment;
    total += segment;
    if (segment === 255) continue;
    partBytes.push(part);
    part = 0;
  }
  const endsOpen = segments.at(-1) === 255;
  if (endsOpen) partBytes.push(part);
  const sizeBytes = 27 + view.u8(26) + total;
  if (sizeBytes > bytes.length) return undefined;
  const page = bytes.subarray(0, sizeBytes);
  if (oggCrc(page) !== view.u32(22)) return undefined;
  const flags = view.u8(5);
  const isUnknown = view.u32(6) === 0xffffffff && view.u32(10) === 0xffffffff;
  return {
    offsetBytes,
    sizeBytes,
    serial: view.u32(14),
    isContinued: (flags & 1) !== 0,
    isFirst: (flags & 2) !== 0,
    isLast: (flags & 4) !== 0,
    granule: isUnknown ? -1 : view.u64(6),
    bytes: page,
    partBytes,
    endsOpen,
  };
}

/** All good pages from the start, passing over damage. */
export function* walkPages(source: ByteSource): Generator<OggPage> {
  for (let at = 0; at + 27 <= source.sizeBytes; ) {
    const page = readPage(source, at);
    if (page) yield page;
    at = page ? at + page.sizeBytes : findCapture(source, at + 1);
  }
}

/** Where "OggS" next stands at or after `from`; the end of the file when nowhere. */
function findCapture(source: ByteSource, from: number): number {
  const block = 1 << 16;
  for (let at = from; at < source.sizeBytes; at += block) {
    const bytes = readBytes(source, at, block + 3);
    for (let i = bytes.indexOf(0x4f); i >= 0; i = bytes.indexOf(0x4f, i + 1)) {
      if (bytes[i + 1] === 0x67 && bytes[i + 2] === 0x67 && bytes[i + 3] === 0x53) return at + i;
    }
  }
  return source.sizeBytes;
}

/** The last whole page of a stream with a position, or undefined. Looks back from the end first. */
export function lastPage(source: ByteSource, serial: number): OggPage | undefined {
  const start = Math.max(0, source.sizeBytes - 2 * MAX_PAGE_BYTES);
  const tail = readBytes(source, start, 2 * MAX_PAGE_BYTES);
  for (let at = lastCapture(tail, tail.length); at >= 0; at = lastCapture(tail, at)) {
    const page = parsePage(tail.subarray(at), start + at);
    if (page && page.serial === serial && page.granule >= 0) return page;
  }
  let last: OggPage | undefined;
  for (const page of walkPages(source)) if (page.serial === serial && page.granule >= 0) last = page;
  return last;
}

/** A packet; `granule` is set on the last one that ends in its page. */
export type OggPacket = { readonly bytes: Uint8Array; readonly granule: number };

/**
 * Why a stream is not whole, as warnings: its file ends inside a page. A last page without the end mark is no damage:
 * pieces of live streams have none.
 */
export function cutOffWarnings(source: ByteSource, name: string): string[] {
  const start = Math.max(0, source.sizeBytes - MAX_PAGE_BYTES);
  const tail = readBytes(source, start, MAX_PAGE_BYTES);
  const at = lastCapture(tail, tail.length);
  const isCutOff = at >= 0 && parsePage(tail.subarray(at), start + at) === undefined;
  return isCutOff ? [`${quoteName(name)} is cut off: it ends in the middle of a page.`] : [];
}

/** Where "OggS" last stands before `end`, or −1. */
function lastCapture(bytes: Uint8Array, end: number): number {
  let at = end > 0 ? bytes.lastIndexOf(0x4f, end - 1) : -1;
  while (at >= 0 && (bytes[at + 1] !== 0x67 || bytes[at + 2] !== 0x67 || bytes[at + 3] !== 0x53))
    at = at > 0 ? bytes.lastIndexOf(0x4f, at - 1) : -1;
  return at;
}

/** A packet in the making, over the borders of pages. */
type OpenPacket = { parts: Uint8Array[]; lengthBytes: number; isLost: boolean };

/** The packets of one stream. Those with a missing part are left out. */
export function* walkPackets(source: ByteSource, serial: number): Generator<OggPacket> {
  const open: OpenPacket = { parts: [], lengthBytes: 0, isLost: false };
  for (const page of walkPages(source)) if (page.serial === serial) yield* packetsEndingIn(page, open);
}

function* packetsEndingIn(page: OggPage, open: OpenPacket): Generator<OggPacket> {
  const completeParts = page.partBytes.length - (page.endsOpen ? 1 : 0);
  let at = 27 + page.bytes[26]!;
  if (!page.isContinued) startPacket(open);
  else if (open.parts.length === 0) open.isLost = true;
  for (const [index, size] of page.partBytes.entries()) {
    addPart(open, page.bytes.subarray(at, at + size));
    at += size;
    if (index === completeParts) return;
    const granule = index === completeParts - 1 ? page.granule : -1;
    if (!open.isLost) yield { bytes: concatBytes(open.parts), granule };
    startPacket(open);
  }
}

function startPacket(open: OpenPacket): void {
  open.parts = [];
  open.lengthBytes = 0;
  open.isLost = false;
}

function addPart(open: OpenPacket, part: Uint8Array): void {
  open.lengthBytes += part.length;
  if (open.lengthBytes > MAX_PACKET_BYTES) open.isLost = true;
  if (open.isLost) open.parts = [];
  else open.parts.push(part);
}

function concatBytes(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
