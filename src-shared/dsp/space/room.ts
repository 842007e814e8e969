/**
 * The first reflections of a shoebox room, by the image-source method (J. B. Allen, D. A. Berkley, "Image method for
 * efficiently simulating small-room acoustics", JASA 65, 1979): every wall mirrors the source, every image is an echo.
 */

/** One early reflection, with its gain at either ear. */
export type Reflection = { readonly delaySeconds: number; readonly left: number; readonly right: number };

type Point = readonly [x: number, y: number, z: number];

const SOUND_METRES_PER_SECOND = 343;
/** Width, depth, height at size 1: no two in a simple ratio, so that no echoes coincide. */
const ROOM_METRES: Point = [9.4, 13.1, 5.3];
const LISTENER: Point = [0.48, 0.31, 0.29];
const SOURCES: readonly [left: Point, right: Point] = [
  [0.29, 0.67, 0.33],
  [0.74, 0.64, 0.31],
];
/** Pressure that one wall gives back. */
const WALL = 0.82;
const REFLECTIONS_OF_SOURCE = 12;

function mirrored(length: number, position: number, image: number): number {
  return image * length + (image % 2 === 0 ? position : length - position);
}

function reflectionsOf(source: Point, size: number): Reflection[] {
  const room = ROOM_METRES.map((metres) => metres * size) as unknown as Point;
  const ear = room.map((metres, axis) => metres * (LISTENER[axis] as number)) as unknown as Point;
  const at = room.map((metres, axis) => metres * (source[axis] as number)) as unknown as Point;
  const direct = Math.hypot(...at.map((metres, axis) => metres - (ear[axis] as number)));
  const found: Reflection[] = [];
  for (let x = -2; x <= 2; x++) {
    for (let y = -2; y <= 2; y++) {
      for (let z = -2; z <= 2; z++) {
        const order = Math.abs(x) + Math.abs(y) + Math.abs(z);
        if (order === 0 || order > 2) continue;
        const way = [x, y, z].map(
          (image, axis) => mirrored(room[axis] as number, at[axis] as number, image) - (ear[axis] as number),
        );
        const metres = Math.hypot(...way);
        const gain = (WALL ** order * direct) / metres;
        const side = (way[0] as number) / metres;
        const delaySeconds = (metres - direct) / SOUND_METRES_PER_SECOND;
        found.push({ delaySeconds, left: gain * Math.sqrt((1 - side) / 2), right: gain * Math.sqrt((1 + side) / 2) });
      }
    }
  }
  return found.sort((one, other) => one.delaySeconds - other.delaySeconds).slice(0, REFLECTIONS_OF_SOURCE);
}

/**
 * The twelve first reflections of a source on the left, then those of one on the right, each set in order of time;
 * scaled so that two independent sources of equal power come back with that power at each ear, on average.
 */
export function earlyReflections(size: number): Reflection[] {
  const found = SOURCES.flatMap((source) => reflectionsOf(source, size));
  let power = 0;
  for (const { left, right } of found) power += left * left + right * right;
  const scale = Math.SQRT2 / Math.sqrt(power);
  return found.map(({ delaySeconds, left, right }) => ({ delaySeconds, left: left * scale, right: right * scale }));
}
