/** The whole program on the virtual sound card: a studio, its engine process, PortAudio, and a cable from output to input. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSession } from '../../src-shared/session/create-session.ts';
import type { Take } from '../../src-shared/session/records/take.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { createWavFile } from '../media/create-wav-file.ts';
import { DataFolder } from '../studio/data-folder.ts';
import { EngineSupervisor } from '../studio/engine-supervisor.ts';
import { SessionStore } from '../studio/session-folder/session-store.ts';
import { Studio } from '../studio/studio.ts';
import { readWav } from './recording-engine.ts';
import { TestClient } from './test-studio.ts';
import { CARD_NAME } from './virtual-card.ts';

/** A take with the sound of its file, and where it lies in the song. */
export type HeardTake = Take & {
  readonly channels: number;
  /** What the card lost of it, by the frames of the timeline. */
  readonly lost: readonly { readonly startFrames: number; readonly lengthFrames: number }[];
  /** Whether the card lost sound so near that this frame may be wrong. */
  isNearLoss(frame: number): boolean;
  /** The sample of one channel at a frame of the timeline; undefined where the file does not reach. */
  at(frame: number, channel: number): number | undefined;
};

type Parts = {
  readonly studio: Studio;
  readonly engine: EngineSupervisor;
  readonly client: TestClient;
  /** Holds all that is written. */
  readonly parent: string;
  /** Of the session. */
  readonly folder: string;
  readonly sampleRateHz: number;
};

export class CardStudio {
  readonly engine: EngineSupervisor;
  readonly client: TestClient;
  readonly sampleRateHz: number;
  readonly #parts: Parts;

  private constructor(parts: Parts) {
    this.engine = parts.engine;
    this.client = parts.client;
    this.sampleRateHz = parts.sampleRateHz;
    this.#parts = parts;
  }

  /** With an empty song at the card's rate. */
  static async start(sampleRateHz: number): Promise<CardStudio> {
    const parent = await mkdtemp(join(tmpdir(), 'mixdown-card-studio-'));
    const session = createSession({ name: 'Card', sampleRateHz, tempoBpm: 120 });
    const store = await SessionStore.create(join(parent, 'Card.mixdown'), session);
    await store.close();
    const { folder } = store;
    const engine = new EngineSupervisor();
    const studio = await Studio.start({
      data: new DataFolder(join(parent, 'data')),
      engine,
      host: {
        info: Studio.info({ version: '0.0.0', host: 'web' }),
        share: () => ({ url: null, qrRows: [], sentence: 'A test shares nothing.' }),
      },
      folder,
    });
    const client = await TestClient.connect(studio, 'owner');
    return new CardStudio({ studio, engine, client, parent, folder, sampleRateHz });
  }

  get session(): Session {
    return this.client.mirror.session;
  }

  async use(bufferFrames: number): Promise<void> {
    const choice = { outputName: CARD_NAME, inputName: CARD_NAME, bufferFrames };
    const { outputName, inputName } = await this.client.request('engine/choose', choice);
    if (outputName !== CARD_NAME || inputName !== CARD_NAME) throw new Error(this.engine.state.sentence);
    // A device that is new begins softly.
    await this.client.request('monitor/set', { outputGainDb: 0 });
  }

