import type { DeliveryReport } from '../studio/deliver.ts';
import { measureTable } from './analyse-files.ts';
import { decimal } from './terminal/table.ts';

/** The loudness table of a delivered file and, in words, whether it is on its target and whether it clips. */
export function printDelivery({
  measure,
  target,
  clips,
  stems = [],
  stemsClip = null,
}: DeliveryReport & { readonly stems?: readonly string[]; readonly stemsClip?: string | null }): void {
  const lines = measureTable([measure]);
  if (target) lines.push('', targetLine(target));
  if (clips) lines.push('', clips);
  if (stems.length > 0) lines.push('', `${stems.length} stems:`, ...stems.map((path) => `  ${path}`));
  if (stemsClip) lines.push(stemsClip);
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
