/** What plays where in the demo song, and how it is mixed. Sections are counted from 0; automation in beats. */
import type { ParameterValues } from '../../../src-shared/dsp/core/parameter-spec.ts';

export type DemoDevice = {
  readonly type: string;
  readonly values: ParameterValues;
  /** The strip that keys it. */
  readonly key?: string;
};
export type DemoTrack = {
  readonly name: string;
  readonly stem: string;
  readonly colour: number;
  readonly sections: readonly number[];
  /** Joins its sections with crossfades and fades in and out: for what rings on. */
  readonly crossfades?: boolean;
  readonly channel: ParameterValues;
  readonly devices: readonly DemoDevice[];
  /** Send levels in dB by bus. */
  readonly sends?: { readonly [bus: string]: number };
  readonly group?: string;
};
type DemoBus = Pick<DemoTrack, 'name' | 'colour' | 'channel' | 'devices' | 'sends' | 'group'> & {
  readonly kind: 'bus' | 'group';
};

export const demoSections = ['Intro', 'Verse', 'Lift', 'Chorus', 'Break', 'Last chorus'];

const highPass = (frequencyHz: number) => ({ 'band1.enabled': true, 'band1.frequencyHz': frequencyHz });

export const demoTracks: readonly DemoTrack[] = [
  {
    name: 'Kick',
    stem: '01_Kick.flac',
    colour: 1,
    sections: [1, 2, 3, 5],
    group: 'Drums',
    channel: { gainDb: -4 },
    devices: [
      {
        type: 'eq',
        values: {
          ...highPass(32),
          'band3.frequencyHz': 320,
          'band3.gainDb': -4,
          'band6.frequencyHz': 3_500,
          'band6.gainDb': 3,
        },
      },
      {
        type: 'compressor',
        values: { thresholdDb: -20, ratio: 4, attackSeconds: 0.015, releaseSeconds: 0.09, makeupDb: 2 },
      },
    ],
  },
  {
    name: 'Snare',
    stem: '02_Snare.flac',
    colour: 2,
    sections: [2, 3, 5],
    group: 'Drums',
    sends: { Room: -11 },
    channel: { gainDb: -4.5 },
    devices: [
      { type: 'gate', values: { thresholdDb: -45, rangeDb: 24, holdSeconds: 0.08, releaseSeconds: 0.12 } },
      { type: 'eq', values: { ...highPass(90), 'band4.frequencyHz': 220, 'band4.gainDb': 2, 'band7.gainDb': 2.5 } },
    ],
  },
  {
    name: 'Hi-hat',
    stem: '03_HiHat.flac',
    colour: 4,
    sections: [1, 2, 3, 5],
    group: 'Drums',
    channel: { gainDb: -1, pan: 0.3 },
    devices: [{ type: 'eq', values: highPass(300) }],
  },
  {
    name: 'Toms',
    stem: '04_Toms.flac',
    colour: 3,
    sections: [2, 3, 5],
    group: 'Drums',
    sends: { Room: -14 },
    channel: { gainDb: -11 },
    devices: [{ type: 'transientShaper', values: { attackDb: 3, sustainDb: -3 } }],
  },
  {
    name: 'Crash',
    stem: '05_Crash.flac',
    colour: 4,
    sections: [3, 5],
    group: 'Drums',
    channel: { gainDb: -9, pan: -0.25 },
    devices: [{ type: 'eq', values: highPass(250) }],
  },
  {
    name: 'Bass',
    stem: '06_Bass.flac',
    colour: 9,
    sections: [1, 2, 3, 5],
    channel: { gainDb: -6 },
    devices: [
      { type: 'eq', values: { ...highPass(35), 'band3.frequencyHz': 180, 'band3.gainDb': -2 } },
      { type: 'saturation', values: { driveDb: 8, mix: 0.4 } },
      {
        type: 'compressor',
        key: 'Kick',
        values: { thresholdDb: -30, ratio: 3, attackSeconds: 0.004, releaseSeconds: 0.14 },
      },
    ],
  },
  {
    name: 'Guitar',
    stem: '07_Guitar.flac',
    colour: 6,
    sections: [0, 1, 2, 3, 4, 5],
    crossfades: true,
    sends: { Echo: -14, Room: -16 },
    channel: { gainDb: -5, width: 1.2 },
    devices: [
      { type: 'eq', values: { ...highPass(90), 'band5.frequencyHz': 2_400, 'band5.gainDb': -1.5 } },
      { type: 'deEsser', values: { thresholdDb: -34, rangeDb: 4 } },
    ],
  },
  {
    name: 'Choir',
    stem: '08_Choir.flac',
    colour: 11,
    sections: [0, 2, 3, 4, 5],
    crossfades: true,
    sends: { Room: -6 },
    channel: { gainDb: -6, width: 1.4 },
    devices: [{ type: 'eq', values: { ...highPass(160), 'band7.gainDb': 3 } }],
  },
  {
    name: 'Tabla',
    stem: '09_Tabla.flac',
    colour: 7,
    sections: [0, 2, 4, 5],
    sends: { Echo: -12 },
    channel: { gainDb: -7, pan: -0.35 },
    devices: [{ type: 'transientShaper', values: { attackDb: 2 } }],
  },
  {
    name: 'Vinyl',
    stem: '10_Vinyl.flac',
    colour: 12,
    sections: [0, 1, 4, 5],
    crossfades: true,
    channel: { gainDb: 4 },
    devices: [{ type: 'eq', values: { 'band8.enabled': true, 'band8.frequencyHz': 9_000 } }],
  },
];

