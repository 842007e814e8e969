/** What tests of recording are made with: an engine whose input is known sample by sample, and the takes that it leaves. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FromEngine } from '../../src-shared/protocol/engine-messages.ts';
import { type Recorded, readRecordingLog, recordedOf } from '../../src-shared/session/recording-log.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { openPcmFile } from '../media/open-pcm-file.ts';
import { FreeRunEngine } from './free-run-engine.ts';

/** The sample of an input channel (counted from 0) at a frame of the stream: each is another, and none is 0. */
export function inputSample(channel: number, frame: number): number {
  return Math.fround((((frame * 7919 + channel * 104_729) % 65_521) + 1) / 65_536 - 0.5) || 0.25;
}

/** Input of so many channels that is `inputSample`. */
export function knownInput(channels: number): (frames: number, fromFrame: number) => Float32Array {
  return (frames, fromFrame) =>
    Float32Array.from({ length: frames * channels }, (_, sample) =>
      inputSample(sample % channels, fromFrame + Math.floor(sample / channels)),
    );
}

export type KnownTake = Recorded & { readonly samples: Float32Array };

export class RecordingEngine extends FreeRunEngine {
  readonly folder: string;

  constructor(folder: string, channels: number, options: { bufferFrames?: number; roundTripFrames?: number } = {}) {
    const { bufferFrames = 256, roundTripFrames } = options;
    super(bufferFrames, {
      inputChannels: channels,
      input: knownInput(channels),
      ...(roundTripFrames !== undefined && { reportedRoundTripFrames: roundTripFrames }),
    });
    this.folder = folder;
  }

  /** Resolves when its device is open. */
  async open(session: Session): Promise<void> {
    await this.load(session, this.folder);
    while (!this.messages.some(({ kind }) => kind === 'engine')) await new Promise(setImmediate);
  }

  /** Starts to record, and plays. */
  async record(): Promise<void> {
    await this.ask('record', { on: true });
    await this.engine.settled();
    await new Promise((resolve) => setTimeout(resolve, 0));
  }

  /** Runs until the files of the last recording are closed; the name of its log. @param look sees all that was said until then. */
  async closed(look: (message: FromEngine) => void = () => undefined): Promise<string> {
    for (;;) {
      const done = this.messages.findIndex((message) => message.kind === 'recorded');
      const found = this.messages[done];
      if (found?.kind === 'recorded') {
        for (const message of this.messages.splice(0, done + 1)) look(message);
        return found.log;
      }
      await this.run(256);
    }
  }

  /** The next frames of input do not arrive. */
  loseFrames(frames: number): void {
    this.device.loseFrames(frames);
  }

  get notices(): string[] {
    return this.messages.flatMap((message) => (message.kind === 'notice' ? [message.sentence] : []));
  }

  /** What the last recording came to, read from the disk as the studio reads it. @param log of one that is closed already. */
  async takes(log?: string): Promise<KnownTake[]> {
    const lines = readRecordingLog(await readFile(join(this.folder, log ?? (await this.closed())), 'utf8'));
    const [start] = lines;
    if (start?.kind !== 'start') throw new Error('the log has no start');
    const files = start.tracks.map(({ path }) => ({ path, samples: readWav(join(this.folder, path)) }));
    const lengths = new Map(files.map(({ path, samples }) => [path, samples.lengthFrames]));
    return recordedOf(lines, lengths).map((recorded) => ({
      ...recorded,
      samples: files.find(({ path }) => path === recorded.path)?.samples.interleaved as Float32Array,
    }));
  }
}

/** All of a file. */
export function readWav(path: string): { readonly lengthFrames: number; readonly interleaved: Float32Array } {
  const reader = openPcmFile(path);
  const { channels, lengthFrames } = reader.format;
  const interleaved = new Float32Array(lengthFrames * channels);
  reader.read(0, lengthFrames, interleaved);
  reader.close();
  return { lengthFrames, interleaved };
}
