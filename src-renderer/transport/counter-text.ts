/** The counter in bars, beats, sixteenths and ticks, and back from what somebody types. */

import type { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { formatClock } from '../../src-shared/units/format.ts';

/** Ticks of a sixteenth: 960 of a quarter. */
const TICKS = 240;

export type CounterParts = {
  readonly bar: number;
  readonly beat: number;
  readonly sixteenth: number;
  readonly tick: number;
};

/** The place of a frame; each part counts from 1 but the ticks. */
export function counterParts(map: TempoMap, frame: number): CounterParts {
  const { bar, beat } = map.barAt(frame);
  const whole = Math.floor(beat);
  const sixteenthsPerBeat = Math.max(1, 16 / map.metreAt(bar).denominator);
  // A frame that the grid put on a sixteenth lies a hair before or behind it: half a tick is nobody's.
  const ticks = Math.floor((beat - whole) * sixteenthsPerBeat * TICKS + 1e-3);
  return { bar, beat: whole, sixteenth: Math.floor(ticks / TICKS) + 1, tick: ticks % TICKS };
}

/** `38|3|1.000` */
export function counterText(map: TempoMap, frame: number): string {
  const { bar, beat, sixteenth, tick } = counterParts(map, frame);
  return `${bar}|${beat}|${sixteenth}.${String(tick).padStart(3, '0')}`;
}

/** A place that somebody typed: `38`, `38|3`, `38.3.2`, `38|3|1.120`, or a time `1:33.75`, `93.5 s`; undefined for anything else. */
export function parsePlace(map: TempoMap, typed: string, sampleRateHz: number): number | undefined {
  const text = typed.trim();
  const clock = /^(?:(\d+):)?(\d+):(\d+(?:[.,]\d+)?)$/.exec(text) ?? /^()()(\d+(?:[.,]\d+)?)\s*s$/.exec(text);
  if (clock) {
    const [, hours = '0', minutes = '0', seconds = '0'] = clock;
    return Math.round((Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds.replace(',', '.'))) * sampleRateHz);
  }
  const parts = /^(\d+)(?:[|. ](\d+))?(?:[|. ](\d+))?(?:[. ](\d+))?$/.exec(text);
  if (!parts) return undefined;
  const [bar = 1, beat = 1, sixteenth = 1, tick = 0] = parts
    .slice(1)
    .map((part) => (part === undefined ? undefined : Number(part)));
  if (bar < 1 || beat < 1 || sixteenth < 1) return undefined;
  const sixteenthsPerBeat = Math.max(1, 16 / map.metreAt(bar).denominator);
  const within = (sixteenth - 1 + tick / TICKS) / sixteenthsPerBeat;
  return Math.max(0, Math.round(map.framesAtBar({ bar, beat: beat + within })));
}

export function timeText(frame: number, sampleRateHz: number): string {
  return formatClock(frame / sampleRateHz);
}
