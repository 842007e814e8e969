/** How far a key press, a notch of the wheel or a pixel of fine drag moves a parameter, and how fine its values are. */
import { fromTravel, type NumberParameter, toTravel } from '../../src-shared/dsp/core/parameter-spec.ts';

export type StepSize = 'fine' | 'normal' | 'large';

/** Steps of a level in dB; others move along their travel. */
const DB_STEP = { fine: 0.1, normal: 0.5, large: 3 } as const;
const TRAVEL_STEP = { fine: 0.001, normal: 0.01, large: 0.1 } as const;
/** The lowest level a step reaches before −∞. */
const LOWEST_DB = -90;

/** The value so many steps further, in the parameter's range, on whole steps. */
export function stepped(spec: NumberParameter, value: number, steps: number, size: StepSize = 'normal'): number {
  if (steps === 0) return value;
  if (spec.unit === 'steps') return within(spec, Math.round(value) + Math.sign(steps) * Math.ceil(Math.abs(steps)));
  if (isLevel(spec)) return steppedDb(spec, value, steps * DB_STEP[size], DB_STEP[size]);
  return rounded(spec, fromTravel(spec, toTravel(spec, value) + steps * TRAVEL_STEP[size]));
}

/** The value as fine as a hand sets it: tenths of a dB, three digits of what is logarithmic, thousandths of the rest. */
export function rounded(spec: NumberParameter, value: number): number {
  if (!Number.isFinite(value)) return value;
  if (isLevel(spec)) {
    if (value < LOWEST_DB && spec.minimum === Number.NEGATIVE_INFINITY) return spec.minimum;
    return within(spec, Math.round(value * 10) / 10);
  }
  if (spec.unit === 'steps') return within(spec, Math.round(value));
  if (spec.taper === 'logarithmic') return within(spec, Number(value.toPrecision(3)));
  const grain = (spec.maximum - spec.minimum) / 1000;
  return within(spec, Number((Math.round((value - spec.minimum) / grain) * grain + spec.minimum).toPrecision(12)));
}

export function within(spec: NumberParameter, value: number): number {
  return Math.min(spec.maximum, Math.max(spec.minimum, value));
}

function isLevel({ unit }: NumberParameter): boolean {
  return unit === 'dB' || unit === 'dBFS' || unit === 'dBTP';
}

function steppedDb(spec: NumberParameter, value: number, changeDb: number, grainDb: number): number {
  if (value < LOWEST_DB) return changeDb > 0 ? within(spec, LOWEST_DB) : value;
  const next = Math.round((value + changeDb) / grainDb) * grainDb;
  return rounded(spec, next);
}
