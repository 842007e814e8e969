/** Places and lengths on the timeline as a musician reads them. */
import type { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { formatClock, formatNumber } from '../../src-shared/units/format.ts';

/** `17|1|1`: bar, beat and sixteenth, counted from 1; the sixteenth that has begun. */
export function barText(map: TempoMap, frame: number): string {
  const { bar, beat } = map.barAt(Math.max(0, Math.round(frame)));
  const { denominator } = map.metreAt(bar);
  const sixteenths = Math.max(1, 16 / denominator);
  const part = Math.floor((beat - Math.floor(beat)) * sixteenths + 1e-6);
  return `${bar}|${Math.floor(beat + 1e-9)}|${part + 1}`;
}

/** A length in bars, beats and sixteenths of the metre where it begins: `8|0|0`. */
export function lengthText(map: TempoMap, from: number, to: number): string {
  const { bar } = map.barAt(from);
  const { numerator, denominator } = map.metreAt(bar);
  const beats = ((map.beatsAt(to) - map.beatsAt(from)) * denominator) / 4;
  const sixteenths = Math.max(1, 16 / denominator);
  const all = Math.round(beats * sixteenths);
  const perBar = numerator * sixteenths;
  return `${Math.floor(all / perBar)}|${Math.floor((all % perBar) / sixteenths)}|${all % sixteenths}`;
}

/** A length in words: `4 bars`, `1 bar`, `2.5 bars`; in seconds when it is less than a beat. */
export function lengthWords(map: TempoMap, from: number, to: number, sampleRateHz: number): string {
  const { numerator, denominator } = map.metreAt(map.barAt(from).bar);
  const beats = ((map.beatsAt(to) - map.beatsAt(from)) * denominator) / 4;
  if (beats < 1) return secondsText(to - from, sampleRateHz);
  const bars = Math.round((beats / numerator) * 100) / 100;
  if (bars < 1) return `${Math.round(beats * 100) / 100} beats`;
  return `${bars} ${bars === 1 ? 'bar' : 'bars'}`;
}

export function secondsText(frames: number, sampleRateHz: number): string {
  const seconds = frames / sampleRateHz;
  return seconds < 1 ? `${formatNumber(seconds * 1000, seconds < 0.01 ? 1 : 0)} ms` : `${formatNumber(seconds, 2)} s`;
}

export function clockText(frame: number, sampleRateHz: number): string {
  return formatClock(frame / sampleRateHz);
}

/** What `8|0|0`, `8`, `1.5 s` or `250 ms` says of a length, in frames; undefined for what is none. */
export function parseLength(
  map: TempoMap,
  text: string,
  { from, sampleRateHz }: { readonly from: number; readonly sampleRateHz: number },
): number | undefined {
  const time = /^(\d+(?:[.,]\d*)?)\s*(ms|s)$/i.exec(text.trim());
  if (time)
    return Math.round(
      Number((time[1] as string).replace(',', '.')) * sampleRateHz * (time[2]?.toLowerCase() === 'ms' ? 0.001 : 1),
    );
  const bars = /^(\d+)(?:[|.\s]+(\d+))?(?:[|.\s]+(\d+))?$/.exec(text.trim());
  if (!bars) return undefined;
  const { numerator, denominator } = map.metreAt(map.barAt(from).bar);
  const sixteenths = Math.max(1, 16 / denominator);
  const beats = Number(bars[1]) * numerator + Number(bars[2] ?? 0) + Number(bars[3] ?? 0) / sixteenths;
  return Math.round(map.framesAt(map.beatsAt(from) + (beats * 4) / denominator)) - from;
}
