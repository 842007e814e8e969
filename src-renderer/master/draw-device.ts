/** The graph of a card: the curve that the device really follows with its values, and what it does now. */
import { type CompressorCurve, reductionDb } from '../../src-shared/dsp/dynamics/compressor-curve.ts';
import { cascadeResponseDb } from '../../src-shared/dsp/eq/band-filter.ts';
import { eqSections } from '../../src-shared/dsp/eq/eq.ts';
import { masterEqSections } from '../../src-shared/dsp/eq/master-eq.ts';
import { processors } from '../../src-shared/dsp/processors.ts';
import { spectrumColumnHz } from '../../src-shared/protocol/telemetry.ts';
import { formatNumber, formatSigned } from '../../src-shared/units/format.ts';
import type { GainReductionHistory } from '../devices/gain-reduction-history.ts';
import { reductionScaleDb } from '../devices/level-axes.ts';
import { compressorCurve, levelCurve } from '../devices/level-curve.ts';
import { saturationShape } from '../devices/shape-plots.ts';
import type { Values } from './device-card.ts';
import { across, down, type Picture, trace } from './picture.ts';
import { frequencyShare } from './spectrum-average.ts';

export type DevicePicture = {
  readonly type: string;
  readonly values: Values;
  readonly sampleRateHz: number;
  /** Over the last seconds. */
  readonly reductions: GainReductionHistory;
  /** What goes in, column by column in dBFS; undefined while nobody measures it there. */
  readonly input: Float32Array | undefined;
  /** Of the track that is measured, 0…12; bone where it is the whole mix. */
  readonly colour?: number;
};

/** Whether there is something true to draw for a kind of device. */
export function hasGraph(type: string): boolean {
  return type === 'masterEq' || type === 'eq' || type === 'saturation' || reduces(type);
}

function reduces(type: string): boolean {
  return processors[type]?.readouts.includes('gainReductionDb') ?? false;
}

export function drawDevice(picture: Picture, shown: DevicePicture): void {
  const { type } = shown;
  if (type === 'masterEq' || type === 'eq') drawResponse(picture, shown);
  else if (type === 'saturation') drawSaturation(picture, shown.values);
  else if (type === 'compressor' || type === 'busCompressor') drawCompressor(picture, shown);
  else if (reduces(type)) drawReduction(picture, shown);
}

const SPECTRUM_RANGE_DBFS = [-84, 0] as const;

function drawResponse(picture: Picture, { type, values, sampleRateHz, input, colour }: DevicePicture): void {
  const { context, width, height, colours } = picture;
  const rangeDb = type === 'masterEq' ? 9 : 18;
  const yOf = (db: number) => height / 2 - (db / rangeDb) * (height / 2 - 6);
  context.fillStyle = colours.get('--line-soft');
  for (const hz of [100, 1_000, 10_000]) down(picture, frequencyShare(hz) * width, 0, height);
  for (const db of [-rangeDb * (2 / 3), -rangeDb / 3, rangeDb / 3, rangeDb * (2 / 3)])
    across(picture, 0, yOf(db), width);
  if (input) {
    const [low, high] = SPECTRUM_RANGE_DBFS;
    const share = (dbfs: number) => Math.max(0, Math.min(1, (dbfs - low) / (high - low)));
    trace(picture, input.length, (column) => [
      frequencyShare(spectrumColumnHz(column)) * width,
      height * (1 - share(input[column]!)),
    ]);
    context.lineTo(width, height);
    context.lineTo(0, height);
    context.fillStyle = colour === undefined ? colours.withAlpha('--bone', 0.13) : colours.track(colour, 0.3);
    context.fill();
  }
  context.fillStyle = colours.get('--line-strong');
  across(picture, 0, yOf(0), width);
  for (const hz of [100, 1_000, 10_000])
    number(picture, hz < 1_000 ? String(hz) : `${hz / 1_000}k`, frequencyShare(hz) * width + 3, height - 3);
  // In a low graph they would lie on the curve.
  if (height >= LEVELS_FROM_PIXELS)
    for (const db of [rangeDb * (2 / 3), -rangeDb * (2 / 3)]) number(picture, formatSigned(db, 0), 3, yOf(db) - 2);
  const sections = type === 'masterEq' ? masterEqSections(values, sampleRateHz) : eqSections(values, sampleRateHz);
  context.strokeStyle = colours.get('--bone');
  context.lineWidth = 1.5;
  context.lineJoin = 'round';
  const points = Math.ceil(width);
  trace(picture, points + 1, (point) => {
    const hz = 20 * 1_000 ** (point / points);
    return [(point / points) * width, yOf(cascadeResponseDb(sections, hz, sampleRateHz))];
  });
  context.stroke();
}

