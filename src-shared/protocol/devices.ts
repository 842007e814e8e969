/** The sound devices of this machine: what there is, what is chosen, and what a musician should know of it. */
import * as z from 'zod';
import { MOST_INPUT_CHANNELS } from '../session/records/input.ts';
import { nothing, request } from './request.ts';

/** One direction of a device, as the system offers it. */
export type SoundDevice = {
  /** The same tomorrow, whatever else is plugged in: what `engine/choose` takes. Two of one name are numbered. */
  readonly name: string;
  /** Who offers it: ALSA, Core Audio, Windows WASAPI, ASIO … */
  readonly host: string;
  readonly channels: number;
  /** The rate that it runs at by itself. */
  readonly defaultSampleRateHz: number;
  /** Those that it was found to run at; null while that is not known, as of one that another program has for itself. */
  readonly sampleRatesHz: readonly number[] | null;
  /** The system's own choice. */
  readonly isDefault: boolean;
  /** By its name: too late to play along with. */
  readonly isBluetooth: boolean;
};

/** How late a sound comes back by a pair of devices at one rate and buffer, measured. */
export type RoundTrip = {
  readonly inputName: string;
  readonly outputName: string;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  readonly roundTripFrames: number;
};

/** Where on a device sound goes: each the left channel of a pair, counted from 1. A pair that the device has not is left out. */
export type OutputPairs = {
  readonly outputPair: number;
  /** Plays what the main pair plays, as for headphones; null none. */
  readonly phonesPair: number | null;
  /** Plays the click, which then sounds nowhere else; null: it sounds wherever the song does. */
  readonly clickPair: number | null;
};

/** Buffer sizes that are offered; a device may refuse some. */
export const BUFFER_CHOICES: readonly number[] = [64, 128, 256, 512, 1024, 2048];

export type DeviceState = OutputPairs & {
  readonly inputs: readonly SoundDevice[];
  readonly outputs: readonly SoundDevice[];
  /** The device in use; `Null device` plays to nowhere in real time. */
  readonly outputName: string;
  /** Empty where none is in use. */
  readonly inputName: string;
  readonly inputChannels: number;
  /** Channels of the output in use; 2 for the null device. */
  readonly outputChannels: number;
  /** What was chosen: null is none, and undefined the system's own. Another name is in use while the chosen one is away. */
  readonly chosenOutput: string | null | undefined;
  readonly chosenInput: string | null | undefined;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  /** `BUFFER_CHOICES`, and what is in use. */
  readonly bufferChoices: readonly number[];
  /** What placement takes off: calibrated, or what the device says. */
  readonly roundTripFrames: number;
  readonly isCalibrated: boolean;
  /** Sentences: not calibrated, Bluetooth, two clocks, another rate … */
  readonly warnings: readonly string[];
  /** Why only the null device is there; empty otherwise. */
  readonly whyNone: string;
};

const pair = z.number().int().min(1).max(127);

/** Absent leaves as it is; null is no device, or no pair of its own. */
export const deviceChoice = z.strictObject({
  outputName: z.string().nullable().optional(),
  inputName: z.string().nullable().optional(),
  bufferFrames: z.number().int().min(16).max(8192).optional(),
  outputPair: pair.optional(),
  phonesPair: pair.nullable().optional(),
  clickPair: pair.nullable().optional(),
});
export type DeviceChoice = z.infer<typeof deviceChoice>;

/** What a musician calls the channels of each input, by its name, the first channel first; empty where one has no name. */
export type InputNames = Readonly<Record<string, readonly string[]>>;

export const inputNaming = z.strictObject({
  inputName: z.string().min(1),
  /** Counted from 1. */
  channel: z.number().int().min(1).max(MOST_INPUT_CHANNELS),
  /** Empty takes it away. */
  name: z.string().max(40),
});
export type InputNaming = z.infer<typeof inputNaming>;

export const deviceRequests = {
  'inputs/names': request<InputNames>()(nothing),
  'inputs/name': request<InputNames>()(inputNaming),
  'engine/devices': request<DeviceState>()(nothing),
  'engine/choose': request<DeviceState>()(deviceChoice),
};
