import type { ThemeColours } from '../theme/theme-colours.ts';

/** A canvas to draw on, in CSS pixels. */
export type PlotArea = {
  readonly context: CanvasRenderingContext2D;
  readonly width: number;
  readonly height: number;
  readonly colours: ThemeColours;
  /** One device pixel. */
  readonly hair: number;
};

/** A place that a sharp line of one pixel goes through. */
export function crisp(place: number): number {
  return Math.round(place) + 0.5;
}

export function line(context: CanvasRenderingContext2D, points: readonly (readonly [x: number, y: number])[]): void {
  context.beginPath();
  for (const [index, [x, y]] of points.entries()) {
    if (index === 0) context.moveTo(x, y);
    else context.lineTo(x, y);
  }
  context.stroke();
}

/** A number or a word on an axis. */
export function axisText(
  { context, colours }: PlotArea,
  text: string,
  place: { readonly x: number; readonly y: number; readonly align?: CanvasTextAlign; readonly colour?: string },
): void {
  context.font = colours.font(9);
  context.fillStyle = colours.get(place.colour ?? '--text-3');
  context.textAlign = place.align ?? 'left';
  context.textBaseline = 'middle';
  context.fillText(text, place.x, place.y);
}