function drawSaturation(picture: Picture, values: Values): void {
  const { context, width, height, colours } = picture;
  grid(picture);
  const shape = saturationShape(values);
  const place = (x: number, y: number) => [((x + 1) / 2) * width, ((1 - y) / 2) * height] as const;
  context.strokeStyle = colours.get('--line-strong');
  context.lineWidth = 1;
  trace(picture, 2, (index) => place(index * 2 - 1, index * 2 - 1));
  context.stroke();
  context.strokeStyle = colours.get('--bone');
  context.lineWidth = 1.5;
  trace(picture, 101, (index) => place(index / 50 - 1, shape(index / 50 - 1)));
  context.stroke();
}

/** Less than this is at rest. */
const LEAST_REDUCTION_DB = 0.05;
const CURVE_FLOOR_DB = -48;

function drawCompressor(picture: Picture, { type, values, reductions }: DevicePicture): void {
  const { context, width, height, colours } = picture;
  const curve = levelCurve(type, values);
  if (!curve) return;
  const share = (db: number) => 1 - db / CURVE_FLOOR_DB;
  const place = (x: number, y: number) => [share(x) * width, (1 - share(y)) * height] as const;
  grid(picture);
  hangReductions(picture, reductions, reductionScaleDb(reductions.figures.mostDb));
  context.lineWidth = 1;
  context.strokeStyle = colours.get('--line-strong');
  trace(picture, 2, (index) => place(index * CURVE_FLOOR_DB, index * CURVE_FLOOR_DB));
  context.stroke();
  context.strokeStyle = colours.get('--bone');
  context.lineWidth = 1.5;
  trace(picture, 97, (index) => {
    const inDb = CURVE_FLOOR_DB + index / 2;
    return place(inDb, curve(inDb));
  });
  context.stroke();
  for (const db of [-36, -24, -12]) number(picture, formatNumber(db, 0), share(db) * width + 3, height - 3);
  const nowDb = -reductions.reductionDb(0);
  if (nowDb < LEAST_REDUCTION_DB) return;
  const inDb = levelForReduction(compressorCurve(values), nowDb);
  const [x, y] = place(inDb, curve(inDb));
  context.fillStyle = colours.get('--m-gr');
  context.beginPath();
  context.arc(x, y, 3, 0, 2 * Math.PI);
  context.fill();
}

/** The steady level that a compressor turns down by this much: where it works on its curve. */
export function levelForReduction(curve: CompressorCurve, wantedDb: number): number {
  let low = curve.thresholdDb - curve.kneeDb / 2;
  let high = 24;
  for (let count = 0; count < 40; count++) {
    const middle = (low + high) / 2;
    if (reductionDb(curve, middle) < wantedDb) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** Reduction over the last seconds, hanging from the top. */
export function drawReduction(picture: Picture, { reductions }: Pick<DevicePicture, 'reductions'>): void {
  const { context, width, height, colours } = picture;
  const scaleDb = reductionScaleDb(reductions.figures.mostDb);
  grid(picture);
  hangReductions(picture, reductions, scaleDb);
  context.font = colours.font(9);
  context.textBaseline = 'bottom';
  context.textAlign = 'right';
  context.fillStyle = colours.get('--text-3');
  context.fillText(`−${scaleDb} dB`, width - 3, height - 2);
}

function hangReductions(
  { context, width, height, colours }: Picture,
  reductions: GainReductionHistory,
  scaleDb: number,
): void {
  const last = reductions.reductionsDb.length - 1;
  context.fillStyle = colours.get('--m-gr');
  context.globalAlpha = 0.45;
  context.beginPath();
  context.moveTo(0, 0);
  for (let ago = last; ago >= 0; ago--) {
    const depth = Math.min(1, -reductions.reductionDb(ago) / scaleDb);
    context.lineTo((1 - ago / last) * width, depth * height);
  }
  context.lineTo(width, 0);
  context.fill();
  context.globalAlpha = 1;
}

/** A graph that is less wide, or less high, has no room for numbers. */
const NUMBERS_FROM_PIXELS = 200;
const LEVELS_FROM_PIXELS = 80;

/** A number of an axis, right of and above its place. */
function number({ context, width, colours }: Picture, text: string, x: number, y: number): void {
  if (width < NUMBERS_FROM_PIXELS) return;
  context.font = colours.font(9);
  context.textAlign = 'left';
  context.textBaseline = 'bottom';
  context.fillStyle = colours.get('--text-3');
  context.fillText(text, x, y);
}

function grid(picture: Picture): void {
  const { context, width, height, colours } = picture;
  context.fillStyle = colours.get('--line-soft');
  for (const share of [0.25, 0.5, 0.75]) {
    down(picture, share * width, 0, height);
    across(picture, 0, share * height, width);
  }
}
