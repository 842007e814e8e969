// What every dynamics processor does with the gains it computed: one f32 a frame, multiplied into both sides of a block.

/** Multiplies each frame by its gain. */
export function applyGains(block: usize, gains: usize, frames: i32): void {
  const quads = block + (<usize>(frames & ~3) << 3);
  for (; block < quads; block += 32, gains += 16) {
    const gain = v128.load(gains);
    v128.store(block, f32x4.mul(v128.load(block), v128.shuffle<f32>(gain, gain, 0, 0, 1, 1)));
    v128.store(block, f32x4.mul(v128.load(block, 16), v128.shuffle<f32>(gain, gain, 2, 2, 3, 3)), 16);
  }
  const end = block + (<usize>(frames & 3) << 3);
  for (; block < end; block += 8, gains += 4) {
    const gain = load<f32>(gains);
    store<f32>(block, load<f32>(block) * gain);
    store<f32>(block, load<f32>(block, 4) * gain, 4);
  }
}

/**
 * Delays a block in place by the length of a ring.
 * @param line i32 place in the ring, i32 length in frames (at least 1); the ring's frames begin at byte 16.
 */
export function delayFrames(line: usize, block: usize, frames: i32): void {
  const ring = line + 16;
  const length = load<i32>(line, 4);
  let place = load<i32>(line);
  while (frames > 0) {
    const count = min(frames, length - place);
    const end = block + (<usize>count << 3);
    for (let at = ring + (<usize>place << 3); block < end; block += 8, at += 8) {
      const delayed = load<i64>(at);
      store<i64>(at, load<i64>(block));
      store<i64>(block, delayed);
    }
    frames -= count;
    place += count;
    if (place == length) place = 0;
  }
  store<i32>(line, place);
}

/** Copies stereo frames. */
export function copyFrames(to: usize, from: usize, frames: i32): void {
  memory.copy(to, from, <usize>frames << 3);
}
