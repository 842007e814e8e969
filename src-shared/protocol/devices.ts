/** The sound devices of this machine: what there is, what is chosen, and what a musician should know of it. */
import * as z from 'zod';
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

/** Buffer sizes that are offered; a device may refuse some. */
export const BUFFER_CHOICES: readonly number[] = [64, 128, 256, 512, 1024, 2048];

export type DeviceState = {
  readonly inputs: readonly SoundDevice[];
  readonly outputs: readonly SoundDevice[];
  /** The device in use; `Null device` plays to nowhere in real time. */
  readonly outputName: string;
  /** Empty where none is in use. */
  readonly inputName: string;
  readonly inputChannels: number;
  /** Channels of the output in use; 2 for the null device. */
  readonly outputChannels: number;
  /** Where the main output goes: the left of the pair, counted from 1. */
  readonly outputPair: number;
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

/** Absent leaves as it is; null is no device. */
export const deviceChoice = z.strictObject({
  outputName: z.string().nullable().optional(),
  inputName: z.string().nullable().optional(),
  bufferFrames: z.number().int().min(16).max(8192).optional(),
  outputPair: z.number().int().min(1).max(127).optional(),
});
export type DeviceChoice = z.infer<typeof deviceChoice>;

export const deviceRequests = {
  'engine/devices': request<DeviceState>()(nothing),
  'engine/choose': request<DeviceState>()(deviceChoice),
};
