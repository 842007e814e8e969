import type { Session } from '../../src-shared/session/session.ts';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { clickSound } from './click-sound.ts';

type Beat = { frame: number; isAccent: boolean };

/** Adds clicks on the beats of the session's tempo map to what is heard; the first beat of a bar is higher. */
export class Metronome {
  /** Linear. */
  gain = 1;
  /** False lets a click that sounds end, and starts none. */
  isOn = false;
  readonly #accent: Float32Array;
  readonly #plain: Float32Array;
  #tempo: TempoMap;
  readonly #next: Beat = { frame: 0, isAccent: true };
  /** Where the stream is expected to go on; NaN makes it look for the next beat. */
  #expected = Number.NaN;
  #sounding: Float32Array | undefined;
  #soundingAt = 0;

  constructor(session: Session) {
    const { sampleRateHz } = session.settings.session;
    this.#accent = clickSound(sampleRateHz, true);
    this.#plain = clickSound(sampleRateHz, false);
    this.#tempo = new TempoMap(session);
  }

  /** Takes the tempos and metres of a changed session. */
  follow(session: Session): void {
    this.#tempo = new TempoMap(session);
    this.#expected = Number.NaN;
  }

  /** Frames of `bars` bars in the tempo and metre of a place. */
  countInFrames(atFrame: number, bars: number): number {
    return Math.round(bars * this.#beatsInBar(atFrame) * this.#beatFrames(atFrame));
  }

  /** Which beat of a count-in it is, counted from 1, `elapsed` frames after it began. */
  countInBeat(elapsed: number, startFrame: number): number {
    return Math.floor(elapsed / this.#beatFrames(startFrame)) + 1;
  }

  /**
   * Adds what clicks in `frames` frames from session frame `from` on; `output` is interleaved stereo, from its frame `at`.
   */
  play(output: Float32Array, at: number, frames: number, from: number): void {
    const { isOn } = this;
    if (!isOn) this.#expected = Number.NaN;
    else if (from !== this.#expected) this.#seek(from);
    let done = 0;
    while (done < frames) {
      const untilBeat = isOn ? this.#next.frame - (from + done) : frames;
      const count = Math.min(frames - done, Math.max(0, untilBeat));
      this.#sound(output, at + done, count);
      done += count;
      if (isOn && from + done === this.#next.frame && done < frames) {
        this.#strike(this.#next.isAccent);
        this.#seek(this.#next.frame + 1);
      }
    }
    if (isOn) this.#expected = from + frames;
  }

  /** Adds the clicks of a count-in. @param elapsed frames since it began. @param startFrame where playing will start. */
  countIn(output: Float32Array, at: number, span: { frames: number; elapsed: number; startFrame: number }): void {
    const { frames, elapsed, startFrame } = span;
    const beatFrames = this.#beatFrames(startFrame);
    const beatsInBar = this.#beatsInBar(startFrame);
    let done = 0;
    while (done < frames) {
      let beat = Math.floor((elapsed + done) / beatFrames);
      // The first one whose nearest frame is not past.
      if (Math.round(beat * beatFrames) < elapsed + done) beat++;
      const beatAt = Math.round(beat * beatFrames) - elapsed;
      const count = Math.min(frames - done, Math.max(0, beatAt - done));
      this.#sound(output, at + done, count);
      done += count;
      if (done >= frames) break;
      this.#strike(beat % beatsInBar === 0);
      this.#sound(output, at + done, 1);
      done++;
    }
  }

  /** Silence at once. */
  reset(): void {
    this.#sounding = undefined;
    this.#expected = Number.NaN;
  }

  #strike(isAccent: boolean): void {
    this.#sounding = isAccent ? this.#accent : this.#plain;
    this.#soundingAt = 0;
  }

  #sound(output: Float32Array, at: number, frames: number): void {
    const sound = this.#sounding;
    if (!sound || frames === 0) return;
    const samples = Math.min(frames * 2, sound.length - this.#soundingAt);
    for (let sample = 0; sample < samples; sample++) {
      const place = 2 * at + sample;
      output[place] = (output[place] as number) + this.gain * (sound[this.#soundingAt + sample] as number);
    }
    this.#soundingAt += samples;
    if (this.#soundingAt === sound.length) this.#sounding = undefined;
  }

  /** Finds the first beat at or after a frame. */
  #seek(frame: number): void {
    const place = this.#tempo.barAt(Math.max(0, frame));
    let bar = place.bar;
    let beat = Math.ceil(place.beat - 1e-9);
    for (;;) {
      if (beat > this.#tempo.metreAt(bar).numerator) {
        bar++;
        beat = 1;
      }
      this.#next.frame = Math.round(this.#tempo.framesAtBar({ bar, beat }));
      this.#next.isAccent = beat === 1;
      if (this.#next.frame >= frame) return;
      beat++;
    }
  }

  #beatsInBar(atFrame: number): number {
    return this.#tempo.metreAt(this.#tempo.barAt(atFrame).bar).numerator;
  }

  /** Frames of one of the metre's own beats. */
  #beatFrames(atFrame: number): number {
    const { bar } = this.#tempo.barAt(atFrame);
    const beats = this.#tempo.beatsAt(atFrame);
    const quarters = 4 / this.#tempo.metreAt(bar).denominator;
    return this.#tempo.framesAt(beats + quarters) - this.#tempo.framesAt(beats);
  }
}
