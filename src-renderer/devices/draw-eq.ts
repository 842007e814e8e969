/** Draws an equaliser: its grid, the spectra around it, the curve of a band and the curve of the whole. */
import { spectrumColumnHz } from '../../src-shared/protocol/telemetry.ts';
import { formatSigned } from '../../src-shared/units/format.ts';
import { dbfsToY, dbToY, type EqAxes, GRID_HZ, gridDb, hzText, hzToX, NUMBER_DBFS, NUMBER_HZ } from './eq-axes.ts';
import { axisText, crisp, line, type PlotArea } from './plot-area.ts';

/** A response: its level at each of the frequencies. */
export type Response = { readonly hz: readonly number[]; readonly db: readonly number[] };

export function drawEqGrid(area: PlotArea, axes: EqAxes): void {
  const { context, colours, width, height } = area;
  const [right, bottom] = [axes.left + axes.width, axes.top + axes.height];
  context.fillStyle = colours.get('--ink-0');
  context.fillRect(0, 0, width, height);
  context.lineWidth = 1;
  for (const hz of GRID_HZ) {
    const isDecade = hz === 100 || hz === 1_000 || hz === 10_000;
    context.strokeStyle = colours.get(isDecade ? '--line' : '--line-soft');
    const x = crisp(hzToX(axes, hz));
    line(context, [
      [x, axes.top],
      [x, bottom],
    ]);
  }
  for (const db of gridDb(axes.rangeDb)) {
    context.strokeStyle = colours.get(db === 0 ? '--line-strong' : '--line-soft');
    const y = crisp(dbToY(axes, db));
    line(context, [
      [axes.left, y],
      [right, y],
    ]);
    const edge = Math.min(bottom - 5, Math.max(axes.top + 5, y));
    axisText(area, formatSigned(db, 0), { x: axes.left - 6, y: edge, align: 'right' });
  }
  for (const dbfs of NUMBER_DBFS) {
    axisText(area, `−${-dbfs}`, { x: right + 6, y: dbfsToY(axes, dbfs) });
  }
  for (const hz of NUMBER_HZ) {
    axisText(area, hzText(hz), { x: hzToX(axes, hz), y: bottom + 9, align: 'center' });
  }
}

/** A spectrum of telemetry: before as a faint fill, after as a line over a fill that fades downwards. */
export function drawSpectrum(
  { context, colours }: PlotArea,
  axes: EqAxes,
  spectrum: { readonly dbfs: Float32Array; readonly colour: number; readonly look: 'before' | 'after' },
): void {
  const { dbfs, colour, look } = spectrum;
  if (!dbfs.some((level) => level > -200)) return;
  const bottom = axes.top + axes.height;
  context.save();
  context.beginPath();
  context.rect(axes.left, axes.top, axes.width, axes.height);
  context.clip();
  context.beginPath();
  context.moveTo(axes.left - 1, bottom);
  for (let column = 0; column < dbfs.length; column++) {
    context.lineTo(hzToX(axes, spectrumColumnHz(column)), dbfsToY(axes, dbfs[column]!));
  }
  context.lineTo(axes.left + axes.width + 1, bottom);
  if (look === 'before') {
    context.fillStyle = colours.track(colour, 0.13);
    context.fill();
  } else {
    const falloff = context.createLinearGradient(0, axes.top, 0, bottom);
    falloff.addColorStop(0, colours.track(colour, 0.4));
    falloff.addColorStop(1, colours.track(colour, 0.1));
    context.fillStyle = falloff;
    context.fill();
    context.strokeStyle = colours.track(colour, 0.9);
    context.lineWidth = 1;
    context.stroke();
  }
  context.restore();
}

/** The curve of a band, filled towards 0 dB, under the curve of the whole. */
export function drawBandShape(area: PlotArea, axes: EqAxes, { hz, db }: Response): void {
  const { context, colours } = area;
  const zero = dbToY(axes, 0);
  context.save();
  clip(context, axes);
  context.beginPath();
  context.moveTo(axes.left, zero);
  for (const [index, at] of hz.entries()) context.lineTo(hzToX(axes, at), dbToY(axes, Math.max(-96, db[index]!)));
  context.lineTo(axes.left + axes.width, zero);
  context.fillStyle = colours.withAlpha('--bone', 0.08);
  context.fill();
  context.restore();
}

export function drawResponse(area: PlotArea, axes: EqAxes, { hz, db }: Response, enabled: boolean): void {
  const { context, colours } = area;
  context.save();
  clip(context, axes);
  context.strokeStyle = colours.get(enabled ? '--bone' : '--text-off');
  context.lineWidth = 2;
  context.lineJoin = 'round';
  line(
    context,
    hz.map((at, index) => [hzToX(axes, at), dbToY(axes, Math.max(-96, db[index]!))] as const),
  );
  context.restore();
}

function clip(context: CanvasRenderingContext2D, axes: EqAxes): void {
  context.beginPath();
  context.rect(axes.left, axes.top, axes.width, axes.height);
  context.clip();
}