  /** Puts a sound of the whole output range onto a track of its own; interleaved stereo. */
  async importStereo(name: string, interleaved: Float32Array, atFrames = 0): Promise<string> {
    const file = join(this.#parts.parent, `${name}.wav`);
    const writer = createWavFile(file, { sampleRateHz: this.sampleRateHz, channels: 2, bitDepth: '32f' });
    writer.write(interleaved, interleaved.length / 2);
    await writer.finish();
    const report = await this.client.request('media/import', { files: [file], atFrames, trackId: null });
    return report.imported[0]?.trackId as string;
  }

  /** A new track, armed, that is not heard while it records: the cable would bring it round and round. */
  async armedTrack(name: string, channels: readonly number[]): Promise<string> {
    await this.client.run('addStrip', { kind: 'track', name });
    const { stripIds } = this.session.settings.session;
    const track = stripIds.map((id) => this.session.strips[id]).find((strip) => strip?.name === name);
    if (!track) throw new Error(`no track ${name}`);
    await this.client.run('setInput', { trackId: track.id, channels, armed: true, monitor: 'off' });
    return track.id;
  }

  /** Plays an impulse and finds it: the round trip is kept for the devices in use, as a calibration does. */
  async calibrate(inputChannel = 1): Promise<number> {
    const signal = new Float32Array(16);
    signal[0] = 0.5;
    const captureFrames = Math.round(this.sampleRateHz / 2);
    let roundTripFrames = -1;
    for (let attempt = 0; roundTripFrames < 0 && attempt < MOST_PROBES; attempt++) {
      const { captured, dropouts } = await this.engine.probe({ signal, outputChannel: 1, inputChannel, captureFrames });
      if (dropouts === 0) roundTripFrames = captured.findIndex((sample) => Math.abs(sample) > 0.25);
    }
    if (roundTripFrames < 0) throw new Error('nothing came back by the cable');
    const { inputName, deviceName: outputName, sampleRateHz, bufferFrames } = this.engine.state;
    const roundTrips = [{ inputName, outputName, sampleRateHz, bufferFrames, roundTripFrames }];
    await this.engine.choose({ roundTrips });
    return roundTripFrames;
  }

  /** Records from the start for so long; the takes that came, with their sound. */
  async record(seconds: number, during: () => Promise<void> = async () => undefined): Promise<HeardTake[]> {
    const before = new Set(Object.keys(this.session.takes));
    await this.client.request('transport/locate', { atFrames: 0 });
    await this.client.request('transport/record', { on: true });
    await new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
    await during();
    const isTaken = this.client.event(
      'session/changed',
      ({ entry }) => entry.kind === 'commit' && entry.name === 'Record',
    );
    await this.client.request('transport/stop', {});
    await isTaken;
    return this.takesSince(before);
  }

  /** Those that are not among `before`, ids of takes. */
  takesSince(before: ReadonlySet<string>): HeardTake[] {
    const takes = Object.values(this.session.takes).filter(({ id }) => !before.has(id));
    return takes.map((take) => this.heard(take));
  }

  async end(): Promise<void> {
    await this.#parts.studio.close();
    await rm(this.#parts.parent, { recursive: true, force: true });
  }

  /** A take with the sound of its file. */
  heard(take: Take): HeardTake {
    const media = this.session.media[take.mediaId];
    if (!media) throw new Error(`no media ${take.mediaId}`);
    const { lengthFrames, interleaved } = readWav(join(this.#parts.folder, media.path));
    const { channels } = media;
    const inFileFrames = take.offsetFrames - take.startFrames;
    // What was on its way when it was lost counts too.
    const from = take.startFrames - take.roundTripFrames;
    const to = take.startFrames + take.lengthFrames;
    const lost = take.dropouts
      .map(({ atFrames, lengthFrames }) => ({ startFrames: atFrames - inFileFrames, lengthFrames }))
      .filter(({ startFrames, lengthFrames }) => startFrames + lengthFrames > from && startFrames < to);
    const around = AROUND_LOSS_SECONDS * this.sampleRateHz;
    return {
      ...take,
      channels,
      lost,
      isNearLoss: (frame) =>
        lost.some(
          ({ startFrames, lengthFrames }) =>
            frame > startFrames - around && frame < startFrames + lengthFrames + around,
        ),
      at: (frame, channel) => {
        const inFile = frame + inFileFrames;
        return inFile < 0 || inFile >= lengthFrames ? undefined : interleaved[inFile * channels + channel];
      },
    };
  }
}

/** Noise whose every sample is another: it nulls at one place only. */
export function noise(frames: number): Float32Array {
  let state = 0x2545_f491;
  return Float32Array.from({ length: 2 * frames }, () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state / 2 ** 31) * 0.25;
  });
}

/** The card may lose sound while it is measured. */
const MOST_PROBES = 5;

/** A loss is noticed a few blocks late, and what was on its way then comes after it. */
const AROUND_LOSS_SECONDS = 0.1;

/**
 * The largest difference between a take and what was played, stereo, over a stretch of the song, save where the card lost
 * sound; NaN where nothing is left to compare.
 */
export function difference(take: HeardTake, played: Float32Array, [from, to]: readonly [number, number]): number {
  let most = Number.NaN;
  for (let frame = from; frame < to; frame++) {
    if (take.isNearLoss(frame)) continue;
    for (let channel = 0; channel < take.channels; channel++) {
      const error = Math.abs((take.at(frame, channel) ?? Number.NaN) - (played[2 * frame + channel] as number));
      if (!(error <= most)) most = error;
      if (Number.isNaN(error)) return error;
    }
  }
  return most;
}
