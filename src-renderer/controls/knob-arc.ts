/** A knob turns 270°, from 135° left of down to 135° right of it. */
const START_DEG = -225;
const SWEEP_DEG = 270;

/** Where a travel of 0…1 points, on a circle of that radius around the middle of `size` pixels. */
export function knobPoint(travel: number, radius: number, size: number): readonly [x: number, y: number] {
  const angle = ((START_DEG + SWEEP_DEG * travel) * Math.PI) / 180;
  return [size / 2 + Math.cos(angle) * radius, size / 2 + Math.sin(angle) * radius];
}

/** The SVG path of the arc between two travels; empty when it would be a dot. */
export function knobArc(from: number, to: number, radius: number, size: number): string {
  const [low, high] = from < to ? [from, to] : [to, from];
  if (high - low < 0.004) return '';
  const point = (travel: number) =>
    knobPoint(travel, radius, size)
      .map((value) => value.toFixed(2))
      .join(' ');
  const large = (high - low) * SWEEP_DEG > 180 ? 1 : 0;
  return `M${point(low)}A${radius} ${radius} 0 ${large} 1 ${point(high)}`;
}
