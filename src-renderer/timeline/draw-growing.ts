/** A clip that is being recorded: a red strip with its name and running time, its wave as it grows, a red leading edge, and the dashed rest up to where it punches out. */
import type { Media } from '../../src-shared/session/records/media.ts';
import type { Take } from '../../src-shared/session/records/take.ts';
import { EDGE_HEIGHT, NAME_HEIGHT } from './clip-geometry.ts';
import type { Box, ClipPaint } from './draw-clip.ts';
import { waveColours, waveParts } from './draw-clip-wave.ts';
import { drawDropouts } from './draw-takes.ts';
import { drawWave } from './draw-wave.ts';
import { NAME_FROM_HEIGHT, type Row } from './track-rows.ts';
import { WaveColumns } from './wave-columns.ts';

const LEADING_EDGE = 2;
const wave = new WaveColumns();

export type GrowingPicture = {
  readonly row: Row;
  /** As far as it has come: its end is the leading edge. */
  readonly take: Take;
  /** How much of it has a wave yet. */
  readonly knownFrames: number;
  /** Undefined before anything came in. */
  readonly media: Media | undefined;
  readonly colour: number;
  /** Where it will punch out; null goes on until somebody stops. */
  readonly punchOutFrames: number | null;
  /** Times that sound was lost so far. */
  readonly dropouts: number;
  /** `00:13.750` */
  readonly time: string;
  /** `punch out 41`; shown where there is room. */
  readonly rest: string;
};

export function drawGrowing(paint: ClipPaint, picture: GrowingPicture): void {
  const { ratio, xOf, width } = paint;
  const { row, take, punchOutFrames } = picture;
  const toFrames = take.startFrames + take.lengthFrames;
  const px = (value: number) => Math.round(value * ratio);
  const [x, edge] = [xOf(take.startFrames), xOf(toFrames)];
  const [y, height] = [px(row.top + 1), px(row.height - 3)];
  const head = px(row.height >= NAME_FROM_HEIGHT ? NAME_HEIGHT : EDGE_HEIGHT);
  if (punchOutFrames !== null && punchOutFrames > toFrames)
    drawRest(paint, { x: edge, y, width: xOf(punchOutFrames) - edge, height }, picture.rest);
  if (edge < 0 || x > width) return;
  const box = { x, y, width: Math.max(1, edge - x), height };
  drawGround(paint, box, head);
  drawColumns(paint, picture, { ...box, y: y + head, height: height - head });
  if (head > px(EDGE_HEIGHT)) drawHead(paint, picture, box);
  const shown = { left: Math.max(0, x), right: Math.min(width, edge) };
  drawDropouts(paint, row, { dropouts: take.dropouts, zeroFrames: take.startFrames - take.offsetFrames, shown });
  paint.context.fillStyle = paint.colours.get('--rec');
  paint.context.fillRect(edge - px(LEADING_EDGE), y, px(LEADING_EDGE), height);
}

function drawGround({ context, colours }: ClipPaint, { x, y, width, height }: Box, head: number): void {
  context.fillStyle = colours.get('--ink-1');
  context.fillRect(x, y, width, height);
  context.fillStyle = colours.withAlpha('--rec', 0.16);
  context.fillRect(x, y + head, width, height - head);
  context.fillStyle = colours.get('--rec');
  context.fillRect(x, y, width, head);
}

function drawColumns(paint: ClipPaint, { take, knownFrames, media, colour }: GrowingPicture, box: Box): void {
  if (!media) return;
  const { context, tiles, framesPerColumn, waveScale, xOf } = paint;
  const left = Math.max(0, box.x);
  const known = Math.min(box.x + box.width, xOf(take.startFrames + knownFrames));
  const columns = Math.min(paint.width, known) - left;
  if (columns <= 0) return;
  const fromFrames = take.offsetFrames + (left - box.x) * framesPerColumn;
  for (const { channel, top, height } of waveParts(paint, media, box.height)) {
    wave.gather(tiles, { mediaId: take.mediaId, channel, fromFrames, framesPerColumn, columns });
    drawWave(context, { x: left, y: box.y + top, width: columns, height }, wave, {
      colours: waveColours(paint, colour),
      gainAt: () => waveScale,
    });
  }
}

/** `● Take 3 · recording`, and how long it is at the right. */
function drawHead(
  { context, colours, ratio, width }: ClipPaint,
  { take, time, dropouts }: GrowingPicture,
  box: Box,
): void {
  const px = (value: number) => Math.round(value * ratio);
  const left = Math.max(0, box.x) + px(6);
  const right = Math.min(width, box.x + box.width) - px(6);
  const line = box.y + 10.5 * ratio;
  context.fillStyle = colours.get('--on-rec');
  context.save();
  context.beginPath();
  context.rect(left, box.y, Math.max(0, right - left), px(NAME_HEIGHT));
  context.clip();
  context.beginPath();
  context.arc(left + px(3), box.y + px(NAME_HEIGHT / 2), 3 * ratio, 0, 2 * Math.PI);
  context.fill();
  context.font = colours.font(10 * ratio, 500);
  const timeWidth = context.measureText(time).width;
  const hasTime = right - left > timeWidth + px(16);
  if (hasTime) context.fillText(time, right - timeWidth, line);
  context.beginPath();
  context.rect(left, box.y, Math.max(0, right - left - (hasTime ? timeWidth + px(8) : 0)), px(NAME_HEIGHT));
  context.clip();
  const lost = dropouts === 0 ? '' : ` · ${dropouts} dropout${dropouts > 1 ? 's' : ''}`;
  context.fillText(`${take.name} · recording${lost}`, left + px(10), line);
  context.restore();
}

function drawRest({ context, colours, ratio }: ClipPaint, box: Box, text: string): void {
  const line = Math.max(1, Math.round(ratio));
  context.fillStyle = colours.get('--ink-1');
  context.globalAlpha = 0.7;
  context.fillRect(box.x, box.y, box.width, box.height);
  context.globalAlpha = 1;
  context.strokeStyle = colours.withAlpha('--rec', 0.8);
  context.lineWidth = line;
  context.setLineDash([3 * ratio, 3 * ratio]);
  context.strokeRect(box.x + line / 2, box.y + line / 2, Math.max(0, box.width - line), box.height - line);
  context.setLineDash([]);
  context.font = colours.font(10 * ratio);
  const textWidth = context.measureText(text).width;
  if (textWidth + 12 * ratio > box.width) return;
  context.fillStyle = colours.get('--text-3');
  context.fillText(text, box.x + (box.width - textWidth) / 2, box.y + box.height / 2 + 3.5 * ratio);
}
