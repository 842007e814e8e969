import { channelParameters } from '../../dsp/channel/channel.ts';
import { command } from './command.ts';
import { checkValue, type KeyAndValue } from './values.ts';

/** Sets a parameter of a strip's channel: gainDb, pan, width, mute, polarity, panLaw. */
export const setChannelValue = command((draft, { stripId, key, value }: KeyAndValue & { readonly stripId: string }) => {
  const strip = draft.get('strips', stripId);
  checkValue(channelParameters, { key, value }, `“${strip.name}”`);
  draft.update('strips', stripId, { channel: { ...strip.channel, [key]: value } });
});
