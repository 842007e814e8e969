import type { ByteSource } from './byte-source.ts';

/** Bytes with numbers and texts in them; reading past the end gives zeros instead of a throw. */
export class ByteView {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }

  u8(at: number): number {
    return this.bytes[at] ?? 0;
  }

  u16(at: number, littleEndian = true): number {
    return this.#has(at, 2) ? this.#view.getUint16(at, littleEndian) : 0;
  }

  i16(at: number, littleEndian = true): number {
    return this.#has(at, 2) ? this.#view.getInt16(at, littleEndian) : 0;
  }

  u32(at: number, littleEndian = true): number {
    return this.#has(at, 4) ? this.#view.getUint32(at, littleEndian) : 0;
  }

  /** 64 bits as a double; exact below 2^53. */
  u64(at: number, littleEndian = true): number {
    const low = this.u32(littleEndian ? at : at + 4, littleEndian);
    return this.u32(littleEndian ? at + 4 : at, littleEndian) * 0x100000000 + low;
  }

  /** A four-character code, one character a byte. */
  fourCc(at: number): string {
    return latin1(this.bytes.subarray(at, at + 4));
  }

  /** Text up to the first NUL, at most `length` bytes: UTF-8, or Latin-1 where it is not UTF-8. */
  text(at: number, length: number): string {
    const field = this.bytes.subarray(at, at + length);
    const end = field.indexOf(0);
    return decodeText(end < 0 ? field : field.subarray(0, end));
  }

  #has(at: number, count: number): boolean {
    return at >= 0 && at + count <= this.bytes.length;
  }
}

/** Reads `length` bytes at `offset`, fewer at the end of the source. */
export function readBytes(source: ByteSource, offset: number, length: number): Uint8Array {
  const available = Math.max(0, Math.min(length, source.sizeBytes - offset));
  const bytes = new Uint8Array(available);
  return bytes.subarray(0, source.readSync(offset, bytes));
}

/** UTF-8, or Latin-1 where the bytes are not UTF-8; control characters go. */
export function decodeText(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    text = latin1(bytes);
  }
  return cleanText(text);
}

/** One character a byte. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}

/** Without control characters and outer spaces. */
export function cleanText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is removed
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '').trim();
}