export const demoBuses: readonly DemoBus[] = [
  {
    kind: 'group',
    name: 'Drums',
    colour: 1,
    channel: { gainDb: 0 },
    devices: [{ type: 'busCompressor', values: { thresholdDb: -18, ratio: 2 } }],
  },
  {
    kind: 'bus',
    name: 'Room',
    colour: 0,
    channel: { gainDb: -2 },
    devices: [{ type: 'reverb', values: { mix: 1, decaySeconds: 1.6, preDelaySeconds: 0.018, lowCutHz: 180 } }],
  },
  {
    kind: 'bus',
    name: 'Echo',
    colour: 0,
    channel: { gainDb: -3 },
    sends: { Room: -12 },
    devices: [
      {
        type: 'delay',
        values: { mix: 1, sync: true, timeBeats: 0.75, feedback: 0.4, pingPong: true, highCutHz: 4_500 },
      },
    ],
  },
];

export const demoMaster: Pick<DemoTrack, 'name' | 'channel' | 'devices'> = {
  name: 'Master',
  channel: {},
  devices: [
    { type: 'masterEq', values: { 'lowCut.enabled': true, 'highShelf.gainDb': 1.5, 'lowMid.gainDb': -1 } },
    { type: 'busCompressor', values: { thresholdDb: -16, ratio: 1.5 } },
    { type: 'limiter', values: { ceilingDbtp: -1, inputGainDb: 13 } },
  ],
};

export const demoAutomation: readonly {
  path: string;
  points: readonly (readonly [number, number, ('hold' | 'linear' | 'curve')?])[];
}[] = [
  // The choir opens: its low-pass rises over the lift and stays open.
  {
    path: 'Choir.eq.band7.gainDb',
    points: [
      [0, -6],
      [32, -6, 'curve'],
      [48, 3],
    ],
  },
  // The guitar wanders through the break.
  {
    path: 'Guitar.pan',
    points: [
      [64, 0, 'curve'],
      [68, -0.5, 'curve'],
      [74, 0.5, 'curve'],
      [80, 0],
    ],
  },
  // More room before the last chorus, and none of it left over when the drums come back.
  {
    path: 'Guitar.send:Room.gainDb',
    points: [
      [64, -16],
      [79.5, -6, 'hold'],
      [80, -16],
    ],
  },
  // The end.
  {
    path: 'Master.gainDb',
    points: [
      [88, 0, 'curve'],
      [96, Number.NEGATIVE_INFINITY],
    ],
  },
];
