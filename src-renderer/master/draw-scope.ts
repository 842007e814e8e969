/** The vectorscope: every pair of samples as a point, mono upright, a side along its diagonal. */
import { gainToDb } from '../../src-shared/units/decibel.ts';
import { across, down, type Picture } from './picture.ts';

/** From the middle to the rim, in dB: linear in dB, so that quiet music is seen too. */
const RANGE_DB = 48;

/** The place of a pair of samples, −1…1 across (right is to the right) and up. Beyond full scale stays on the rim. */
export function scopePoint(left: number, right: number): readonly [x: number, y: number] {
  const side = (right - left) / 2;
  const mid = (left + right) / 2;
  const size = Math.hypot(side, mid);
  if (size === 0) return [0, 0];
  const share = Math.max(0, Math.min(1, 1 + gainToDb(size) / RANGE_DB));
  return [(side / size) * share, (mid / size) * share];
}

/** @param pairs left and right after each other. */
export function drawScope(picture: Picture, pairs: Float32Array): void {
  const { context, width, height, colours } = picture;
  const radius = Math.min(width, height) / 2 - 10;
  const middle = { x: width / 2, y: height / 2 };
  context.strokeStyle = colours.get('--line-strong');
  context.lineWidth = 1;
  context.beginPath();
  for (const [x, y] of [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ] as const)
    context.lineTo(middle.x + x * radius, middle.y + y * radius);
  context.closePath();
  for (const side of [-1, 1]) {
    context.moveTo(middle.x - radius / 2, middle.y + (side * radius) / 2);
    context.lineTo(middle.x + radius / 2, middle.y - (side * radius) / 2);
  }
  context.stroke();
  context.fillStyle = colours.get('--line');
  down(picture, middle.x, middle.y - radius, 2 * radius);
  across(picture, middle.x - radius, middle.y, 2 * radius);
  drawLetters(picture, middle, radius);
  context.fillStyle = colours.withAlpha('--bone', 0.75);
  for (let index = 0; index + 1 < pairs.length; index += 2) {
    const [x, y] = scopePoint(pairs[index]!, pairs[index + 1]!);
    if (x !== 0 || y !== 0) context.fillRect(middle.x + x * radius - 0.5, middle.y - y * radius - 0.5, 1, 1);
  }
}

function drawLetters({ context, colours }: Picture, middle: { x: number; y: number }, radius: number): void {
  context.font = colours.font(10);
  context.fillStyle = colours.get('--text-3');
  context.textBaseline = 'middle';
  context.textAlign = 'center';
  const near = radius / 2 + 9;
  context.fillText('M', middle.x + 10, middle.y - radius + 6);
  context.fillText('S', middle.x + radius - 4, middle.y - 8);
  context.fillText('L', middle.x - near, middle.y - near);
  context.fillText('R', middle.x + near, middle.y - near);
}
