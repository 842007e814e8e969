/**
 * Delays a block by the length of a ring of stereo f32 frames. `into` may be `from`.
 * @param position the ring's next frame. @returns the position to go on with.
 */
export function delayCompensate(
  ring: usize,
  ringFrames: i32,
  position: i32,
  from: usize,
  into: usize,
  frames: i32,
): i32 {
  const ringEnd = ring + (<usize>ringFrames << 3);
  const end = from + (<usize>frames << 3);
  let at = ring + (<usize>position << 3);
  for (; from < end; from += 8, into += 8) {
    const arriving = load<u64>(from);
    store<u64>(into, load<u64>(at));
    store<u64>(at, arriving);
    at += 8;
    if (at == ringEnd) at = ring;
  }
  return <i32>((at - ring) >> 3);
}
