/** Recording: what rolls, how it grows, and what a musician asks of it. */
import * as z from 'zod';
import type { EngineState, TransportState } from './answers.ts';
import { nothing, request } from './request.ts';

/** How takes are written: 32-bit float keeps what is louder than full scale. */
export const takeBitDepth = z.enum(['24', '32f']);
export type TakeBitDepth = z.infer<typeof takeBitDepth>;

/** A file that grows: one for each armed track, from record to stop without a gap. */
export type RollingTake = {
  readonly trackId: string;
  /** What the take will be called. */
  readonly name: string;
  /** Relative to the session's folder. */
  readonly path: string;
  readonly channels: number;
  /** Where on the timeline the take of this pass begins; null until it does (count-in, pre-roll, before a punch). */
  readonly startFrames: number | null;
  /** Where in the file that is. */
  readonly offsetFrames: number;
  /** How long the take of this pass is so far. */
  readonly lengthFrames: number;
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
  /** Discards, and records again from the same place. */
  'record/retake': request<TransportState>()(nothing),
  'record/state': request<RecordingState>()(nothing),
  /**
   * Has a take heard alone on its track, for the ear: the comp stays as it is, and so does the bounce. Null ends it, and so
   * do a change of the comp, a recording and the end of the client.
   */
  'take/audition': request<EngineState>()(z.strictObject({ takeId: z.string().nullable() })),
  /** How takes are written on this machine, from the next on. */
  'record/set': request<RecordingState>()(z.strictObject({ bitDepth: takeBitDepth })),
};
