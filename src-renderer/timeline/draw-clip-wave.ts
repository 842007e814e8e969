/** The wave of a clip as it sounds: with its gain and fades, in columns, or in samples where those are wider than a pixel. */
import { fadeGain, type Segment } from '../../src-shared/session/clip-envelope.ts';
import type { FadeShape } from '../../src-shared/session/records/clip.ts';
import { trackTint } from './canvas-colours.ts';
import type { Box, ClipPaint, ClipPicture } from './draw-clip.ts';
import { drawSamples, drawWave, type WaveColours } from './draw-wave.ts';
import { WaveColumns } from './wave-columns.ts';

/** Stereo waves lie one over the other where there is so much room for both. */
const STEREO_FROM_HEIGHT = 44;

type Channel = number | 'all';
type Part = { readonly channel: Channel; readonly box: Box; readonly colours: WaveColours; readonly gain: number };

const wave = new WaveColumns();

/** @param box from edge to edge of the clip, in device pixels; it may reach far beyond the canvas. */
export function drawClipWave(paint: ClipPaint, picture: ClipPicture, box: Box): void {
  const { media, colour } = picture;
  if (!media) return;
  const { colours, light, ratio, waveScale } = paint;
  const waveColours = {
    peak: colours.track(colour, colours.number('--wave-peak-a')),
    rms: trackTint(colours, colour, colours.number('--wave-rms-mix'), light),
  };
  const stereo = media.channels >= 2 && box.height >= STEREO_FROM_HEIGHT * ratio;
  const channels: readonly Channel[] = stereo ? [0, 1] : ['all'];
  const height = Math.floor(box.height / channels.length);
  for (const [index, channel] of channels.entries()) {
    const part = { channel, box: { ...box, y: box.y + index * height, height }, colours: waveColours, gain: waveScale };
    if (paint.framesPerColumn < 1) drawPartSamples(paint, picture, part);
    else drawPartColumns(paint, picture, part);
  }
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
  { clip, segment }: Pick<ClipPicture, 'clip' | 'segment'>,
  { channel, box, colours, gain }: Part,
): void {
  const first = Math.max(0, -box.x);
  const columns = Math.min(box.width, paint.width - box.x) - first;
  if (columns <= 0) return;
  const { framesPerColumn } = paint;
  // A clip begins on a column that is counted from frame 0: its columns hold the same frames at every scroll.
  const startColumn = Math.round(clip.startFrames / framesPerColumn) + first;
  const fromFrames = startColumn * framesPerColumn - clip.startFrames + clip.offsetFrames;
  wave.gather(paint.tiles, { mediaId: clip.mediaId, channel, fromFrames, framesPerColumn, columns });
  const envelope = envelopeOf(segment);
  const middle = (startColumn + 0.5) * framesPerColumn;
  drawWave(paint.context, { ...box, x: box.x + first, width: columns }, wave, {
    colours,
    gainAt: (column) => gain * envelope(middle + column * framesPerColumn),
  });
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
