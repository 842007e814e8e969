import * as z from 'zod';
import { id } from './fields.ts';

/** How many channels of an interface a track can choose from. */
export const MOST_INPUT_CHANNELS = 128;

/**
 * When a track hears its input: never; always; while it stands still or records, as a tape machine does (`auto`); or
 * together with what is on the track (`cue`).
 */
export const monitorMode = z.enum(['off', 'input', 'auto', 'cue']);
export type MonitorMode = z.infer<typeof monitorMode>;

/** What a track records and hears of the sound interface. A track without a record has no input. */
export const inputSchema = z.strictObject({
  /** `input-7` for the track `strip-7`. */
  id,
  /** Channels of the interface, counted from 1: one is mono, two are left and right. */
  channels: z.array(z.number().int().min(1).max(MOST_INPUT_CHANNELS)).min(1).max(2),
  armed: z.boolean(),
  monitor: monitorMode,
  /** True hears the input as it comes; false through the track's devices, pan and fader. */
  direct: z.boolean(),
});
export type Input = z.infer<typeof inputSchema>;

/** The id of a track's input record. */
export function inputIdOf(trackId: string): string {
  return trackId.replace('strip-', 'input-');
}

/** The track of an input record. */
export function trackIdOf(inputId: string): string {
  return inputId.replace('input-', 'strip-');
}
