import type { ByteSink } from '../byte-source.ts';
import { oggCrc } from './ogg-crc.ts';

const MAX_SEGMENTS = 255;
/** A stream's number need only differ from others in its file, and there are none. */
const SERIAL = 0x4d697864;

/** Puts packets of one stream into Ogg pages (RFC 3533 §6). A packet must fit into one page. */
export class OggPageWriter {
  readonly #sink: ByteSink;
  readonly #packetsPerPage: number;
  #packets: Uint8Array[] = [];
  #segments = 0;
  #granule = 0;
  #sequence = 0;

  constructor(sink: ByteSink, packetsPerPage: number) {
    this.#sink = sink;
    this.#packetsPerPage = packetsPerPage;
  }

  /** Adds a packet that ends at position `granule`; `bytes` is kept until its page is full. */
  add(bytes: Uint8Array, granule: number): void {
    const segments = Math.floor(bytes.length / 255) + 1;
    const isFull = this.#packets.length >= this.#packetsPerPage || this.#segments + segments > MAX_SEGMENTS;
    if (isFull) this.flush(false);
    this.#packets.push(bytes);
    this.#segments += segments;
    this.#granule = granule;
  }

  /** Writes the page so far; `isLast` ends the stream. */
  flush(isLast: boolean): void {
    if (this.#packets.length === 0) return;
    const lacing = this.#packets.flatMap(({ length }) => [
      ...new Array<number>(Math.floor(length / 255)).fill(255),
      length % 255,
    ]);
    const bodyBytes = this.#packets.reduce((sum, packet) => sum + packet.length, 0);
    const page = new Uint8Array(27 + lacing.length + bodyBytes);
    const view = new DataView(page.buffer);
    page.set([0x4f, 0x67, 0x67, 0x53, 0, (this.#sequence === 0 ? 2 : 0) | (isLast ? 4 : 0)]);
    view.setUint32(6, this.#granule % 0x100000000, true);
    view.setUint32(10, Math.floor(this.#granule / 0x100000000), true);
    view.setUint32(14, SERIAL, true);
    view.setUint32(18, this.#sequence++, true);
    page[26] = lacing.length;
    page.set(lacing, 27);
    let at = 27 + lacing.length;
    for (const packet of this.#packets) {
      page.set(packet, at);
      at += packet.length;
    }
    view.setUint32(22, oggCrc(page), true);
    this.#sink.append(page);
    this.#packets = [];
    this.#segments = 0;
  }

  /** Sets the position of the last page: where the music ends, within its last packet. */
  finish(granule: number): void {
    this.#granule = granule;
    this.flush(true);
  }
}
