/** The whole song small: sections behind, and a line for each track. */
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Marker } from '../../src-shared/session/records/marker.ts';
import type { Canvas } from './draw-lanes.ts';
import { sectionsOf } from './draw-ruler.ts';

export type MinimapPicture = {
  readonly markers: readonly Marker[];
  /** The tracks from top to bottom. */
  readonly tracks: readonly { readonly colour: number; readonly clips: readonly Clip[] }[];
  readonly endFrames: number;
};

const LINES_FROM = 14;
const LINES_TO = 49;

export function drawMinimap(canvas: Canvas, picture: MinimapPicture): void {
  const { context, colours, width, height } = canvas;
  context.fillStyle = colours.get('--ink-1');
  context.fillRect(0, 0, width, height);
  drawSections(canvas, picture);
  drawTracks(canvas, picture);
}

function drawSections({ context, colours, ratio, height, xOf }: Canvas, { markers, endFrames }: MinimapPicture): void {
  const line = Math.round(ratio);
  context.font = colours.font(9 * ratio, 500);
  for (const [index, { marker, from, to }] of sectionsOf(markers, endFrames).entries()) {
    const [x, right] = [xOf(from), xOf(to)];
    context.fillStyle = colours.withAlpha('--bone', index % 2 === 1 ? 0.09 : 0.03);
    context.fillRect(x, 0, right - x - line, height);
    context.save();
    context.beginPath();
    context.rect(x, 0, Math.max(0, right - x - 4 * ratio), 13 * ratio);
    context.clip();
    context.fillStyle = colours.get('--text-3');
    context.fillText(marker.name, x + 4 * ratio, 10 * ratio);
    context.restore();
  }
}

/** A line of 2 px each, 3 px apart; thinner and nearer when there are many. */
function drawTracks({ context, colours, ratio, xOf }: Canvas, { tracks }: MinimapPicture): void {
  const step = Math.min(3, (LINES_TO - LINES_FROM) / Math.max(1, tracks.length));
  const thick = Math.max(1, Math.round(Math.min(2, step) * ratio));
  const line = Math.round(ratio);
  for (const [index, { colour, clips }] of tracks.entries()) {
    const y = Math.round((LINES_FROM + index * step) * ratio);
    for (const clip of clips) {
      const x = xOf(clip.startFrames);
      const width = Math.max(line, xOf(clip.startFrames + clip.lengthFrames) - x - line);
      context.globalAlpha = clip.muted ? 0.35 : 0.85;
      context.fillStyle = colours.track(clip.colour ?? colour);
      context.fillRect(x, y, width, thick);
    }
  }
  context.globalAlpha = 1;
}
