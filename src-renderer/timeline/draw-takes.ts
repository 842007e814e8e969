/** A take in its lane: what the comp plays of it is lit and edged, the rest dim; where sound was lost is marked. */
import type { Dropout, Take } from '../../src-shared/session/records/take.ts';
import { trackTint } from './canvas-colours.ts';
import type { ClipPaint } from './draw-clip.ts';
import { drawWave } from './draw-wave.ts';
import type { Stretch } from './stretch-hand.ts';
import type { Row } from './track-rows.ts';
import { WaveColumns } from './wave-columns.ts';

/** How much is seen of what the comp does not play. */
const REST_ALPHA = 0.26;
const wave = new WaveColumns();

export type TakePicture = {
  readonly row: Row;
  readonly take: Take;
  /** What the comp plays of it. */
  readonly pieces: readonly Stretch[];
  readonly colour: number;
  /** It is heard alone, whatever the comp plays of it. */
  readonly alone: boolean;
  /** Its file is not there. */
  readonly missing: boolean;
};

type Span = { readonly left: number; readonly right: number };

export function drawTake(paint: ClipPaint, picture: TakePicture): void {
  const { xOf, width } = paint;
  const { take, alone } = picture;
  const [x, end] = [xOf(take.startFrames), xOf(take.startFrames + take.lengthFrames)];
  if (end < 0 || x > width) return;
  drawPart(paint, picture, { left: Math.max(0, x), right: Math.min(width, end) }, alone ? '--solo' : null);
  drawTakePieces(paint, picture, '--bone');
}

/** What the comp plays of it, and where sound was lost. */
export function drawTakePieces(paint: ClipPaint, picture: TakePicture, edge: '--bone' | '--rec'): void {
  const { xOf, width } = paint;
  const { row, take, pieces } = picture;
  for (const { fromFrames, toFrames } of pieces) {
    const left = Math.max(0, xOf(fromFrames));
    const right = Math.min(width, xOf(toFrames));
    if (right > left) drawPart(paint, picture, { left, right }, edge);
  }
  const shown = {
    left: Math.max(0, xOf(take.startFrames)),
    right: Math.min(width, xOf(take.startFrames + take.lengthFrames)),
  };
  drawDropouts(paint, row, { dropouts: take.dropouts, zeroFrames: take.startFrames - take.offsetFrames, shown });
}

/** A stretch of the take in device pixels. @param edge the colour of its edges where it is lit; null where it is dim. */
function drawPart(
  paint: ClipPaint,
  { row, take, colour, missing }: TakePicture,
  { left, right }: Span,
  edge: '--bone' | '--solo' | '--rec' | null,
): void {
  const lit = edge !== null;
  const { context, colours, light, framesPerColumn, ratio } = paint;
  const x = paint.xOf(take.startFrames);
  const [y, height] = [Math.round((row.top + 1) * ratio), Math.round((row.height - 3) * ratio)];
  const columns = right - left;
  if (lit) {
    context.fillStyle = colours.get('--ink-1');
    context.fillRect(left, y, columns, height);
  }
  context.fillStyle = colours.track(colour, lit ? colours.number('--clip-fill-a') : 0.05);
  context.fillRect(left, y, columns, height);
  if (!missing) {
    const fromFrames = take.offsetFrames + (left - x) * framesPerColumn;
    wave.gather(paint.tiles, { mediaId: take.mediaId, channel: 'all', fromFrames, framesPerColumn, columns });
    context.globalAlpha = lit ? 1 : REST_ALPHA;
    drawWave(context, { x: left, y, width: columns, height }, wave, {
      colours: {
        peak: colours.track(colour, colours.number('--wave-peak-a')),
        rms: trackTint(colours, colour, colours.number('--wave-rms-mix'), light),
      },
      gainAt: () => paint.waveScale,
    });
    context.globalAlpha = 1;
  }
  if (!lit) return;
  const line = Math.max(1, Math.round(ratio));
  context.fillStyle = colours.track(colour);
  context.fillRect(left, y, columns, line * 2);
  context.fillStyle = colours.get(edge);
  context.fillRect(left, y, line, height);
  context.fillRect(right - line, y, line, height);
}

/** A tick with a flag wherever sound was lost. @param zeroFrames where on the timeline the file's first frame lies. */
export function drawDropouts(
  { context, colours, ratio, xOf }: ClipPaint,
  { top, height }: Pick<Row, 'top' | 'height'>,
  {
    dropouts,
    zeroFrames,
    shown,
  }: { readonly dropouts: readonly Dropout[]; readonly zeroFrames: number; readonly shown: Span },
): void {
  if (dropouts.length === 0) return;
  const px = (value: number) => Math.round(value * ratio);
  const [y, bottom] = [px(top + 1), px(top + height - 2)];
  for (const { atFrames, lengthFrames } of dropouts) {
    const x = xOf(zeroFrames + atFrames);
    if (x < shown.left || x >= shown.right) continue;
    const right = Math.max(x + px(1), Math.min(shown.right, xOf(zeroFrames + atFrames + lengthFrames)));
    context.fillStyle = colours.withAlpha('--warn', 0.35);
    context.fillRect(x, y, right - x, bottom - y);
    context.fillStyle = colours.get('--warn');
    context.fillRect(x, y, px(1), bottom - y);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + px(6), y);
    context.lineTo(x, y + px(6));
    context.fill();
  }
}
