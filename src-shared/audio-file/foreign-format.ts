import type { AudioFileErrorCode } from './audio-file-error.ts';
import type { ByteView } from './byte-view.ts';

/** What a file is that Mixdown does not read, as the end of a sentence which begins with its name. */
export type ForeignFormat = { readonly code: AudioFileErrorCode; readonly clause: string };

const CONVERT = 'convert it to WAV, AIFF or FLAC';

/** Kinds told by the four characters at an offset. */
const SIGNATURES: readonly (readonly [number, string, string])[] = [
  [0, 'caff', 'is a Core Audio file'],
  [0, 'wvpk', 'is a WavPack file'],
  [0, 'MAC ', "is a Monkey's Audio file"],
  [0, 'MThd', 'is a MIDI file, which has notes but no sound'],
  [0, 'riff', 'is a Wave64 file'],
  [0, '\u001aE\u00df\u00a3', 'is a Matroska or WebM file'],
  [0, '0&\u00b2u', 'is a Windows Media file'],
  [0, 'PK\u0003\u0004', 'is a ZIP archive'],
  [0, '%PDF', 'is a PDF document'],
  [0, '\u0089PNG', 'is a picture'],
  [0, '\u00ff\u00d8\u00ff\u00e0', 'is a picture'],
  [8, 'AVI ', 'is a video file'],
];

/** Names the format, or undefined when it is none of these. AAC: docs/decisions/0005-aac.md. */
export function foreignFormat(head: ByteView): ForeignFormat | undefined {
  const isMp4 = head.fourCc(4) === 'ftyp';
  const isAdts = (head.u16(0, false) & 0xfff6) === 0xfff0;
  if (isMp4 || isAdts || head.fourCc(0) === 'ADIF') {
    const kind = isMp4 ? 'is an M4A or MP4 file (AAC)' : 'is an AAC file';
    return { code: 'unsupported', clause: `${kind}, which Mixdown cannot read: ${CONVERT}` };
  }
  const known = SIGNATURES.find(([at, id]) => head.fourCc(at) === id);
  if (known) return { code: 'unsupported', clause: `${known[2]}, which Mixdown cannot read: ${CONVERT}` };
  return isText(head.bytes)
    ? { code: 'not-audio', clause: 'is a text file, not audio, whatever its name says' }
    : undefined;
}

function isText(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}
