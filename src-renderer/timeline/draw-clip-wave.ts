/** The wave of a clip as it sounds: with its gain and fades, in columns, or in samples where those are wider than a pixel. */
import { fadeGain, type Segment } from '../../src-shared/session/clip-envelope.ts';
import type { FadeShape } from '../../src-shared/session/records/clip.ts';
import type { Media } from '../../src-shared/session/records/media.ts';
import { trackTint } from './canvas-colours.ts';
import type { Box, ClipPaint, ClipPicture, PlacedClip } from './draw-clip.ts';
import { type ColumnGain, drawSamples, drawWave, type WaveColours } from './draw-wave.ts';
import { WaveColumns } from './wave-columns.ts';

/** Stereo waves lie one over the other where there is so much room for both. */
const STEREO_FROM_HEIGHT = 44;

type Channel = number | 'all';
type Part = { readonly channel: Channel; readonly box: Box; readonly colours: WaveColours; readonly gain: number };

const wave = new WaveColumns();

/** A clip's wave in samples, where those are wider than a device pixel: so near, few clips are in sight. */
export function drawClipSamples(paint: ClipPaint, { picture, waveBox }: PlacedClip): void {
  const { media, colour } = picture;
  if (!media) return;
  const colours = waveColours(paint, colour);
  for (const { channel, top, height } of waveParts(paint, media, waveBox.height)) {
    const box = { ...waveBox, y: waveBox.y + top, height };
    drawPartSamples(paint, picture, { channel, box, colours, gain: paint.waveScale });
  }
}

export function waveColours({ colours, light }: ClipPaint, colour: number): WaveColours {
  return {
    peak: colours.track(colour, colours.number('--wave-peak-a')),
    rms: trackTint(colours, colour, colours.number('--wave-rms-mix'), light),
  };
}

/** The channels of a clip from top to bottom, each with its share of a height in device pixels. */
export function waveParts(
  { ratio }: ClipPaint,
  media: Media,
  height: number,
): readonly { readonly channel: Channel; readonly top: number; readonly height: number }[] {
  if (media.channels < 2 || height < STEREO_FROM_HEIGHT * ratio) return [{ channel: 'all', top: 0, height }];
  const half = Math.floor(height / 2);
  return [
    { channel: 0, top: 0, height: half },
    { channel: 1, top: half, height: half },
  ];
}

/** A clip's wave without its ground, in one colour: what a group shows of its members. `gain` is their faders'. */
export function drawMemberWave(
  paint: ClipPaint,
  picture: Pick<ClipPicture, 'clip' | 'segment'>,
  { box, colour, gain }: { readonly box: Box; readonly colour: string; readonly gain: number },
): void {
  if (paint.framesPerColumn < 1) return;
  drawPartColumns(paint, picture, {
    channel: 'all',
    box,
    colours: { peak: colour, rms: colour },
    gain: gain * paint.waveScale,
  });
}

function drawPartColumns(
  paint: ClipPaint,
  picture: Pick<ClipPicture, 'clip' | 'segment'>,
  { channel, box, colours, gain }: Part,
): void {
  const first = Math.max(0, -box.x);
  const columns = Math.min(box.width, paint.width - box.x) - first;
  if (columns <= 0) return;
  const { gainAt } = gatherClip(paint, picture, wave, { channel, first, columns });
  drawWave(paint.context, { ...box, x: box.x + first, width: columns }, wave, {
    colours,
    gainAt: (column) => gain * gainAt(column),
  });
}

/** Gathers columns of a clip, `first` of them left out; answers its gain at each, and whether all are as good as they get. */
export function gatherClip(
  { tiles, framesPerColumn }: ClipPaint,
  { clip, segment }: Pick<ClipPicture, 'clip' | 'segment'>,
  columnsOf: WaveColumns,
  { channel, first, columns }: { readonly channel: Channel; readonly first: number; readonly columns: number },
): { readonly best: boolean; readonly gainAt: ColumnGain } {
  // A clip begins on a column that is counted from frame 0: its columns hold the same frames at every scroll.
  const startColumn = Math.round(clip.startFrames / framesPerColumn) + first;
  const fromFrames = startColumn * framesPerColumn - clip.startFrames + clip.offsetFrames;
  const best = columnsOf.gather(tiles, { mediaId: clip.mediaId, channel, fromFrames, framesPerColumn, columns });
  const envelope = envelopeOf(segment);
  const middle = (startColumn + 0.5) * framesPerColumn;
  return { best, gainAt: (column) => envelope(middle + column * framesPerColumn) };
}

/** The linear gain of a segment at a broken frame, as it is heard there. */
function envelopeOf({ fadeIn, fadeOut, gain }: Segment): (frame: number) => number {
  const part = (at: number, length: number, shape: FadeShape) => fadeGain(shape, Math.min(1, Math.max(0, at / length)));
  const fadeInEnd = fadeIn.startFrames + fadeIn.lengthFrames;
  const fadeOutEnd = fadeOut.startFrames + fadeOut.lengthFrames;
  return (frame) => {
    let level = gain;
    if (frame < fadeInEnd) level *= part(frame - fadeIn.startFrames, fadeIn.lengthFrames, fadeIn.shape);
    if (frame > fadeOut.startFrames && fadeOut.lengthFrames > 0)
      level *= part(fadeOutEnd - frame, fadeOut.lengthFrames, fadeOut.shape);
    return level;
  };
}

function drawPartSamples(
  paint: ClipPaint,
  { clip, segment }: ClipPicture,
  { channel, box, colours, gain }: Part,
): void {
  const pixelsPerFrame = 1 / paint.framesPerColumn;
  const first = Math.max(0, Math.floor(-box.x / pixelsPerFrame) - 1);
  const last = Math.min(clip.lengthFrames, Math.ceil((paint.width - box.x) / pixelsPerFrame) + 1);
  if (last <= first) return;
  const columns = last - first;
  const fromFrames = clip.offsetFrames + first;
  wave.gather(paint.tiles, { mediaId: clip.mediaId, channel, fromFrames, framesPerColumn: 1, columns });
  const envelope = envelopeOf(segment);
  const start = clip.startFrames + first + 0.5;
  const samples = { values: wave.high, count: columns, firstX: box.x + (first + 0.5) * pixelsPerFrame, pixelsPerFrame };
  const gainAt = (index: number) => gain * envelope(start + index);
  drawSamples(paint.context, box, samples, { colour: colours.rms, gainAt, line: paint.ratio });
}
