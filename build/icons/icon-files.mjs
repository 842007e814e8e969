// The icon files of Windows and macOS: directories of PNGs.
// ICO: Microsoft, "Icons" (ICONDIR, ICONDIRENTRY). ICNS: Apple, "Icon Services" (a type, a length, a picture).

const ICO_HEADER = 6;
const ICO_ENTRY = 16;

/** @param {{size: number, png: Buffer}[]} pictures up to 256 pixels */
export function encodeIco(pictures) {
  const head = Buffer.alloc(ICO_HEADER + pictures.length * ICO_ENTRY);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = ICO_HEADER + index * ICO_ENTRY;
    // 256 is written as 0.
    head.writeUInt8(size % 256, at);
    head.writeUInt8(size % 256, at + 1);
    head.writeUInt16LE(1, at + 4);
    head.writeUInt16LE(32, at + 6);
    head.writeUInt32LE(png.length, at + 8);
    head.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)]);
}

/** The types that hold a PNG, by its size in pixels. */
const ICNS_TYPES = { 16: 'icp4', 32: 'icp5', 64: 'icp6', 128: 'ic07', 256: 'ic08', 512: 'ic09', 1024: 'ic10' };

/** @param {{size: number, png: Buffer}[]} pictures */
export function encodeIcns(pictures) {
  const blocks = pictures.flatMap(({ size, png }) => [icnsHeader(ICNS_TYPES[size], png.length), png]);
  const length = blocks.reduce((sum, block) => sum + block.length, 0);
  return Buffer.concat([icnsHeader('icns', length), ...blocks]);
}

function icnsHeader(type, length) {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(length + 8, 4);
  return header;
}
