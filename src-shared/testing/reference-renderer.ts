/**
 * The mixer written a second time, slow and obvious: whole buffers in double precision, strip by strip from the master
 * backwards, with no blocks, no delay lines and no latency at all. A device is a function of a sample and its key; since
 * every path is compensated, how late a device is only shows in where the control steps of automation lie.
 */
import { channelMatrix, type PanLaw, panGains } from '../dsp/channel/channel.ts';
import { CONTROL_STEP_FRAMES } from '../dsp/core/control-step.ts';
import type { ParameterValue } from '../dsp/core/parameter-spec.ts';
import type { Route } from '../render/routing.ts';
import { openRoutes } from '../render/solo.ts';
import { laneValueAt } from '../session/automation-curve.ts';
import { segmentGainAt, trackSegments } from '../session/clip-envelope.ts';
import { laneSpec } from '../session/lane-spec.ts';
import type { Lane } from '../session/records/lane.ts';
import type { Strip } from '../session/records/strip.ts';
import type { Session } from '../session/session.ts';
import { dbToGain } from '../units/decibel.ts';
import type { MemoryMedia } from './memory-media.ts';
import { duckEffect, warmEffect } from './test-devices.ts';

type Signal = Float64Array;
type RenderedStrip = {
  readonly pre: Signal;
  readonly post: Signal;
  readonly inputLate: number;
  readonly outputLate: number;
};

/** The master's output from session frame 0, interleaved stereo; devices may be `warm` and `duck`. */
export function referenceRender(
  session: Session,
  media: Readonly<Record<string, MemoryMedia>>,
  frames: number,
): Signal {
  return new Reference(session, media, frames).strip('master').post;
}

class Reference {
  readonly #session: Session;
  readonly #media: Readonly<Record<string, MemoryMedia>>;
  readonly #frames: number;
  readonly #rendered = new Map<string, RenderedStrip>();
  readonly #open: ReadonlySet<string>;

  constructor(session: Session, media: Readonly<Record<string, MemoryMedia>>, frames: number) {
    this.#session = session;
    this.#media = media;
    this.#frames = frames;
    const strips = Object.values(session.strips);
    this.#open = openRoutes(
      strips,
      strips.flatMap((strip) => this.#routesFrom(strip)),
    );
  }

  strip(id: string): RenderedStrip {
    let rendered = this.#rendered.get(id);
    if (!rendered) {
      rendered = this.#render(this.#session.strips[id] as Strip);
      this.#rendered.set(id, rendered);
    }
    return rendered;
  }

