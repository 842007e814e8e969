/** What a track records and hears, in words and steps: shared by heads, strips, menus and keys. */
import { type Input, inputIdOf, type MonitorMode, trackIdOf } from '../../src-shared/session/records/input.ts';
import type { Session } from '../../src-shared/session/session.ts';

export const MONITOR_MODES: readonly { readonly mode: MonitorMode; readonly text: string; readonly why: string }[] = [
  { mode: 'off', text: 'Monitor off', why: 'the input is recorded, never heard: for hardware that monitors by itself' },
  { mode: 'auto', text: 'Monitor as a tape machine', why: 'the input is heard while it stands still or records' },
  { mode: 'input', text: 'Monitor the input', why: 'the input is always heard' },
  { mode: 'cue', text: 'Monitor input and track', why: 'the input is heard together with what is on the track' },
];

export function inputOf({ inputs }: Pick<Session, 'inputs'>, trackId: string): Input | undefined {
  return inputs[inputIdOf(trackId)];
}

/**
 * `In 1`, `In 3–4`, or what the musician calls them: `Kick`, `Left–Right`, `Left–4`; `No input` for none.
 * @param names of the channels, the first of them first.
 */
export function channelsText(channels: readonly number[] | undefined, names: readonly string[] = []): string {
  if (!channels || channels.length === 0) return 'No input';
  if (channels.every((channel) => !names[channel - 1])) return numbersText(channels);
  return channels.map((channel) => names[channel - 1] || String(channel)).join('–');
}

/** The same with the numbers that stand on the interface: `In 1 · Kick`. */
export function channelsWithNames(channels: readonly number[], names: readonly string[]): string {
  const text = channelsText(channels, names);
  return text === numbersText(channels) ? text : `${numbersText(channels)} · ${text}`;
}

function numbersText(channels: readonly number[]): string {
  return `In ${channels.join('–')}`;
}

/** Every input there is to choose from: each channel alone, then each pair of neighbours from an odd one on. */
export function inputChoices(channelCount: number): readonly (readonly number[])[] {
  const mono = Array.from({ length: channelCount }, (_, index) => [index + 1]);
  const pairs = Array.from({ length: Math.floor(channelCount / 2) }, (_, pair) => [pair * 2 + 1, pair * 2 + 2]);
  return [...mono, ...pairs];
}

/** The first channel that no other track has: what a track gets that is armed before anything was chosen for it. */
export function freeChannel({ inputs }: Pick<Session, 'inputs'>, channelCount: number): number {
  const taken = new Set(Object.values(inputs).flatMap(({ channels }) => channels));
  for (let channel = 1; channel <= channelCount; channel++) if (!taken.has(channel)) return channel;
  return 1;
}

/** Tracks that would be recorded now. */
export function armedTrackIds({ inputs, strips }: Pick<Session, 'inputs' | 'strips'>): readonly string[] {
  return Object.values(inputs)
    .filter(({ armed }) => armed)
    .map(({ id }) => trackIdOf(id))
    .filter((id) => strips[id] !== undefined);
}

/** Whether a track's input is heard as the transport is now. `auto` is the tape machine's: on armed tracks, but not over what plays. */
export function isHeard(
  input: Input | undefined,
  { playing, recording }: { readonly playing: boolean; readonly recording: boolean },
): boolean {
  if (!input || input.monitor === 'off') return false;
  return input.monitor !== 'auto' || (input.armed && (!playing || recording));
}
