/** What a musician hears of themselves, and how late: the monitor section and the calibration of a device pair. */
import * as z from 'zod';
import { nothing, request } from './request.ts';

/** What the musician sets. It touches what goes to the device alone: never a take, never a bounce. */
export type MonitorSettings = {
  /** Level of the monitored inputs beside the song, in dB. */
  readonly gainDb: number;
  /** Everything `dimDb` softer for a moment: to talk. */
  readonly dim: boolean;
  readonly dimDb: number;
  /** Left and right as one, to hear what a small loudspeaker makes of it. */
  readonly mono: boolean;
  /** Nothing goes to the device. */
  readonly muted: boolean;
  /** Level of everything that goes to the device, in dB; kept for each device by its name. */
  readonly outputGainDb: number;
};

export const FIRST_MONITOR_SETTINGS: MonitorSettings = {
  gainDb: 0,
  dim: false,
  dimDb: -20,
  mono: false,
  muted: false,
  outputGainDb: 0,
};

/** Where a device begins that was chosen for the first time, until the musician sets its level. */
export const SAFE_START_DB = -20;

/** How long inputs are metered for one who looks at them. */
export const LISTEN_SECONDS = 4;

/** At most 10 ms; at most 25 ms; more. */
export type RoundTripVerdict = 'excellent' | 'fine' | 'late';

/** A device that would make the musician late and is left out where they hear themselves; the mix has it as before. */
export type SteppedAside = {
  readonly deviceId: string;
  readonly stripId: string;
  /** The monitored tracks whose sound it would have passed. */
  readonly trackIds: readonly string[];
  readonly why: 'late' | 'keyed';
  /** How late it is in the mix, in frames of the session. */
  readonly latencyFrames: number;
};

export type MonitorState = MonitorSettings & {
  /** True while a new device is held at `SAFE_START_DB`. */
  readonly isSafeStart: boolean;
  /** Tracks whose input is heard now. */
  readonly heardTrackIds: readonly string[];
  readonly steppedAside: readonly SteppedAside[];
  /** By track: how many frames of the session earlier it is heard for what stepped aside on its longest way. */
  readonly savedFrames: Readonly<Record<string, number>>;
  /** From the microphone to the headphones, in frames of the device; null where there is no input, or nothing is heard. */
  readonly roundTripFrames: number | null;
  readonly roundTripMs: number | null;
  /** False: it is what the device says, not what was measured. */
  readonly isMeasured: boolean;
  readonly verdict: RoundTripVerdict | null;
  /** The verdict in a sentence, with the way out where there is one, or why there is none; a howl that was muted comes first. */
  readonly sentence: string;
  /** The guard muted a howl: no input is heard until `muted` is set to false, or monitoring was off on every track. */
  readonly isHowlMuted: boolean;
};

/** Nothing is heard of any input, and no device is known. */
export const FIRST_MONITOR: MonitorState = {
  ...FIRST_MONITOR_SETTINGS,
  isSafeStart: false,
  heardTrackIds: [],
  steppedAside: [],
  savedFrames: {},
  roundTripFrames: null,
  roundTripMs: null,
  isMeasured: false,
  verdict: null,
  sentence: '',
  isHowlMuted: false,
};

/** Loop cable from an output to an input, or loudspeaker to microphone. */
export type CalibrationWay = 'cable' | 'air';

/** How late a sound comes back through one pair of devices at one rate and buffer, measured. */
export type CalibrationReport = {
  readonly inputName: string;
  readonly outputName: string;
  readonly sampleRateHz: number;
  readonly bufferFrames: number;
  readonly how: CalibrationWay;
  /** Counted from 1. */
  readonly inputChannel: number;
  readonly outputChannel: number;
  /** What placement takes off. */
  readonly roundTripFrames: number;
  /** The same between the frames. */
  readonly exactFrames: number;
  readonly milliseconds: number;
  /** What is left when it is measured again with the compensation in place: 0 by cable. */
  readonly residualFrames: number;
  /** Peak of what came back, in dBFS. */
  readonly levelDb: number;
  /** How far the chirp stands above the next thing that is like it, in dB. */
  readonly confidenceDb: number;
  /** What came back has its polarity turned. */
  readonly isInverted: boolean;
  /** In milliseconds since 1970. */
  readonly atMs: number;
  readonly sentence: string;
};

export type CalibrationState = {
  /** What is under way. */
  readonly running: { readonly jobId: string; readonly step: 'playing' | 'verifying' } | null;
  /** Of the devices, the rate and the buffer in use; null: they are not calibrated. */
  readonly report: CalibrationReport | null;
  /** Says whether what is in use is calibrated, or why the last attempt failed and what to do. */
  readonly sentence: string;
  /** Every result that is kept, newest first. */
  readonly kept: readonly CalibrationReport[];
};

const levelDb = z.number().max(12);

export const monitorChanges = z.strictObject({
  gainDb: levelDb.optional(),
  dim: z.boolean().optional(),
  dimDb: z.number().min(-60).max(0).optional(),
  mono: z.boolean().optional(),
  muted: z.boolean().optional(),
  outputGainDb: z.number().max(0).optional(),
});
export type MonitorChanges = z.infer<typeof monitorChanges>;

export const calibrationStart = z.strictObject({
  way: z.enum(['cable', 'air']),
  /** Counted from 1. */
  inputChannel: z.number().int().min(1).max(128),
  outputChannel: z.number().int().min(1).max(2),
  /** Peak of the chirp in dBFS. Default −12 by cable, −24 through the air. */
  levelDb: z.number().min(-60).max(0).optional(),
});
export type CalibrationStart = z.infer<typeof calibrationStart>;

export const monitoringRequests = {
  'monitor/state': request<MonitorState>()(nothing),
  'monitor/set': request<MonitorState>()(monitorChanges),
  /** Forgets that inputs clipped: of one channel (counted from 1), or of all. */
  'monitor/clearClips': request<{ cleared: boolean }>()(
    z.strictObject({ channel: z.number().int().min(1).nullable() }),
  ),
  /** Meters the inputs for the next `LISTEN_SECONDS`, though no track is armed: asked again while somebody looks. */
  'monitor/listen': request<{ listening: boolean }>()(nothing),
};

export const calibrationRequests = {
  'calibration/state': request<CalibrationState>()(nothing),
  /** Stops the song, plays a chirp, finds it in what comes back, and plays it again to verify, as a job. */
  'calibration/start': request<{ jobId: string }>()(calibrationStart),
};
