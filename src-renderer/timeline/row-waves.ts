/** The waves of all clips of a row, kept as a picture for as long as nothing of them changes. */
import type { Segment } from '../../src-shared/session/clip-envelope.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { type ClipPaint, type ClipPicture, MUTED_ALPHA, type PlacedClip } from './draw-clip.ts';
import { gatherClip, waveColours, waveParts } from './draw-clip-wave.ts';
import { type PixelColours, pixelColour, RowPixels } from './row-pixels.ts';
import { WaveColumns } from './wave-columns.ts';

/** More pictures than this are of rows that are out of sight for long: the longest unseen goes first. */
const LIMIT_PIXELS = 12 * 2 ** 20;

export type RowOfClips = {
  readonly stripId: string;
  /** The track's. */
  readonly colour: number;
  /** In order of start, as they lie on the canvas; all of one height. */
  readonly placed: readonly PlacedClip[];
  readonly segments: ReadonlyMap<string, Segment>;
  readonly session: Session;
};

type Layer = {
  readonly row: RowPixels;
  readonly image: ImageData;
  readonly context: OffscreenCanvasRenderingContext2D;
};

const wave = new WaveColumns();

export class RowWaves {
  /** In order of use, the longest unused first. */
  readonly #layers = new Map<string, Layer>();
  #pixels = 0;

  /** Draws the waves of a row over the grounds of its clips. */
  draw(paint: ClipPaint, { stripId, colour, placed, segments, session }: RowOfClips): void {
    const [first] = placed;
    if (!first || first.waveBox.height < 1 || paint.width < 1) return;
    const { y, height } = first.waveBox;
    const layer = this.#layer(stripId, paint.width, height);
    const look = [
      session.clips,
      session.media,
      segments,
      paint.tiles,
      paint.framesPerColumn,
      paint.waveScale,
      paint.light,
      colour,
      placed.filter(({ picture }) => picture.state.missing).length,
    ];
    const origin = -paint.xOf(0);
    if (layer.row.update(look, origin, (from, to) => makeColumns(paint, placed, { row: layer.row, from, to })))
      layer.context.putImageData(layer.image, 0, 0);
    paint.context.drawImage(layer.context.canvas, 0, y);
  }

  #layer(stripId: string, width: number, height: number): Layer {
    const known = this.#layers.get(stripId);
    this.#layers.delete(stripId);
    const fits = known?.row.width === width && known.row.height === height;
    const layer = fits ? known : newLayer(width, height);
    if (known && !fits) this.#pixels -= known.row.pixels.length;
    if (!fits) this.#pixels += layer.row.pixels.length;
    this.#layers.set(stripId, layer);
    for (const [oldest, { row }] of this.#layers) {
      if (this.#pixels <= LIMIT_PIXELS || oldest === stripId) break;
      this.#layers.delete(oldest);
      this.#pixels -= row.pixels.length;
    }
    return layer;
  }
}

function newLayer(width: number, height: number): Layer {
  const row = new RowPixels(width, height);
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (!context) throw new Error('this browser has no canvas beside the screen');
  return { row, context, image: new ImageData(new Uint8ClampedArray(row.pixels.buffer), width, height) };
}

function inksOf(paint: ClipPaint, { colour, clip }: ClipPicture): PixelColours {
  const { peak, rms } = waveColours(paint, colour);
  const opacity = clip.muted ? MUTED_ALPHA : 1;
  return { peak: pixelColour(peak, opacity), rms: pixelColour(rms, opacity) };
}

/** A clip's columns take the place of what an earlier clip has under it. */
function makeColumns(
  paint: ClipPaint,
  placed: readonly PlacedClip[],
  { row, from, to }: { row: RowPixels; from: number; to: number },
): boolean {
  let isBest = true;
  let end = 0;
  // Clips of a row mostly have its colour: to read it of the theme anew for each costs more than their waves.
  const inks = new Map<string, PixelColours>();
  for (const { picture, waveBox: box } of placed) {
    const [left, right] = [Math.max(from, box.x), Math.min(to, box.x + box.width)];
    if (right <= left) continue;
    if (left < end) row.clear(left, right);
    end = Math.max(end, right);
    const { media, clip, state } = picture;
    if (!media || state.missing) continue;
    const ink = `${picture.colour} ${clip.muted}`;
    const colours = inks.get(ink) ?? inksOf(paint, picture);
    inks.set(ink, colours);
    for (const { channel, top, height } of waveParts(paint, media, box.height)) {
      const { gainAt, best } = gatherClip(paint, picture, wave, {
        channel,
        first: left - box.x,
        columns: right - left,
      });
      row.write(wave, { x: left, top, height }, { colours, gainAt: (column) => paint.waveScale * gainAt(column) });
      isBest = best && isBest;
    }
  }
  return isBest;
}
