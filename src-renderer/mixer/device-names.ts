import { processors } from '../../src-shared/dsp/processors.ts';

/** Names that fit a row of the console; the whole one stands in its tooltip. */
const SHORT: { readonly [type: string]: string } = {
  eq: 'EQ',
  masterEq: 'Master EQ',
  compressor: 'Comp',
  busCompressor: 'Glue',
  deEsser: 'De-ess',
  transientShaper: 'Shaper',
  saturation: 'Sat',
};

export function deviceName(type: string): string {
  return processors[type]?.label ?? type;
}

export function shortDeviceName(type: string): string {
  return SHORT[type] ?? deviceName(type);
}

/** Whether a kind of device turns down, so that telemetry says how much. */
export function hasGainReduction(type: string): boolean {
  return processors[type]?.readouts.includes('gainReductionDb') ?? false;
}
