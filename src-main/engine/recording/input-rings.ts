import type { ArmedTrack } from './armed-tracks.ts';
import { InputRing } from './input-ring.ts';

/** How long an armed track is held from before record is pressed. */
export const PRE_CAPTURE_SECONDS = 60;
/** What the disk may lag behind before sound is lost, beyond the pre-capture that it has to take in first. */
const SLACK_SECONDS = 8;
/** Samples of all rings: a minute of 32 channels at 48 kHz, and the slack. What is armed beyond that is held for less. */
const MOST_SAMPLES = 32 * 48_000 * (PRE_CAPTURE_SECONDS + SLACK_SECONDS);

/** The rings of the armed tracks, and of those that roll and were disarmed since. */
export class InputRings {
  #sampleRateHz = 48_000;
  #tracks: readonly ArmedTrack[] = [];
  readonly #armed = new Map<string, InputRing>();
  #rolling: readonly InputRing[] = [];
  /** Each once: a list, so that the device's call makes no iterator. */
  #written: readonly InputRing[] = [];

  /** Holds what these tracks hear; a track with other channels than before begins anew. */
  follow(tracks: readonly ArmedTrack[], sampleRateHz: number): void {
    if (sampleRateHz !== this.#sampleRateHz) this.#armed.clear();
    this.#sampleRateHz = sampleRateHz;
    this.#tracks = tracks;
    for (const [trackId, ring] of this.#armed) {
      const track = tracks.find((one) => one.trackId === trackId);
      if (!track || track.channels.join() !== ring.channels.join()) this.#armed.delete(trackId);
    }
    for (const { trackId, channels } of tracks) {
      if (!this.#armed.has(trackId))
        this.#armed.set(trackId, new InputRing(channels, this.#capacityOf(channels.length)));
    }
    this.#list();
  }

  /** Another device follows: what is held of this one comes to the takes that roll, and to none that begins later. */
  endAll(): void {
    for (const ring of this.#written) ring.isEnded = true;
    this.#armed.clear();
    this.follow(this.#tracks, this.#sampleRateHz);
  }

  /** Rings of rolls go on as long as these do. */
  keep(rolling: readonly InputRing[]): void {
    this.#rolling = rolling;
    this.#list();
  }

  /** Of an armed track. */
  of(trackId: string): InputRing {
    return this.#armed.get(trackId) as InputRing;
  }

  /** A block of the device, `width` channels wide. It allocates nothing. */
  write(input: Float32Array, width: number, frames: number, atFrame: number): void {
    const rings = this.#written;
    for (let index = 0; index < rings.length; index++) (rings[index] as InputRing).write(input, width, frames, atFrame);
  }

  /** The oldest frame of a ring that a file can still begin with: what is overtaken soon is left out. */
  firstFrame(ring: InputRing): number {
    const slackFrames = SLACK_SECONDS * this.#sampleRateHz;
    return Math.max(ring.fromFrame, ring.toFrame - Math.max(0, ring.capacityFrames - slackFrames));
  }

  /** Seconds that every armed track is held for; 0 while none is armed. */
  get heldSeconds(): number {
    const held = [...this.#armed.values()].map((ring) => ring.toFrame - this.firstFrame(ring));
    return held.length === 0 ? 0 : Math.min(...held) / this.#sampleRateHz;
  }

  #capacityOf(channels: number): number {
    const taken = [...this.#armed.values()].reduce((sum, ring) => sum + ring.capacityFrames * ring.channels.length, 0);
    const room = Math.floor((MOST_SAMPLES - taken) / channels);
    const wanted = (PRE_CAPTURE_SECONDS + SLACK_SECONDS) * this.#sampleRateHz;
    return Math.max(SLACK_SECONDS * this.#sampleRateHz, Math.min(wanted, room));
  }

  #list(): void {
    this.#written = [...new Set([...this.#armed.values(), ...this.#rolling])];
  }
}