  #routesFrom(strip: Strip): Route[] {
    const routes: Route[] = [];
    if (strip.outputId !== null)
      routes.push({ id: `output:${strip.id}`, kind: 'output', fromId: strip.id, toId: strip.outputId });
    for (const sendId of strip.sendIds) {
      const send = this.#session.sends[sendId] as Session['sends'][string];
      routes.push({ id: `send:${sendId}`, kind: 'send', fromId: strip.id, toId: send.busId, send });
    }
    return routes;
  }

  #render(strip: Strip): RenderedStrip {
    const feeders = Object.values(this.#session.strips).flatMap((from) =>
      this.#routesFrom(from).flatMap((route) =>
        route.toId === strip.id ? [{ route, from: this.strip(from.id) }] : [],
      ),
    );
    const inputLate = Math.max(0, ...feeders.map(({ from }) => from.outputLate));
    const signal = this.#clips(strip.id);
    for (const { route, from } of feeders) {
      if (!this.#open.has(route.id)) continue;
      const send = route.kind === 'send' ? route.send : undefined;
      const source = send?.pre ? from.pre : from.post;
      const gains = this.#moving(
        inputLate,
        send?.gainDb ?? 0,
        this.#lane((lane) => lane.target.kind === 'send' && lane.target.sendId === send?.id),
      );
      for (let index = 0; index < signal.length; index++) {
        signal[index] = (signal[index] as number) + (source[index] as number) * (gains[index >> 1] as number);
      }
    }
    let late = inputLate;
    for (const deviceId of strip.deviceIds) {
      const { type, enabled, sidechainId, values } = this.#session.devices[deviceId] as Session['devices'][string];
      const key = type === 'duck' && sidechainId !== null ? this.strip(sidechainId) : undefined;
      late = Math.max(late, key?.outputLate ?? 0) + ((values['latencyFrames'] as number | undefined) ?? 0);
      if (!enabled) continue;
      const effect = type === 'warm' ? warmEffect : duckEffect;
      for (let index = 0; index < signal.length; index++) {
        const sample = signal[index] as number;
        signal[index] = effect(sample, key ? (key.post[index] as number) : sample);
      }
    }
    return { pre: signal, post: this.#channel(strip, signal, late), inputLate, outputLate: late };
  }

  #clips(trackId: string): Signal {
    const signal = new Float64Array(this.#frames * 2);
    for (const segment of trackSegments(this.#session, trackId)) {
      const { channels, samples } = this.#media[segment.mediaId] as MemoryMedia;
      for (let frame = segment.startFrames; frame < Math.min(segment.endFrames, this.#frames); frame++) {
        const gain = segmentGainAt(segment, frame);
        const at = (segment.offsetFrames + frame - segment.startFrames) * channels;
        const left = samples[at] ?? 0;
        const right = channels === 1 ? left : (samples[at + 1] ?? 0);
        signal[frame * 2] = (signal[frame * 2] as number) + left * gain;
        signal[frame * 2 + 1] = (signal[frame * 2 + 1] as number) + right * gain;
      }
    }
    return signal;
  }

  #channel(strip: Strip, input: Signal, late: number): Signal {
    const lanes = Object.values(this.#session.lanes).filter(
      (lane) => lane.enabled && lane.points.length > 0 && lane.stripId === strip.id && lane.target.kind === 'channel',
    );
    const valueAt = (key: string, frame: number): ParameterValue | undefined => {
      const lane = lanes.find((candidate) => candidate.key === key);
      return lane ? this.#laneValue(lane, frame) : strip.channel[key];
    };
    const matrixAt = (frame: number): readonly number[] => {
      const sign = valueAt('polarity', frame) === true ? -1 : 1;
      const gain =
        valueAt('mute', frame) === true ? 0 : dbToGain((valueAt('gainDb', frame) as number | undefined) ?? 0);
      const pan = panGains(
        (strip.channel['panLaw'] as PanLaw | undefined) ?? 'balance',
        (valueAt('pan', frame) as number | undefined) ?? 0,
      );
      return channelMatrix(sign * gain, (valueAt('width', frame) as number | undefined) ?? 1, pan);
    };
    const output = new Float64Array(input.length);
    this.#overSteps(late, matrixAt, (frame, from, to, part) => {
      const [ll, lr, rl, rr] = from.map((value, index) => value + ((to[index] as number) - value) * part) as [
        number,
        number,
        number,
        number,
      ];
      const left = input[frame * 2] as number;
      const right = input[frame * 2 + 1] as number;
      output[frame * 2] = ll * left + lr * right;
      output[frame * 2 + 1] = rl * left + rr * right;
    });
    return output;
  }

  /** A gain at every frame, moved by a lane where there is one. */
  #moving(late: number, db: number, lane: Lane | undefined): Float64Array {
    const gains = new Float64Array(this.#frames);
    const gainAt = (frame: number) => dbToGain(lane ? (this.#laneValue(lane, frame) as number) : db);
    this.#overSteps(late, gainAt, (frame, from, to, part) => {
      gains[frame] = from + (to - from) * part;
    });
    return gains;
  }

  /** Visits every frame with the values at both ends of its control step; steps are counted where the signal is `late`. */
  #overSteps<Value>(
    late: number,
    valueAt: (frame: number) => Value,
    visit: (frame: number, from: Value, to: Value, part: number) => void,
  ): void {
    for (let stepStart = 0; stepStart < this.#frames + late; stepStart += CONTROL_STEP_FRAMES) {
      const from = valueAt(stepStart - late);
      const to = valueAt(stepStart + CONTROL_STEP_FRAMES - late);
      for (let index = 0; index < CONTROL_STEP_FRAMES; index++) {
        const frame = stepStart + index - late;
        if (frame >= 0 && frame < this.#frames) visit(frame, from, to, index / CONTROL_STEP_FRAMES);
      }
    }
  }

  #lane(matches: (lane: Lane) => boolean): Lane | undefined {
    return Object.values(this.#session.lanes).find((lane) => lane.enabled && lane.points.length > 0 && matches(lane));
  }

  #laneValue(lane: Lane, frame: number): ParameterValue | undefined {
    const spec = laneSpec(this.#session, lane);
    return spec && laneValueAt(lane.points, spec, frame);
  }
}
