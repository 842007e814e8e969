/** Builds WAV files for tests, good and bad ones, chunk by chunk. */

export type TestChunk = {
  readonly id: string;
  readonly content: Uint8Array;
  readonly size?: number;
  readonly pad?: boolean;
};

/** The bytes of numbers, little-endian: `[width, value]` with width 2, 4, 8, or a text. */
export function bytesOf(...fields: readonly (string | readonly [2 | 4 | 8, number])[]): Uint8Array {
  const parts = fields.map((field) => {
    if (typeof field === 'string') return new TextEncoder().encode(field);
    const part = new Uint8Array(field[0]);
    let rest = field[1];
    for (let i = 0; i < part.length; i++, rest = Math.floor(rest / 256)) part[i] = rest % 256;
    return part;
  });
  return joinBytes(...parts);
}

export function joinBytes(...parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export type FmtFields = { tag?: number; channels?: number; rate?: number; bits: number; block?: number; sub?: number };

/** A `fmt ` chunk; with `sub` an EXTENSIBLE one. */
export function fmtChunk({ tag = 1, channels = 1, rate = 48_000, bits, block, sub }: FmtFields): TestChunk {
  const frame = block ?? Math.ceil(bits / 8) * channels;
  const head = bytesOf([2, sub === undefined ? tag : 0xfffe], [2, channels], [4, rate], [4, rate * frame], [2, frame]);
  const tail = sub === undefined ? new Uint8Array(0) : bytesOf([2, 22], [2, bits], [4, 3], [2, sub]);
  const guid = sub === undefined ? tail : Uint8Array.of(0, 0, 0, 0, 0x10, 0, 0x80, 0, 0, 0xaa, 0, 0x38, 0x9b, 0x71);
  return { id: 'fmt ', content: joinBytes(head, bytesOf([2, Math.ceil(bits / 8) * 8]), tail, guid) };
}

/** A whole file. `pad: false` leaves out the pad byte of an odd chunk; `size` lies. */
export function wavFile(chunks: readonly TestChunk[], form = 'RIFF', riffSize?: number): Uint8Array {
  const body = joinBytes(
    ...chunks.map(({ id, content, size, pad = true }) =>
      joinBytes(bytesOf(id, [4, size ?? content.length]), content, new Uint8Array(pad ? content.length % 2 : 0)),
    ),
  );
  return joinBytes(bytesOf(form, [4, riffSize ?? body.length + 4], 'WAVE'), body);
}
