import type { DeliveryReport } from '../studio/deliver.ts';
import { measureTable } from './analyse-files.ts';
import { decimal } from './terminal/table.ts';

/** The loudness table of a delivered file and, in words, whether it is on its target. */
export function printDelivery({
  measure,
  target,
  stems = [],
}: DeliveryReport & { readonly stems?: readonly string[] }): void {
  const lines = measureTable([measure]);
  if (target) lines.push('', targetLine(target));
  if (stems.length > 0) lines.push('', `${stems.length} stems:`, ...stems.map((path) => `  ${path}`));
  process.stdout.write(`${lines.join('\n')}\n`);
}

function targetLine({
  target,
  inputGainDb,
  ceilingDbtp,
  limiterAdded,
  whyNot,
}: NonNullable<DeliveryReport['target']>): string {
  const aim = `${target.label} (${decimal(target.integratedLufs, 1)} LUFS, at most ${decimal(target.truePeakDbtp, 1)} dBTP${target.basis === 'observed' ? ', observed' : ''})`;
  const how = `${limiterAdded ? 'a limiter was added to the master; its ' : 'limiter '}input gain ${decimal(inputGainDb, 1)} dB, ceiling ${decimal(ceilingDbtp, 2)} dBTP`;
  return whyNot === undefined ? `on target for ${aim}: ${how}` : `NOT on target for ${aim}: ${whyNot} (${how})`;
}
