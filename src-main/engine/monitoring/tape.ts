/**
 * What is heard of each track along the tape: its clips or its input. One for a session; it outlives every plan, so that
 * no exchange of plans is heard.
 */

import type { Kernels } from '../../../src-shared/dsp/core/kernels.ts';
import type { TransportState } from '../../../src-shared/protocol/answers.ts';
import { punchRange } from '../../../src-shared/protocol/punch.ts';
import type { MonitoredTrack } from '../../../src-shared/render/plan-monitor.ts';
import type { StreamMap } from '../../../src-shared/render/stream-map.ts';
import type { StripClips } from '../../../src-shared/render/strip-renderer.ts';
import { GatedClips } from './gated-clips.ts';
import { TapeGate, type TapeRange, type TapeSwitch } from './tape-gate.ts';

/** Blocks are at most so long (live-player.ts). */
export const MAX_BLOCK_FRAMES = 512;

const EVERYWHERE: TapeRange = { fromFrames: Number.NEGATIVE_INFINITY, toFrames: Number.POSITIVE_INFINITY };
const ALWAYS: TapeSwitch = { recording: true, playing: true, still: true };
const NEVER: TapeSwitch = { recording: false, playing: false, still: false };

export class Tape {
  /** Where it records; null where it does not. */
  range: TapeRange | null = null;
  /** Where the song stands while it is stopped. */
  standsAt = 0;
  /** Of a block's frames while a gate moves: of one track after the other. */
  readonly gains = new Float32Array(MAX_BLOCK_FRAMES);
  #isRecording = false;
  #isPlaying = false;
  #waitsFor: number | null = null;
  /** What the punch leaves of it. */
  #punch: TapeRange = EVERYWHERE;
  #modes: ReadonlyMap<string, MonitoredTrack['monitor']> = new Map();
  #recorded: ReadonlySet<string> = new Set();
  readonly #clips = new Map<string, TapeGate>();
  readonly #inputs = new Map<string, TapeGate>();

  /** What of each track is heard; a track that is not among them plays its clips. */
  follow(tracks: readonly MonitoredTrack[]): void {
    this.#modes = new Map(tracks.map(({ trackId, monitor }) => [trackId, monitor]));
    this.#switchGates();
    for (const { trackId } of tracks) {
      this.inputGate(trackId);
      this.#clipsGate(trackId);
    }
  }

  /** @param recordedTrackIds the tracks whose input is being recorded: what is on their tape is silent there. */
  transportIs(transport: TransportState, recordedTrackIds: readonly string[]): void {
    const { recording, playing, atFrames, preRollSeconds } = transport;
    const punch = punchRange(transport);
    // From a stop, a pre-roll goes back from where it will record; while it plays, it records at once.
    if (recording && !this.#isRecording) {
      const target = preRollSeconds > 0 ? (punch?.fromFrames ?? this.standsAt) : this.standsAt;
      this.#waitsFor = !this.#isPlaying && atFrames < target ? target : null;
    }
    this.#isRecording = recording;
    this.#isPlaying = playing;
    this.#punch = punch
      ? { fromFrames: punch.fromFrames ?? EVERYWHERE.fromFrames, toFrames: punch.toFrames ?? EVERYWHERE.toFrames }
      : EVERYWHERE;
    if (!playing) this.standsAt = atFrames;
    // While a song that was stopped fades, it is heard as before.
    if (!recording && !playing) return;
    this.#recorded = new Set(recordedTrackIds);
    this.#switchGates();
    this.#takeRange();
  }

  /** The song has come to a frame: behind a pre-roll it records wherever a loop goes. It allocates nothing. */
  heard(sessionFrame: number): void {
    if (this.#waitsFor === null || !this.#isRecording || sessionFrame < this.#waitsFor) return;
    this.#waitsFor = null;
    this.#takeRange();
  }

  inputGate(trackId: string): TapeGate {
    return gateIn(this.#inputs, trackId, this.#inputSwitch(trackId), false);
  }

  /** What stands between a track's clips and its strip. */
  gated(kernels: Kernels, trackId: string, clips: StripClips, map: StreamMap): StripClips {
    return new GatedClips({ kernels, clips, map, tape: this, gate: this.#clipsGate(trackId) });
  }

  #clipsGate(trackId: string): TapeGate {
    return gateIn(this.#clips, trackId, this.#clipsSwitch(trackId), true);
  }

  #switchGates(): void {
    for (const [trackId, gate] of this.#clips) gate.switch = this.#clipsSwitch(trackId);
    for (const [trackId, gate] of this.#inputs) gate.switch = this.#inputSwitch(trackId);
  }

  /** As a tape machine: its input while it records or stands still, what is on the tape while it plays. */
  #inputSwitch(trackId: string): TapeSwitch {
    const mode = this.#modes.get(trackId) ?? 'off';
    if (mode === 'auto') return { recording: this.#recorded.has(trackId), playing: false, still: true };
    return mode === 'off' ? NEVER : ALWAYS;
  }

  /** What is being replaced is not heard, whatever of the input is; but `cue` asks for both. */
  #clipsSwitch(trackId: string): TapeSwitch {
    const mode = this.#modes.get(trackId) ?? 'off';
    if (mode === 'input') return NEVER;
    return mode === 'cue' ? ALWAYS : { recording: !this.#recorded.has(trackId), playing: true, still: true };
  }

  #takeRange(): void {
    if (!this.#isRecording) this.range = null;
    else if (this.#waitsFor === null) this.range = this.#punch;
    else this.range = { ...this.#punch, fromFrames: Math.max(this.#waitsFor, this.#punch.fromFrames) };
  }
}

function gateIn(gates: Map<string, TapeGate>, trackId: string, initial: TapeSwitch, isOpen: boolean): TapeGate {
  let gate = gates.get(trackId);
  if (!gate) {
    gate = new TapeGate(initial, isOpen);
    gates.set(trackId, gate);
  }
  return gate;
}
