import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import {
  type DeviceChoice,
  deviceChoice,
  type InputNames,
  type InputNaming,
  type RoundTrip,
} from '../../src-shared/protocol/devices.ts';
import type { EngineDeviceChoice } from '../../src-shared/protocol/engine-messages.ts';
import {
  type CalibrationReport,
  FIRST_MONITOR_SETTINGS,
  type MonitorChanges,
} from '../../src-shared/protocol/monitoring.ts';
import { writeFileDurably } from './session-folder/write-file-durably.ts';

const finite = z.number();
const report = z.object({
  inputName: z.string(),
  outputName: z.string(),
  sampleRateHz: finite,
  bufferFrames: finite,
  how: z.enum(['cable', 'air']),
  inputChannel: finite,
  outputChannel: finite,
  roundTripFrames: z.number().int(),
  exactFrames: finite,
  milliseconds: finite,
  residualFrames: finite,
  levelDb: finite,
  confidenceDb: finite,
  isInverted: z.boolean(),
  atMs: finite,
  sentence: z.string(),
}) satisfies z.ZodType<CalibrationReport>;
/** Levels of outputs in dB, by their names. */
const levels = z.record(z.string(), finite);
/** What of the monitor section outlasts the program. A mute does not: silence without a reason on the screen would be a fault. */
const monitor = z.object({
  gainDb: finite.optional(),
  dim: z.boolean().optional(),
  dimDb: finite.optional(),
  mono: z.boolean().optional(),
});
/** How loud the click is, and how a recording is come to. Whether it clicks is not kept: nobody asked for it this time. */
const habits = z.object({
  metronomeGainDb: finite.optional(),
  countInBars: finite.optional(),
  preRollSeconds: finite.optional(),
});
export type TransportHabits = z.infer<typeof habits>;
/** What a musician calls the channels of each input, the first of them first; empty where it has no name. */
const inputNames = z.record(z.string(), z.array(z.string()));
const settings = z.object({
  choice: deviceChoice,
  calibrations: z.array(report),
  levelsDb: levels,
  // Absent in files of before 2026-11-22.
  monitor: monitor.default({}),
  inputNames: inputNames.default({}),
  habits: habits.default({}),
});
type Settings = z.infer<typeof settings>;

const FIRST: Settings = { choice: {}, calibrations: [], levelsDb: {}, monitor: {}, inputNames: {}, habits: {} };

/** A start is never louder than the first one was: what was turned up for one singer is turned up again by hand. */
const LOUDEST_START_DB = FIRST_MONITOR_SETTINGS.gainDb;

/**
 * The sound devices of this machine: which are chosen, how late each pair is, how loud each output, what their inputs are
 * called, and how the musician hears. No part of a session.
 */
export class DeviceSettings {
  readonly #file: string;
  #value: Settings;
  #writing: Promise<void> = Promise.resolve();

  private constructor(file: string, value: Settings) {
    this.#file = file;
    this.#value = value;
  }

  /** What was set before; a file that is absent or damaged counts for none. */
  static async load(file: string): Promise<DeviceSettings> {
    try {
      return new DeviceSettings(file, settings.parse(JSON.parse(await readFile(file, 'utf8'))));
    } catch {
      return new DeviceSettings(file, FIRST);
    }
  }

  /** All that the engine is to know. */
  get forEngine(): EngineDeviceChoice {
    return { ...this.#value.choice, roundTrips: this.roundTrips };
  }
  get roundTrips(): readonly RoundTrip[] {
    return this.#value.calibrations;
  }
  /** Newest first: one for each pair of devices, rate and buffer. */
  get calibrations(): readonly CalibrationReport[] {
    return this.#value.calibrations;
  }
  get levelsDb(): Readonly<Record<string, number>> {
    return this.#value.levelsDb;
  }

  /** What the monitor section begins with; its own level no louder than `LOUDEST_START_DB`. */
  get monitor(): MonitorChanges {
    const { gainDb, ...switches } = this.#value.monitor;
    return { ...switches, ...(gainDb !== undefined && { gainDb: Math.min(gainDb, LOUDEST_START_DB) }) };
  }
  get inputNames(): InputNames {
    return this.#value.inputNames;
  }
  get habits(): TransportHabits {
    return this.#value.habits;
  }

  /** What is absent stays. Like all that changes, it resolves when it is on the disk; a disk that refuses is no reason to stop. */
  choose(choice: DeviceChoice): Promise<void> {
    return this.#set({ choice: { ...this.#value.choice, ...choice } });
  }

  calibrated(found: CalibrationReport): Promise<void> {
    const others = this.#value.calibrations.filter((kept) => !isSamePair(kept, found));
    return this.#set({ calibrations: [found, ...others] });
  }

  setLevel(outputName: string, levelDb: number): Promise<void> {
    return this.#set({ levelsDb: { ...this.#value.levelsDb, [outputName]: levelDb } });
  }

  /** Of what a musician sets, that which outlasts the program. */
  keepMonitor(changes: MonitorChanges): Promise<void> {
    return this.#set({ monitor: { ...this.#value.monitor, ...monitor.parse(changes) } });
  }

  /** Of what a musician sets of the transport, that which outlasts the program. */
  keepHabits(changes: TransportHabits): Promise<void> {
    const kept = habits.parse(changes);
    return Object.keys(kept).length > 0 ? this.#set({ habits: { ...this.#value.habits, ...kept } }) : this.#writing;
  }

  /** @param channel of the input, counted from 1. @param name empty takes it away. */
  nameInput({ inputName, channel, name }: InputNaming): Promise<void> {
    const names = [...(this.#value.inputNames[inputName] ?? [])];
    while (names.length < channel) names.push('');
    names[channel - 1] = name.trim();
    return this.#set({ inputNames: { ...this.#value.inputNames, [inputName]: names } });
  }

  #set(changes: Partial<Settings>): Promise<void> {
    this.#value = { ...this.#value, ...changes };
    const text = `${JSON.stringify(this.#value, null, 2)}\n`;
    this.#writing = this.#writing.then(() => writeFileDurably(this.#file, text)).catch(() => undefined);
    return this.#writing;
  }
}

function isSamePair(one: RoundTrip, other: RoundTrip): boolean {
  return (
    one.inputName === other.inputName &&
    one.outputName === other.outputName &&
    one.sampleRateHz === other.sampleRateHz &&
    one.bufferFrames === other.bufferFrames
  );
}
