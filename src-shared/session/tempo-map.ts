/**
 * The timeline in beats and bars. A beat is a quarter note, whatever the metre; positions count from 0 at frame 0. A
 * tempo holds until the next; a metre holds from its bar on. Numbers are exact to double precision, so a frame that is
 * turned into beats or bars and back, and rounded, is the same frame.
 */
import type { Metre } from './records/metre.ts';
import type { Session } from './session.ts';

/** A place in bars: bars and beats count from 1 as musicians do; `beat` counts the metre's own beats (its denominator) and may be broken. */
export type BarPosition = { readonly bar: number; readonly beat: number };

type TempoPart = {
  readonly atFrames: number;
  readonly atBeats: number;
  readonly bpm: number;
  readonly framesPerBeat: number;
};
type MetrePart = {
  readonly bar: number;
  readonly atBeats: number;
  readonly numerator: number /** Quarter notes of one of its beats. */;
  readonly quarters: number;
};

/** The last part that begins at or before `position`; the first when none does. */
function partAt<Part>(parts: readonly Part[], startOf: (part: Part) => number, position: number): Part {
  let low = 0;
  let high = parts.length;
  while (high - low > 1) {
    const middle = (low + high) >>> 1;
    if (startOf(parts[middle] as Part) <= position) low = middle;
    else high = middle;
  }
  return parts[low] as Part;
}

/** Built once for a session's tempos, metres and sample rate; build it anew when they change. */
export class TempoMap {
  readonly #tempos: readonly TempoPart[];
  readonly #metres: readonly MetrePart[];

  constructor(session: Pick<Session, 'settings' | 'tempos' | 'metres'>) {
    this.#tempos = tempoParts(session, session.settings.session.sampleRateHz);
    this.#metres = metreParts(Object.values(session.metres));
  }

  tempoAt(frame: number): number {
    return partAt(this.#tempos, (part) => part.atFrames, frame).bpm;
  }

  metreAt(bar: number): { readonly numerator: number; readonly denominator: number } {
    const { numerator, quarters } = partAt(this.#metres, (part) => part.bar, bar);
    return { numerator, denominator: 4 / quarters };
  }

  /** Beats (quarter notes) from frame 0; frames before 0 go on backwards in the first tempo. */
  beatsAt(frame: number): number {
    const part = partAt(this.#tempos, (tempo) => tempo.atFrames, frame);
    return part.atBeats + (frame - part.atFrames) / part.framesPerBeat;
  }

  /** The place of a beat in frames, broken: round it to put something there. */
  framesAt(beats: number): number {
    const part = partAt(this.#tempos, (tempo) => tempo.atBeats, beats);
    return part.atFrames + (beats - part.atBeats) * part.framesPerBeat;
  }

  /** The bar and beat of a frame; the frame nearest to a beat is that beat, as the grid put it there. */
  barAt(frame: number): BarPosition {
    const beats = this.beatsAt(frame);
    const part = partAt(this.#metres, (metre) => metre.atBeats, beats);
    const exactly = (beats - part.atBeats) / part.quarters;
    const whole = Math.round(exactly);
    const inBeats = Math.round(this.framesAt(part.atBeats + whole * part.quarters)) === frame ? whole : exactly;
    const bars = Math.floor(inBeats / part.numerator);
    return { bar: part.bar + bars, beat: inBeats - bars * part.numerator + 1 };
  }

  /** The place of a bar and beat in frames, broken: round it to put something there. */
  framesAtBar({ bar, beat }: BarPosition): number {
    const part = partAt(this.#metres, (metre) => metre.bar, bar);
    return this.framesAt(part.atBeats + ((bar - part.bar) * part.numerator + beat - 1) * part.quarters);
  }

  /** The whole frame nearest to `frame` on a grid of `stepBeats` quarter notes that starts anew in every bar. */
  nearestGridFrame(frame: number, stepBeats: number): number {
    const { bar } = this.barAt(frame);
    const start = this.beatsAt(this.framesAtBar({ bar, beat: 1 }));
    const end = this.beatsAt(this.framesAtBar({ bar: bar + 1, beat: 1 }));
    const beats = this.beatsAt(frame);
    const line = Math.min(end, start + Math.round((beats - start) / stepBeats) * stepBeats);
    const nearest = end - beats < Math.abs(beats - line) ? end : line;
    return Math.max(0, Math.round(this.framesAt(nearest)));
  }
}

function tempoParts({ tempos }: Pick<Session, 'tempos'>, sampleRateHz: number): TempoPart[] {
  const parts: TempoPart[] = [];
  for (const { atFrames, bpm } of Object.values(tempos).sort((a, b) => a.atFrames - b.atFrames)) {
    const last = parts[parts.length - 1];
    const atBeats = last ? last.atBeats + (atFrames - last.atFrames) / last.framesPerBeat : 0;
    parts.push({ atFrames, atBeats, bpm, framesPerBeat: (60 * sampleRateHz) / bpm });
  }
  return parts;
}

function metreParts(metres: readonly Metre[]): MetrePart[] {
  const parts: MetrePart[] = [];
  for (const { bar, numerator, denominator } of [...metres].sort((a, b) => a.bar - b.bar)) {
    const last = parts[parts.length - 1];
    const atBeats = last ? last.atBeats + (bar - last.bar) * last.numerator * last.quarters : 0;
    parts.push({ bar, atBeats, numerator, quarters: 4 / denominator });
  }
  return parts;
}
