import { trackIdOf } from '../../../src-shared/session/records/input.ts';
import type { Session } from '../../../src-shared/session/session.ts';

export type ArmedTrack = {
  readonly trackId: string;
  readonly trackName: string;
  /** Of the interface, counted from 0: one is mono, two are left and right. */
  readonly channels: readonly number[];
};

/** The input of the device in use; no channels where it has none. */
export type TrackInput = { readonly inputName: string; readonly inputChannels: number };

/** The tracks that record, in the order of the console. */
export function armedTracks(session: Session): ArmedTrack[] {
  const armed = Object.values(session.inputs).filter((input) => input.armed);
  const order = session.settings.session.stripIds;
  return armed
    .flatMap((input) => {
      const trackId = trackIdOf(input.id);
      const trackName = session.strips[trackId]?.name;
      return trackName === undefined ? [] : [{ trackId, trackName, channels: input.channels.map((one) => one - 1) }];
    })
    .sort((a, b) => order.indexOf(a.trackId) - order.indexOf(b.trackId));
}

/** Why a track cannot hear its input, in a sentence; undefined when it can. */
export function missingInput({ trackName, channels }: ArmedTrack, device: TrackInput): string | undefined {
  const missing = channels.find((channel) => channel >= device.inputChannels);
  if (missing === undefined) return undefined;
  if (device.inputChannels === 0)
    return `“${trackName}” is armed with input ${missing + 1}, and no input is open: choose an interface to record from.`;
  const has = device.inputChannels === 1 ? 'one input' : `${device.inputChannels} inputs`;
  return `“${trackName}” is armed with input ${missing + 1}, and “${device.inputName}” has ${has}: choose another for it.`;
}
