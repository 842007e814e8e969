/** The spectrum: the average of what was heard as a line over what sounds now, and the band that is expected. */
import { TONAL_TOLERANCE_DB } from '../../src-shared/analysis/master-proposal.ts';
import { SPECTRUM_COLUMNS, spectrumColumnHz } from '../../src-shared/protocol/telemetry.ts';
import { formatNumber } from '../../src-shared/units/format.ts';
import { across, down, type Picture, trace } from './picture.ts';
import { frequencyShare, type TonalBalance } from './spectrum-average.ts';

export type SpectrumPicture = {
  readonly now: Float32Array;
  readonly average: Float32Array;
  readonly balance: TonalBalance | undefined;
};

const MARGIN = { left: 26, bottom: 18 } as const;
const TOP_DBFS = 0;
const BOTTOM_DBFS = -84;
const TICKS_DBFS = [-12, -24, -36, -48, -60, -72] as const;
const LABELS_HZ = [50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const;

/** The column that lies under a place of a picture of that width; undefined beside the plot. */
export function spectrumColumnAt(width: number, x: number): number | undefined {
  const share = (x - MARGIN.left) / Math.max(1, width - MARGIN.left);
  return share < 0 || share > 1 ? undefined : Math.min(SPECTRUM_COLUMNS - 1, Math.floor(share * SPECTRUM_COLUMNS));
}

export function drawSpectrum(picture: Picture, shown: SpectrumPicture): void {
  const { context, width, height, colours } = picture;
  const plot = { x: MARGIN.left, width: width - MARGIN.left, height: height - MARGIN.bottom };
  const xOf = (column: number) => plot.x + frequencyShare(spectrumColumnHz(column)) * plot.width;
  const yOf = (dbfs: number) =>
    ((TOP_DBFS - Math.max(BOTTOM_DBFS, Math.min(TOP_DBFS, dbfs))) / (TOP_DBFS - BOTTOM_DBFS)) * plot.height;
  const line = (levels: ArrayLike<number>, shift = 0) =>
    trace(picture, SPECTRUM_COLUMNS, (column) => [xOf(column), yOf((levels[column] as number) + shift)]);
  drawGrid(picture, plot, yOf);
  if (shown.balance) drawExpected(picture, shown.balance.expectedDbfs, { xOf, yOf });
  line(shown.now);
  context.lineTo(plot.x + plot.width, plot.height);
  context.lineTo(plot.x, plot.height);
  context.fillStyle = colours.withAlpha('--bone', 0.13);
  context.fill();
  if (!shown.balance) return;
  context.lineJoin = 'round';
  context.lineWidth = 2;
  context.strokeStyle = colours.get('--bone');
  line(shown.average);
  context.stroke();
}

function drawGrid(
  picture: Picture,
  plot: { readonly x: number; readonly width: number; readonly height: number },
  yOf: (dbfs: number) => number,
): void {
  const { context, colours } = picture;
  context.font = colours.font(9);
  context.textBaseline = 'middle';
  context.textAlign = 'right';
  for (const dbfs of TICKS_DBFS) {
    context.fillStyle = colours.get('--line-soft');
    across(picture, plot.x, yOf(dbfs), plot.width);
    context.fillStyle = colours.get('--text-3');
    context.fillText(formatNumber(dbfs, 0), plot.x - 5, yOf(dbfs));
  }
  context.textAlign = 'center';
  for (let decade = 10; decade <= 10_000; decade *= 10) {
    for (let step = 1; step < 10; step++) {
      const hz = decade * step;
      if (hz <= 20 || hz >= 20_000) continue;
      context.fillStyle = colours.get(step === 1 ? '--line' : '--line-soft');
      down(picture, plot.x + frequencyShare(hz) * plot.width, 0, plot.height);
    }
  }
  context.fillStyle = colours.get('--text-3');
  for (const hz of LABELS_HZ)
    context.fillText(
      hz < 1_000 ? String(hz) : `${hz / 1_000}k`,
      plot.x + frequencyShare(hz) * plot.width,
      plot.height + 10,
    );
}

type Places = { readonly xOf: (column: number) => number; readonly yOf: (dbfs: number) => number };

/** The band around the expected balance, its edges as hairlines. */
function drawExpected({ context, colours }: Picture, expectedDbfs: Float32Array, { xOf, yOf }: Places): void {
  const edge = (shift: number) => Array.from(expectedDbfs, (dbfs, column) => [xOf(column), yOf(dbfs + shift)] as const);
  const upper = edge(TONAL_TOLERANCE_DB);
  const lower = edge(-TONAL_TOLERANCE_DB);
  context.beginPath();
  for (const [x, y] of [...upper, ...lower.reverse()]) context.lineTo(x, y);
  context.closePath();
  context.fillStyle = colours.withAlpha('--auto', 0.09);
  context.fill();
  context.lineWidth = 1;
  context.strokeStyle = colours.withAlpha('--auto', 0.4);
  for (const side of [upper, lower]) {
    context.beginPath();
    for (const [x, y] of side) context.lineTo(x, y);
    context.stroke();
  }
}
