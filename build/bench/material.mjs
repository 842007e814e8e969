// The bench song: 32 stereo tracks of 60 s at 48 kHz in 24-bit WAV files, the same bytes on every machine.
import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const SAMPLE_RATE_HZ = 48_000;
const FRAME_BYTES = 6;

/** Where the bench keeps its files; several hundred megabytes, made once. */
export const benchFolder = join(tmpdir(), 'mixdown-bench');

/** Paths of `count` tracks of `seconds` each, made when they are not there. */
export function benchTracks(count, seconds) {
  mkdirSync(benchFolder, { recursive: true });
  return Array.from({ length: count }, (_, index) => {
    const file = join(benchFolder, `track-${String(index + 1).padStart(3, '0')}-${seconds}s.wav`);
    if (!existsSync(file) || statSync(file).size !== 44 + seconds * SAMPLE_RATE_HZ * FRAME_BYTES)
      writeTrack(file, index, seconds);
    return file;
  });
}

/** Decaying notes over a bed of noise: something for an equaliser and a compressor to work on, never silent. */
function writeTrack(file, index, seconds) {
  const frames = seconds * SAMPLE_RATE_HZ;
  const dataBytes = frames * FRAME_BYTES;
  const bytes = Buffer.alloc(44 + dataBytes);
  writeHeader(bytes, dataBytes);
  const random = noise(index + 1);
  const hz = 55 * 2 ** ((index * 5) / 12);
  const noteFrames = Math.round(SAMPLE_RATE_HZ * (0.2 + 0.03 * index));
  let at = 44;
  for (let frame = 0; frame < frames; frame++) {
    const decay = Math.exp((-4 * (frame % noteFrames)) / noteFrames);
    const tone = 0.35 * decay * Math.sin((2 * Math.PI * hz * frame) / SAMPLE_RATE_HZ);
    at = bytes.writeIntLE(Math.round((tone + 0.06 * random()) * 8_388_607), at, 3);
    at = bytes.writeIntLE(Math.round((0.9 * tone + 0.06 * random()) * 8_388_607), at, 3);
  }
  const aside = `${file}.tmp`;
  const handle = openSync(aside, 'w');
  writeSync(handle, bytes);
  closeSync(handle);
  renameSync(aside, file);
}

function writeHeader(bytes, dataBytes) {
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(36 + dataBytes, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(2, 22);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ, 24);
  bytes.writeUInt32LE(SAMPLE_RATE_HZ * FRAME_BYTES, 28);
  bytes.writeUInt16LE(FRAME_BYTES, 32);
  bytes.writeUInt16LE(24, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(dataBytes, 40);
}

/** White noise in ±1 from a linear congruential generator (Knuth's MMIX low word). */
function noise(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2_147_483_648 - 1;
  };
}
