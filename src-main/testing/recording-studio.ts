/** A studio whose engine, a process of its own on the null device, hears a numbered input. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Take } from '../../src-shared/session/records/take.ts';
import { DataFolder } from '../studio/data-folder.ts';
import { EngineSupervisor } from '../studio/engine-supervisor.ts';
import { mediaFile } from '../studio/session-folder/session-paths.ts';
import { Studio } from '../studio/studio.ts';
import { unbrokenFrames, writeNumberedInput } from './numbered-input.ts';
import { TestClient } from './test-studio.ts';

const CHANNELS = 4;

/** What is asked of takes, over whatever line. */
export type RecordingClient = Pick<TestClient, 'mirror' | 'request' | 'run' | 'event' | 'events'>;

export class RecordingStudio {
  readonly parent: string;
  readonly studio: Studio;
  readonly engine: EngineSupervisor;
  readonly client: TestClient;

  private constructor(parts: Pick<RecordingStudio, 'parent' | 'studio' | 'engine' | 'client'>) {
    this.parent = parts.parent;
    this.studio = parts.studio;
    this.engine = parts.engine;
    this.client = parts.client;
  }

  /** With a session `Song` whose device is open. @param folder a session to open in place of it. */
  static async start(inside?: string, folder?: string): Promise<RecordingStudio> {
    const parent = inside ?? (await mkdtemp(join(tmpdir(), 'mixdown-recording-')));
    const input = join(parent, 'input.wav');
    await writeNumberedInput(input, CHANNELS);
    process.env['MIXDOWN_NULL_INPUT'] = input;
    const engine = new EngineSupervisor();
    const studio = await Studio.start({
      data: new DataFolder(join(parent, 'data')),
      engine,
      host: {
        info: Studio.info({ version: '0.0.0', host: 'web' }),
        share: () => ({ url: null, qrRows: [], sentence: 'A test shares nothing.' }),
      },
      ...(folder !== undefined && { folder }),
    });
    const client = await TestClient.connect(studio, 'owner');
    if (folder === undefined)
      await client.request('session/new', { name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
    await client.request('engine/choose', { outputName: null, inputName: null });
    return new RecordingStudio({ parent, studio, engine, client });
  }

  async end(): Promise<void> {
    await this.studio.close();
    await rm(this.parent, { recursive: true, force: true });
  }
}

/** A new track that is armed. @param channels counted from 1. */
export async function armTrack(client: RecordingClient, name: string, channels: readonly number[]): Promise<string> {
  await client.run('addStrip', { kind: 'track', name });
  const trackId = Object.values(client.mirror.session.strips).find((strip) => strip.name === name)?.id as string;
  await client.run('setInput', { trackId, channels, armed: true, monitor: 'off' });
  return trackId;
}

/** Resolves when what was recorded is in the session. */
export async function taken(client: RecordingClient): Promise<void> {
  await client.event('session/changed', ({ entry }) => entry.kind === 'commit' && entry.name === 'Record');
}

export function takesOf({ mirror }: RecordingClient): Take[] {
  return Object.values(mirror.session.takes);
}

/**
 * How much of a take is unbroken, in frames: its length when every sample of it is the one that came in.
 * @param channels of the interface, counted from 1.
 */
export function unbrokenTake(client: RecordingClient, folder: string, take: Take, channels: readonly number[]): number {
  const media = client.mirror.session.media[take.mediaId];
  if (!media) throw new Error('the take has no file');
  const { offsetFrames: fromFrame, lengthFrames: frames } = take;
  const heard = channels.map((channel) => channel - 1);
  return unbrokenFrames(mediaFile(folder, media), heard, { fromFrame, frames });
}
