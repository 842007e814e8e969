/** The canvas of the lanes: rows that scroll move as they are, and only what came into sight is drawn. */
import type { ThemeColours } from '../theme/theme-colours.ts';
import type { CanvasSize } from './canvas-size.ts';
import { drawLanes, type LanesPicture } from './lanes-picture.ts';

type Drawn = { readonly size: CanvasSize; readonly light: boolean; readonly picture: LanesPicture };

export class LanesCanvas {
  #drawn: Drawn | undefined;

  draw(size: CanvasSize, colours: ThemeColours, light: boolean, picture: LanesPicture): void {
    const by = this.#drawn && scrolledBy(this.#drawn, { size, light, picture });
    this.#drawn = { size, light, picture };
    if (by === undefined) drawLanes(size, colours, light, picture);
    else drawScrolled(size, by, (rows) => drawLanes(size, colours, light, { ...picture, rows }), picture);
  }
}

/** Device pixels that the rows alone have moved up; undefined when anything else is another, or they moved by a part of one. */
function scrolledBy(before: Drawn, { size, light, picture }: Drawn): number | undefined {
  if (before.size !== size || before.light !== light || !rowsAloneDiffer(before.picture, picture)) return undefined;
  const from = before.picture.top * size.ratio;
  const to = picture.top * size.ratio;
  const moved = Number.isInteger(from) && Number.isInteger(to) ? to - from : 0;
  return moved !== 0 && Math.abs(moved) < size.height ? moved : undefined;
}

function rowsAloneDiffer(a: LanesPicture, b: LanesPicture): boolean {
  // What lies over all rows does not scroll with them.
  if (b.band || b.flag) return false;
  return (Object.keys(b) as (keyof LanesPicture)[]).every(
    (part) => part === 'rows' || part === 'top' || a[part] === b[part],
  );
}

function drawScrolled(
  { canvas, context, ratio, width, height }: CanvasSize,
  by: number,
  draw: (rows: LanesPicture['rows']) => void,
  { rows }: LanesPicture,
): void {
  context.drawImage(canvas, 0, -by);
  const [from, to] = by > 0 ? [height - by, height] : [0, -by];
  const inSight = rows.filter((row) => row.top * ratio < to && (row.top + row.height) * ratio > from);
  context.save();
  context.beginPath();
  context.rect(0, from, width, to - from);
  context.clip();
  // Under the last row is room: it is what ends there.
  draw(inSight.length > 0 ? inSight : rows.slice(-1));
  context.restore();
}
