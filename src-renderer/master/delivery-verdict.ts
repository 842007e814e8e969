/** What each place does with a master of these figures, and whether it is what the place asks for. */
import { type DeliveryTarget, playbackGain } from '../../src-shared/analysis/delivery-target.ts';
import { formatNumber } from '../../src-shared/units/format.ts';

export type MasterFigures = { readonly integratedLufs: number; readonly truePeakDbtp: number };

export type DeliveryVerdict = {
  /** What the place turns it by, in dB. */
  readonly gainDb: number;
  readonly kind: 'pass' | 'note' | 'warn';
  /** A word or three: `Pass`, `Peak 0.8 over`. */
  readonly result: string;
  /** The whole sentence, for the tooltip and a screen reader. */
  readonly sentence: string;
};

/** Figures have one decimal on screen: what rounds to the limit is not over it. */
const ROUNDING = 0.05;

export function deliveryVerdict(target: DeliveryTarget, figures: MasterFigures): DeliveryVerdict {
  const { gainDb } = playbackGain(target, figures);
  const [lowest, highest] = target.acceptedLufs;
  const peakOver = figures.truePeakDbtp - target.truePeakDbtp;
  const over = figures.integratedLufs - highest;
  const under = lowest - figures.integratedLufs;
  const turned = `${target.label} ${turnText(gainDb)}`;
  if (peakOver > ROUNDING) {
    const by = formatNumber(peakOver, 1);
    const sentence = `${turned}. The true peak lies ${by} dB over what it asks for: it may distort there.`;
    return { gainDb, kind: 'warn', result: `Peak ${by} over`, sentence };
  }
  if (over > ROUNDING) {
    const sentence = `${turned}. It is ${formatNumber(over, 1)} LU louder than it asks for: that loudness is lost.`;
    return { gainDb, kind: 'note', result: `${formatNumber(over, 1)} LU loud`, sentence };
  }
  if (under > ROUNDING) {
    const sentence = `${turned}. It is ${formatNumber(under, 1)} LU quieter than it asks for.`;
    return { gainDb, kind: 'note', result: `${formatNumber(under, 1)} LU quiet`, sentence };
  }
  return { gainDb, kind: 'pass', result: 'Pass', sentence: `${turned}. It is what it asks for.` };
}

function turnText(gainDb: number): string {
  if (Math.abs(gainDb) < ROUNDING) return 'plays it as it is';
  return `turns it ${gainDb > 0 ? 'up' : 'down'} by ${formatNumber(Math.abs(gainDb), 1)} dB`;
}
