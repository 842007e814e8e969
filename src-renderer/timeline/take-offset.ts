/** The round trip that the placement of a take takes off, as one reads and types it. */
import { formatNumber } from '../../src-shared/units/format.ts';

/** `−10.7 ms`: so much earlier than it arrived; `0 ms` where nothing is taken off. */
export function offsetText(roundTripFrames: number, sampleRateHz: number): string {
  const ms = (roundTripFrames / sampleRateHz) * 1000;
  if (roundTripFrames === 0) return '0 ms';
  return `${ms > 0 ? '−' : '+'}${formatNumber(Math.abs(ms), 1)} ms`;
}

/** What somebody typed, in frames to take off: `-10.7 ms`, `−512 frames`, `-512`; undefined for anything else. */
export function parseOffset(typed: string, sampleRateHz: number): number | undefined {
  const found = /^([-−+]?)\s*(\d+(?:[.,]\d*)?)\s*(ms|s|f|frames?)?$/i.exec(typed.trim());
  if (!found) return undefined;
  const [, sign = '', digits = '', unit = 'ms'] = found;
  const value = Number(digits.replace(',', '.'));
  const perUnit = { ms: sampleRateHz / 1000, s: sampleRateHz }[unit.toLowerCase()] ?? 1;
  const frames = Math.round(value * perUnit);
  return sign === '+' ? 0 - frames : frames;
}

/** What somebody means who typed over what a take stands at: what is left as it reads stays to the frame. */
export function typedOffset(typed: string, nowFrames: number, sampleRateHz: number): number | undefined {
  return typed.trim() === offsetText(nowFrames, sampleRateHz) ? nowFrames : parseOffset(typed, sampleRateHz);
}
