import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { takeBitDepth } from '../../../src-shared/protocol/recording.ts';
import { writeFileDurably } from '../session-folder/write-file-durably.ts';

const settings = z.strictObject({ bitDepth: takeBitDepth });
export type RecordingSettingsValue = z.infer<typeof settings>;

const FIRST: RecordingSettingsValue = { bitDepth: '32f' };

/** How this machine records: it is no part of a session. */
export class RecordingSettings {
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();
  value: RecordingSettingsValue = FIRST;

  constructor(file: string) {
    this.#file = file;
  }

  /** What was set before; a file that cannot be read counts for none. */
  async load(): Promise<void> {
    const text = await readFile(this.#file, 'utf8').catch(() => '{}');
    try {
      const found = settings.safeParse(JSON.parse(text));
      if (found.success) this.value = found.data;
    } catch {
      // It is no JSON: as if it were not there.
    }
  }

  /** Resolves when it is on the disk; a disk that refuses is no reason to stop. */
  set(value: RecordingSettingsValue): Promise<void> {
    this.value = value;
    const text = `${JSON.stringify(value)}\n`;
    this.#writing = this.#writing.then(() => writeFileDurably(this.#file, text)).catch(() => undefined);
    return this.#writing;
  }
}
