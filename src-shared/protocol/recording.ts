/** Recording: what rolls, how it grows, and what a musician asks of it. */
import * as z from 'zod';
import type { RecordedStretch, RolledRun } from '../session/recording-log.ts';
import type { EngineState, Peaks, TransportState } from './answers.ts';
import { nothing, request } from './request.ts';

/** How takes are written: 32-bit float keeps what is louder than full scale. */
export const takeBitDepth = z.enum(['24', '32f']);
export type TakeBitDepth = z.infer<typeof takeBitDepth>;

/** A file that grows: one for each armed track, from record to stop without a gap. */
export type RollingTake = {
  readonly trackId: string;
  /** Relative to the session's folder. */
  readonly path: string;
  readonly channels: number;
  /** The tape that it is of, by the name of its log: the files of one tape have the same passes (`RolledPasses`). */
  readonly roll: string;
  /** The output frame that the file's first frame was played against (session/recording-log.ts). */
  readonly fromAt: number;
  /** How many passes of the tape are over. */
  readonly passes: number;
  /** The pass that goes on, as far as it came; null until one does (count-in, pre-roll, before a punch). */
  readonly stretch: RecordedStretch | null;
};

/** Sound that was lost, on the clock of the output as `RollingTake.fromAt` is; absent, the track is every one. */
export type RolledLoss = { readonly at: number; readonly lengthFrames: number; readonly trackId?: string };

/** What of a tape is over and stands: more of it than was told before. Its passes are takes at the stop, a track each. */
export type RolledPasses = {
  readonly roll: string;
  /** How many were told before these. */
  readonly fromPass: number;
  readonly passes: readonly RolledRun[];
  readonly fromLoss: number;
  readonly losses: readonly RolledLoss[];
};

export type RecordingState = {
  /** From record until the files are closed. */
  readonly isRecording: boolean;
  readonly takes: readonly RollingTake[];
  /** Times that the interface lost sound since this recording began. */
  readonly dropouts: number;
  /** How long the disk lasts for all armed tracks; null where the system does not say, or nothing is armed. */
  readonly diskSecondsLeft: number | null;
  /** What is held from before record is pressed, of the armed tracks; 0 while none is armed. */
  readonly preCaptureSeconds: number;
  /** What placement takes off: calibrated, or what the device says. */
  readonly roundTripFrames: number;
  readonly isCalibrated: boolean;
  readonly bitDepth: TakeBitDepth;
};

export const FIRST_RECORDING: RecordingState = {
  isRecording: false,
  takes: [],
  dropouts: 0,
  diskSecondsLeft: null,
  preCaptureSeconds: 0,
  roundTripFrames: 0,
  isCalibrated: false,
  bitDepth: '32f',
};

/** A disk with less than this left deserves a word. */
export const LITTLE_DISK_SECONDS = 600;

/** Frames of a column of a growing waveform. */
export const GROWING_COLUMN_FRAMES = 256;

/** The newest columns of a growing file, laid out as in `Peaks`; column n begins at the file's frame n · framesPerColumn. */
export type RecordingColumns = {
  readonly trackId: string;
  readonly path: string;
  readonly fromColumn: number;
  readonly framesPerColumn: number;
  readonly channels: number;
  readonly columns: Float32Array;
};

export const recordingRequests = {
  /**
   * Records the armed tracks: from the play position, or from what is heard now; switched off, the takes are kept and
   * the song plays on. Refused with a sentence when nothing is armed or no armed track has its input.
   */
  'transport/record': request<TransportState>()(z.strictObject({ on: z.boolean() })),
  /** Ends the recording and takes its step back, or the last recording when that was the last step; redo brings it back. */
  'record/discard': request<RecordingState>()(nothing),
  /** The recording ends and its takes stay in their lanes, but its track plays what it played before; then it records again from the same place. */
  'record/retake': request<TransportState>()(nothing),
  'record/state': request<RecordingState>()(nothing),
  /** All that is over of the tapes that roll: for a client that came later. */
  'record/passes': request<readonly RolledPasses[]>()(nothing),
  /** As `media/peaks`, of a file that is being recorded, or was a moment ago: what a client did not see grow. */
  'record/peaks': request<Peaks>()(
    z.strictObject({
      path: z.string().min(1),
      fromColumn: z.number().int().min(0),
      columns: z.number().int().min(1).max(4096),
    }),
  ),
  /**
   * Has a take heard alone on its track, for the ear: the comp stays as it is, and so does the bounce. Null ends it, and so
   * do a change of the comp, a recording and the end of the client.
   */
  'take/audition': request<EngineState>()(z.strictObject({ takeId: z.string().nullable() })),
  /** How takes are written on this machine, from the next on. */
  'record/set': request<RecordingState>()(z.strictObject({ bitDepth: takeBitDepth })),
};
