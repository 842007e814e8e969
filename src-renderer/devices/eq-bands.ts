/** The bands of both equalisers, as a graph sees them: which parameters a node moves, and where it stands. */

import type {
  NumberParameter,
  ParameterSpecs,
  ParameterValue,
  ParameterValues,
} from '../../src-shared/dsp/core/parameter-spec.ts';
import { type BandType, isPass } from '../../src-shared/dsp/eq/band-filter.ts';
import { eqParameters } from '../../src-shared/dsp/eq/eq.ts';
import { masterEqParameters } from '../../src-shared/dsp/eq/master-eq.ts';

export type EqKind = 'eq' | 'masterEq';

/** Keys of a band's parameters; absent where the band has none. */
export type BandKeys = {
  readonly enabled?: string;
  readonly type?: string;
  readonly frequencyHz: string;
  readonly gainDb?: string;
  readonly q?: string;
  readonly slopeDbPerOctave?: string;
};
export type EqBand = { readonly number: number; readonly fixedType: BandType; readonly keys: BandKeys };

/** A band with its values. */
export type BandView = EqBand & {
  readonly enabled: boolean;
  readonly type: BandType;
  readonly frequencyHz: number;
  /** 0 where the type has none. */
  readonly gainDb: number;
  readonly q: number;
  readonly slopeDbPerOctave: string;
};

export const TYPE_NAMES: { readonly [Type in BandType]: string } = {
  highPass: 'Low cut',
  lowPass: 'High cut',
  lowShelf: 'Low shelf',
  highShelf: 'High shelf',
  bell: 'Bell',
  notch: 'Notch',
};

const FIELDS = ['enabled', 'type', 'frequencyHz', 'gainDb', 'q', 'slopeDbPerOctave'] as const;

function keysOf(specs: ParameterSpecs, prefix: string): BandKeys {
  const found = FIELDS.map((field) => [field, `${prefix}.${field}`] as const).filter(([, key]) => specs[key]);
  return Object.fromEntries(found) as unknown as BandKeys;
}

const MASTER_BANDS: readonly (readonly [string, BandType])[] = [
  ['lowCut', 'highPass'],
  ['lowShelf', 'lowShelf'],
  ['lowMid', 'bell'],
  ['highMid', 'bell'],
  ['highShelf', 'highShelf'],
];
const EQ_BANDS = 8;

const BANDS: { readonly [Kind in EqKind]: readonly EqBand[] } = {
  eq: Array.from({ length: EQ_BANDS }, (_, index) => ({
    number: index + 1,
    fixedType: 'bell',
    keys: keysOf(eqParameters, `band${index + 1}`),
  })),
  masterEq: MASTER_BANDS.map(([prefix, fixedType], index) => ({
    number: index + 1,
    fixedType,
    keys: keysOf(masterEqParameters, prefix),
  })),
};

export function isEqKind(type: string): type is EqKind {
  return type === 'eq' || type === 'masterEq';
}

/** The bands of an equaliser with these values (all present), from the lowest number. */
export function bandViews(kind: EqKind, values: ParameterValues): BandView[] {
  return BANDS[kind].map((band) => {
    const read = <Value extends ParameterValue>(key: string | undefined, without: Value) =>
      key === undefined ? without : (values[key] as Value);
    const type = read<BandType>(band.keys.type, band.fixedType);
    return {
      ...band,
      type,
      enabled: read(band.keys.enabled, true),
      frequencyHz: read(band.keys.frequencyHz, 1_000),
      gainDb: hasGain(type) ? read(band.keys.gainDb, 0) : 0,
      q: read(band.keys.q, Math.SQRT1_2),
      slopeDbPerOctave: read(band.keys.slopeDbPerOctave, '12'),
    };
  });
}

/** How many dB of gain a dB of its node's way is. */
function gainPerNode(type: BandType): 1 | 2 {
  return type === 'bell' ? 1 : 2;
}

export function hasGain(type: BandType): boolean {
  return type === 'bell' || type === 'lowShelf' || type === 'highShelf';
}

/**
 * The level at which a node stands, so that the band's curve goes through it: its gain; of a shelf the half, for its
 * frequency is its middle; of a pass the lift of its corner, which is its Q (band-filter.ts); else 0 dB.
 */
export function nodeDb({ type, gainDb, q }: BandView): number {
  if (hasGain(type)) return gainDb / gainPerNode(type);
  return isPass(type) ? 20 * Math.log10(q) : 0;
}

/** The change of a band whose node was dragged to a frequency and a level, within its ranges. */
export function nodeMoved(
  specs: ParameterSpecs,
  band: BandView,
  { hz, db }: { readonly hz: number; readonly db: number },
): Record<string, number> {
  const { keys, type } = band;
  const change: Record<string, number> = {
    [keys.frequencyHz]: within(specs, keys.frequencyHz, Number(hz.toPrecision(3))),
  };
  if (hasGain(type) && keys.gainDb)
    change[keys.gainDb] = within(specs, keys.gainDb, Math.round(db * gainPerNode(type) * 10) / 10);
  else if (isPass(type) && keys.q) change[keys.q] = within(specs, keys.q, Number((10 ** (db / 20)).toPrecision(3)));
  return change;
}

/** A Q so many steps narrower (a step is a twelfth more), within its range; undefined where the band has none. */
export function steppedQ(
  specs: ParameterSpecs,
  { keys, q }: BandView,
  steps: number,
): Record<string, number> | undefined {
  if (!keys.q) return undefined;
  return { [keys.q]: within(specs, keys.q, Number((q * (13 / 12) ** steps).toPrecision(3))) };
}

/** A band that can be put at a frequency because it does nothing yet: a neutral bell, the nearest; undefined when all are in use. */
export function freeBand(bands: readonly BandView[], hz: number): BandView | undefined {
  const octaves = ({ frequencyHz }: BandView) => Math.abs(Math.log2(frequencyHz / hz));
  return bands
    .filter(({ type, gainDb, keys }) => type === 'bell' && gainDb === 0 && keys.gainDb !== undefined)
    .sort((one, other) => octaves(one) - octaves(other))[0];
}

/** What brings a band back to its defaults. */
export function bandReset(specs: ParameterSpecs, { keys }: EqBand): Record<string, ParameterValue> {
  return Object.fromEntries(Object.values(keys).map((key) => [key, specs[key]!.default]));
}

function within(specs: ParameterSpecs, key: string, value: number): number {
  const { minimum, maximum } = specs[key] as NumberParameter;
  return Math.min(maximum, Math.max(minimum, value));
}
