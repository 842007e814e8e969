/**
 * What is heard of each track along the tape: its clips or its input. One for a session; it outlives every plan, so that
 * no exchange of plans is heard.
 */

import type { Kernels } from '../../../src-shared/dsp/core/kernels.ts';
import type { TransportState } from '../../../src-shared/protocol/answers.ts';
import type { MonitoredTrack } from '../../../src-shared/render/plan-monitor.ts';
import type { StreamMap } from '../../../src-shared/render/stream-map.ts';
import type { StripClips } from '../../../src-shared/render/strip-renderer.ts';
import { GatedClips } from './gated-clips.ts';
import { TapeGate, type TapeRange, type TapeSwitch } from './tape-gate.ts';

/** Blocks are at most so long (live-player.ts). */
export const MAX_BLOCK_FRAMES = 512;

const ALWAYS: TapeSwitch = { recording: true, playing: true, still: true };
const NEVER: TapeSwitch = { recording: false, playing: false, still: false };
/** As a tape machine: its input while it records or stands still, what is on the tape while it plays. */
const INPUT_OF_TAPE: TapeSwitch = { recording: true, playing: false, still: true };
const CLIPS_OF_TAPE: TapeSwitch = { recording: false, playing: true, still: true };

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
  #punch: TransportState['punch'] = null;
  readonly #clips = new Map<string, TapeGate>();
  readonly #inputs = new Map<string, TapeGate>();

  /** What of each track is heard; a track that is not among them plays its clips. */
  follow(tracks: readonly MonitoredTrack[]): void {
    const modes = new Map(tracks.map(({ trackId, monitor }) => [trackId, monitor]));
    for (const [trackId, gate] of this.#clips) gate.switch = clipsOf(modes.get(trackId));
    for (const [trackId, gate] of this.#inputs) gate.switch = inputOf(modes.get(trackId));
    for (const [trackId, mode] of modes) {
      if (!this.#inputs.has(trackId)) this.#inputs.set(trackId, new TapeGate(inputOf(mode), false));
      if (!this.#clips.has(trackId)) this.#clips.set(trackId, new TapeGate(clipsOf(mode), true));
    }
  }

  transportIs({ recording, playing, atFrames, punch, punchOn }: TransportState): void {
    // From a stop, a pre-roll goes back from where it will record; while it plays, it records at once.
    if (recording && !this.#isRecording)
      this.#waitsFor = !this.#isPlaying && atFrames < this.standsAt ? this.standsAt : null;
    this.#isRecording = recording;
    this.#isPlaying = playing;
    this.#punch = punchOn ? punch : null;
    if (!playing) this.standsAt = atFrames;
    this.#takeRange();
  }

  /** The song has come to a frame: behind a pre-roll it records wherever a loop goes. It allocates nothing. */
  heard(sessionFrame: number): void {
    if (this.#waitsFor === null || sessionFrame < this.#waitsFor) return;
    this.#waitsFor = null;
    this.#takeRange();
  }

  inputGate(trackId: string): TapeGate {
    return gateIn(this.#inputs, trackId, NEVER, false);
  }

  /** What stands between a track's clips and its strip. */
  gated(kernels: Kernels, trackId: string, clips: StripClips, map: StreamMap): StripClips {
    return new GatedClips({ kernels, clips, map, tape: this, gate: gateIn(this.#clips, trackId, ALWAYS, true) });
  }

  #takeRange(): void {
    if (!this.#isRecording) this.range = null;
    else if (this.#punch) this.range = this.#punch;
    else this.range = this.#waitsFor === null ? EVERYWHERE : { fromFrames: this.#waitsFor, toFrames: Infinity };
  }
}

const EVERYWHERE: TapeRange = { fromFrames: Number.NEGATIVE_INFINITY, toFrames: Number.POSITIVE_INFINITY };

function gateIn(gates: Map<string, TapeGate>, trackId: string, initial: TapeSwitch, isOpen: boolean): TapeGate {
  let gate = gates.get(trackId);
  if (!gate) {
    gate = new TapeGate(initial, isOpen);
    gates.set(trackId, gate);
  }
  return gate;
}

function inputOf(mode: MonitoredTrack['monitor'] | undefined): TapeSwitch {
  if (mode === undefined || mode === 'off') return NEVER;
  return mode === 'auto' ? INPUT_OF_TAPE : ALWAYS;
}

function clipsOf(mode: MonitoredTrack['monitor'] | undefined): TapeSwitch {
  if (mode === 'input') return NEVER;
  return mode === 'auto' ? CLIPS_OF_TAPE : ALWAYS;
}
