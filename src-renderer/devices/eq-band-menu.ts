import type { ChoiceParameter, ParameterSpecs, ParameterValues } from '../../src-shared/dsp/core/parameter-spec.ts';
import { BAND_TYPES, isPass } from '../../src-shared/dsp/eq/band-filter.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { type BandView, bandReset, hasGain, TYPE_NAMES } from './eq-bands.ts';

/** What a band can be, and what brings it back. */
export function bandMenu(specs: ParameterSpecs, band: BandView, set: (changes: ParameterValues) => void): MenuItem[] {
  const { keys, type, enabled } = band;
  const { enabled: enabledKey, type: typeKey, gainDb: gainKey, slopeDbPerOctave: slopeKey } = keys;
  const types: MenuItem[] = typeKey
    ? BAND_TYPES.map((choice) => ({
        text: TYPE_NAMES[choice],
        checked: type === choice,
        run: () => set({ [typeKey]: choice, ...(enabledKey ? { [enabledKey]: true } : {}) }),
      }))
    : [];
  const slopes: MenuItem[] =
    slopeKey && isPass(type)
      ? [
          {
            text: 'Slope',
            items: (specs[slopeKey] as ChoiceParameter).choices.map((choice) => ({
              text: `${choice} dB/oct`,
              checked: band.slopeDbPerOctave === choice,
              run: () => set({ [slopeKey]: choice }),
            })),
          },
        ]
      : [];
  return [
    ...(enabledKey ? [{ text: 'On', keys: 'B', checked: enabled, run: () => set({ [enabledKey]: !enabled }) }] : []),
    ...(types.length > 0 ? (['separator', ...types] as const) : []),
    ...(slopes.length > 0 ? (['separator', ...slopes] as const) : []),
    'separator',
    ...(gainKey && hasGain(type) ? [{ text: '0 dB', run: () => set({ [gainKey]: 0 }) }] : []),
    { text: 'Reset band', keys: 'Del', run: () => set(bandReset(specs, band)) },
  ];
}
