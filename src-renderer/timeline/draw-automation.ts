/** An automation lane: its curve by the control's law in the track's colour, bone points, and the flag of one of them. */
import type { ParameterSpec } from '../../src-shared/dsp/core/parameter-spec.ts';
import type { Lane } from '../../src-shared/session/records/lane.ts';
import type { Canvas } from './draw-lanes.ts';
import { curveShare, fillFloor, laneMarks, POINT_RADIUS, shareOf, yOfShare } from './lane-geometry.ts';
import type { Row } from './track-rows.ts';

export type LanePicture = {
  readonly row: Row;
  readonly lane: Lane;
  readonly spec: ParameterSpec;
  readonly colour: number;
  /** The point with a flag, by its frame, and what the flag says: a value and a place. */
  readonly flag: { readonly atFrames: number; readonly value: string; readonly place: string } | null;
  /** Frame of the left edge, and frames of a device pixel. */
  readonly fromFrames: number;
  readonly framesPerColumn: number;
};

export function drawLane(canvas: Canvas, picture: LanePicture): void {
  drawScale(canvas, picture);
  if (picture.lane.points.length > 0) drawCurve(canvas, picture);
  drawPoints(canvas, picture);
}

function drawScale({ context, colours, ratio, width }: Canvas, { row, spec }: LanePicture): void {
  const line = Math.max(1, Math.round(ratio));
  context.font = colours.font(9 * ratio);
  context.textAlign = 'right';
  let lastY = Number.NEGATIVE_INFINITY;
  for (const { share, text } of laneMarks(spec)) {
    const y = Math.round(yOfShare(row, share) * ratio);
    // Numbers that would touch are left out; the first is the one that counts most.
    if (Math.abs(y - lastY) < 10 * ratio) continue;
    lastY = y;
    context.fillStyle = colours.get('--line');
    context.fillRect(0, y, width, line);
    context.fillStyle = colours.get('--text-3');
    context.fillText(text, width - 10 * ratio, y - 2 * ratio);
  }
  context.textAlign = 'left';
}

function drawCurve({ context, colours, light, ratio, width }: Canvas, picture: LanePicture): void {
  const { row, lane, spec, colour, fromFrames, framesPerColumn } = picture;
  const y = (column: number) =>
    yOfShare(row, curveShare(lane.points, spec, fromFrames + column * framesPerColumn) ?? 0) * ratio;
  // What goes both ways is filled from its middle, all else from below.
  const floor = fillFloor(spec);
  const bottom = (floor === null ? row.top + row.height - 2 : yOfShare(row, floor)) * ratio;
  context.globalAlpha = lane.enabled ? 1 : 0.4;
  context.beginPath();
  context.moveTo(0, bottom);
  for (let column = 0; column <= width; column++) context.lineTo(column, y(column));
  context.lineTo(width, bottom);
  context.fillStyle = colours.track(colour, 0.18);
  context.fill();
  context.beginPath();
  for (let column = 0; column <= width; column++) context.lineTo(column + 0.5, y(column) + 0.5);
  context.strokeStyle = colours.track(colour);
  context.lineWidth = 1.5 * ratio;
  if (!lane.enabled) context.setLineDash([4 * ratio, 3 * ratio]);
  context.stroke();
  context.setLineDash([]);
  context.globalAlpha = light ? 1 : context.globalAlpha;
  context.globalAlpha = 1;
}

function drawPoints(canvas: Canvas, { row, lane, spec, flag }: LanePicture): void {
  const { context, colours, ratio, width, xOf } = canvas;
  for (const { atFrames, value } of lane.points) {
    const x = xOf(atFrames) + 0.5;
    if (x < -10 * ratio || x > width + 10 * ratio) continue;
    const y = yOfShare(row, shareOf(spec, value)) * ratio + 0.5;
    const chosen = flag?.atFrames === atFrames;
    context.beginPath();
    context.arc(x, y, (chosen ? POINT_RADIUS + 1 : POINT_RADIUS) * ratio, 0, Math.PI * 2);
    context.fillStyle = colours.get(chosen ? '--bone' : '--ink-1');
    context.fill();
    context.strokeStyle = colours.get('--bone');
    context.lineWidth = 1.5 * ratio;
    context.stroke();
    if (chosen && flag) drawFlag(canvas, { x, y, value: flag.value, place: flag.place });
  }
}

/** The value and the place of a point, above it where there is room. */
export function drawFlag(
  { context, colours, ratio, width }: Canvas,
  { x, y, value, place }: { readonly x: number; readonly y: number; readonly value: string; readonly place: string },
): void {
  const [pad, height] = [6 * ratio, 18 * ratio];
  context.font = colours.font(10 * ratio, 500);
  const valueWidth = context.measureText(value).width;
  const boxWidth = valueWidth + context.measureText(place).width + pad * 3;
  const left = Math.min(Math.max(2, x + 10 * ratio), width - boxWidth - 2);
  const top = y - 24 * ratio < 0 ? y + 10 * ratio : y - 24 * ratio;
  context.fillStyle = colours.get('--ink-5');
  context.beginPath();
  context.roundRect(left, top, boxWidth, height, 3 * ratio);
  context.fill();
  context.fillStyle = colours.get('--text-1');
  context.fillText(value, left + pad, top + 12.5 * ratio);
  context.fillStyle = colours.get('--text-2');
  context.fillText(place, left + pad * 2 + valueWidth, top + 12.5 * ratio);
}
