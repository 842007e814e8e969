import type { ByteSource } from '../byte-source.ts';
import { ByteView, readBytes } from '../byte-view.ts';

/**
 * The chunks of a RIFF, RF64 (EBU Tech 3306), BW64 (ITU-R BS.2088) or IFF file.
 * `offsetBytes` is where the chunk's content begins. `sizeBytes` is what the file says, so it
 * may lie; `availableBytes` never goes past the end of the file.
 */
export type Chunk = {
  readonly id: string;
  readonly offsetBytes: number;
  readonly sizeBytes: number;
  readonly availableBytes: number;
};

/** More chunks than any program writes: past it a file is taken to be damaged. */
const MAX_CHUNKS = 10_000;

export type ChunkWalk = {
  readonly littleEndian: boolean;
  /** Where the first chunk's header stands. */
  readonly startBytes: number;
  /** The real size of a chunk, where it is not the 32 bits in its header. */
  readonly resolveSize?: (id: string, size32: number, contentOffset: number) => number;
};

/**
 * Walks the chunks. A pad byte after an odd size is expected, its absence forgiven. Ends at what
 * is not a chunk, so rubbish after the last chunk is passed over.
 */
export function* walkChunks(source: ByteSource, walk: ChunkWalk): Generator<Chunk> {
  const head = new Uint8Array(8);
  const view = new ByteView(head);
  let at = walk.startBytes;
  for (let count = 0; count < MAX_CHUNKS && at + 8 <= source.sizeBytes; count++) {
    if (source.readSync(at, head) < 8) return;
    const id = view.fourCc(0);
    if (!isChunkId(id)) return;
    const size32 = view.u32(4, walk.littleEndian);
    const offsetBytes = at + 8;
    const sizeBytes = walk.resolveSize?.(id, size32, offsetBytes) ?? size32;
    const availableBytes = Math.min(sizeBytes, source.sizeBytes - offsetBytes);
    yield { id, offsetBytes, sizeBytes, availableBytes };
    at = nextChunk(source, offsetBytes + sizeBytes, sizeBytes % 2 === 1);
  }
}

/** The content of a chunk, at most `maxBytes` of it. */
export function readChunk(source: ByteSource, chunk: Chunk, maxBytes: number): ByteView {
  return new ByteView(readBytes(source, chunk.offsetBytes, Math.min(chunk.availableBytes, maxBytes)));
}

function nextChunk(source: ByteSource, end: number, odd: boolean): number {
  if (!odd) return end;
  const following = new ByteView(readBytes(source, end, 5));
  const isPadded = following.u8(0) === 0 || isChunkId(following.fourCc(1));
  return !isPadded && isChunkId(following.fourCc(0)) ? end : end + 1;
}

/** Four printable characters, as every registered id is. */
function isChunkId(id: string): boolean {
  return /^[\x20-\x7e\xa9][\x20-\x7e]{3}$/.test(id) && id !== '    ';
}
