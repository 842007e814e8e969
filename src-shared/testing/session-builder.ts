/** Small sessions for tests, made by hand. */
import type { Clip } from '../session/records/clip.ts';
import type { Device } from '../session/records/device.ts';
import { type Input, inputIdOf } from '../session/records/input.ts';
import type { Lane } from '../session/records/lane.ts';
import type { Send } from '../session/records/send.ts';
import type { Strip, StripKind } from '../session/records/strip.ts';
import type { Session } from '../session/session.ts';

export const NO_FADE = { lengthFrames: 0, shape: 'linear' } as const;

type Part<Kind> = Partial<Kind>;

/** A session that grows record by record; every method returns the id of what it added. */
export class SessionBuilder {
  readonly #strips: Record<string, Strip> = {};
  readonly #devices: Record<string, Device> = {};
  readonly #sends: Record<string, Send> = {};
  readonly #clips: Record<string, Clip> = {};
  readonly #lanes: Record<string, Lane> = {};
  readonly #inputs: Record<string, Input> = {};
  readonly #media: Record<string, Session['media'][string]> = {};
  readonly #sampleRateHz: number;
  #count = 0;

  constructor(sampleRateHz = 48_000) {
    this.#sampleRateHz = sampleRateHz;
    this.#strips['master'] = stripRecord('master', 'master', { outputId: null });
  }

  strip(kind: StripKind, fields: Part<Strip> = {}): string {
    const id = this.#id(kind);
    this.#strips[id] = stripRecord(id, kind, fields);
    return id;
  }

  change(stripId: string, fields: Part<Strip>): void {
    this.#strips[stripId] = { ...(this.#strips[stripId] as Strip), ...fields };
  }

  device(stripId: string, type: string, fields: Part<Device> = {}): string {
    const id = this.#id('device');
    this.#devices[id] = { id, type, enabled: true, values: {}, sidechainId: null, ...fields };
    const strip = this.#strips[stripId] as Strip;
    this.change(stripId, { deviceIds: [...strip.deviceIds, id] });
    return id;
  }

  send(stripId: string, busId: string, fields: Part<Send> = {}): string {
    const id = this.#id('send');
    this.#sends[id] = { id, busId, pre: false, gainDb: 0, enabled: true, ...fields };
    const strip = this.#strips[stripId] as Strip;
    this.change(stripId, { sendIds: [...strip.sendIds, id] });
    return id;
  }

  media(channels: number, lengthFrames: number, path = ''): string {
    const id = this.#id('media');
    this.#media[id] = { id, name: id, path: path || `audio/${id}.wav`, channels, lengthFrames };
    return id;
  }

  clip(trackId: string, mediaId: string, fields: Part<Clip> = {}): string {
    const id = this.#id('clip');
    const lengthFrames = this.#media[mediaId]?.lengthFrames ?? 1;
    this.#clips[id] = {
      id,
      trackId,
      mediaId,
      name: id,
      startFrames: 0,
      offsetFrames: 0,
      lengthFrames,
      gainDb: 0,
      muted: false,
      fadeIn: NO_FADE,
      fadeOut: NO_FADE,
      colour: null,
      ...fields,
    };
    return id;
  }

  lane(stripId: string, target: Lane['target'], key: string, points: Lane['points']): string {
    const id = this.#id('lane');
    this.#lanes[id] = { id, stripId, target, key, enabled: true, points };
    return id;
  }

  /** What a track records; armed, and not heard. @param channels counted from 1. */
  arm(trackId: string, channels: readonly number[], fields: Part<Input> = {}): void {
    const id = inputIdOf(trackId);
    this.#inputs[id] = { id, channels: [...channels], armed: true, monitor: 'off', direct: false, ...fields };
  }

  build(): Session {
    const { master, ...others } = this.#strips;
    return {
      settings: {
        session: {
          id: 'session',
          name: 'Test',
          sampleRateHz: this.#sampleRateHz,
          nextId: this.#count + 1,
          stripIds: [...Object.keys(others), 'master'],
          tags: {},
        },
      },
      strips: { ...others, master: master as Strip },
      devices: this.#devices,
      sends: this.#sends,
      media: this.#media,
      clips: this.#clips,
      markers: {},
      tempos: { 'tempo-0': { id: 'tempo-0', atFrames: 0, bpm: 120 } },
      metres: { 'metre-0': { id: 'metre-0', bar: 1, numerator: 4, denominator: 4 } },
      lanes: this.#lanes,
      inputs: this.#inputs,
      takes: {},
    };
  }

  #id(kind: string): string {
    this.#count++;
    return `${kind}-${this.#count}`;
  }
}

function stripRecord(id: string, kind: StripKind, fields: Part<Strip>): Strip {
  return {
    id,
    kind,
    name: id,
    colour: 0,
    channel: {},
    solo: false,
    soloSafe: false,
    outputId: 'master',
    groupId: null,
    deviceIds: [],
    sendIds: [],
    ...fields,
  };
}
