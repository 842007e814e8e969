/** The correlation as a bar from its middle: to the right what holds in mono, to the left what vanishes. */
import { down, type Picture } from './picture.ts';

/** @param correlation −1…1, or NaN where a side is silent. @param lowest the lowest of the last seconds, or NaN. */
export function drawCorrelation(picture: Picture, correlation: number, lowest: number): void {
  const { context, width, height, colours } = picture;
  const xOf = (value: number) => ((value + 1) / 2) * width;
  context.fillStyle = colours.get('--ink-0');
  context.fillRect(0, 0, width, height);
  context.fillStyle = colours.withAlpha('--warn', 0.22);
  context.fillRect(0, 0, width / 2, height);
  context.fillStyle = colours.get('--line-strong');
  down(picture, width / 2, 0, height);
  if (Number.isNaN(correlation)) return;
  const x = xOf(correlation);
  context.fillStyle = colours.get(correlation < 0 ? '--warn' : '--m-mid');
  context.fillRect(Math.min(x, width / 2), picture.snap(height / 2) - 2, Math.abs(x - width / 2), 4);
  context.fillStyle = colours.get('--bone');
  context.fillRect(picture.snap(Math.min(width - 2, Math.max(0, x - 1))), 0, 2, height);
  if (Number.isNaN(lowest)) return;
  context.fillStyle = colours.get('--text-3');
  down(picture, Math.min(width - 1, xOf(lowest)), 0, height);
}

/** A value between −`range` and +`range` as a line from the middle, with a mark at its end; NaN draws the line alone. */
export function drawFromMiddle(picture: Picture, value: number, range: number): void {
  const { context, width, height, colours } = picture;
  const share = Math.max(-1, Math.min(1, value / range));
  const x = ((share + 1) / 2) * width;
  context.fillStyle = colours.get('--ink-0');
  context.fillRect(0, picture.snap(height / 2) - 2, width, 4);
  context.fillStyle = colours.get('--line-strong');
  down(picture, width / 2, 0, height);
  if (Number.isNaN(value)) return;
  context.fillStyle = colours.get('--text-2');
  context.fillRect(Math.min(x, width / 2), picture.snap(height / 2) - 2, Math.abs(x - width / 2), 4);
  context.fillStyle = colours.get('--bone');
  context.fillRect(picture.snap(Math.min(width - 2, Math.max(0, x - 1))), 0, 2, height);
}
