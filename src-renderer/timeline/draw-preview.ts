/** The wave of one clip across a small well, as the inspector shows it. */
import type { Clip } from '../../src-shared/session/records/clip.ts';
import type { Media } from '../../src-shared/session/records/media.ts';
import { dbToGain } from '../../src-shared/units/decibel.ts';
import type { ThemeColours } from '../theme/theme-colours.ts';
import { trackTint } from './canvas-colours.ts';
import type { CanvasSize } from './canvas-size.ts';
import { drawWave } from './draw-wave.ts';
import { type TileSource, WaveColumns } from './wave-columns.ts';

const wave = new WaveColumns();

export function drawPreview(
  { context, width, height, ratio }: CanvasSize,
  colours: ThemeColours,
  {
    light,
    clip,
    media,
    colour,
    tiles,
  }: { light: boolean; clip: Clip; media: Media | undefined; colour: number; tiles: TileSource },
): void {
  context.clearRect(0, 0, width, height);
  context.fillStyle = colours.get('--line');
  context.fillRect(0, Math.round(height / 2), width, Math.round(ratio));
  if (!media) return;
  const framesPerColumn = clip.lengthFrames / width;
  wave.gather(tiles, {
    mediaId: clip.mediaId,
    channel: 'all',
    fromFrames: clip.offsetFrames,
    framesPerColumn,
    columns: width,
  });
  const gain = dbToGain(clip.gainDb);
  drawWave(context, { x: 0, y: 0, width, height }, wave, {
    colours: {
      peak: colours.track(colour, colours.number('--wave-peak-a')),
      rms: trackTint(colours, colour, colours.number('--wave-rms-mix'), light),
    },
    gainAt: () => gain,
  });
}
