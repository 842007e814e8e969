import { readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import * as z from 'zod';
import type { RecentSession } from '../../src-shared/protocol/answers.ts';
import { writeFileDurably } from './session-folder/write-file-durably.ts';

const MAXIMUM = 30;
const entrySchema = z.object({ name: z.string(), folder: z.string(), openedAtMs: z.number() });
type Entry = z.infer<typeof entrySchema>;

/** The sessions that were open lately, newest first, in a file of the app's data folder. */
export class RecentSessions {
  readonly #file: string;
  #writing: Promise<void> = Promise.resolve();

  constructor(file: string) {
    this.#file = file;
  }

  async list(): Promise<RecentSession[]> {
    await this.#writing;
    const entries = await this.#read();
    return Promise.all(entries.map(async (entry) => ({ ...entry, exists: await isSession(entry.folder) })));
  }

  /** Puts a session at the top. A list that cannot be written is no reason to stop. */
  add(name: string, folder: string): Promise<void> {
    return this.#change((entries) => [
      { name, folder: resolve(folder), openedAtMs: Date.now() },
      ...entries.filter((entry) => entry.folder !== resolve(folder)),
    ]);
  }

  remove(folder: string): Promise<void> {
    return this.#change((entries) => entries.filter((entry) => entry.folder !== resolve(folder)));
  }

  #change(change: (entries: Entry[]) => Entry[]): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      const text = JSON.stringify(change(await this.#read()).slice(0, MAXIMUM), null, 2);
      await writeFileDurably(this.#file, `${text}\n`).catch(() => undefined);
    });
    return this.#writing;
  }

  async #read(): Promise<Entry[]> {
    try {
      return z.array(entrySchema).parse(JSON.parse(await readFile(this.#file, 'utf8')));
    } catch {
      // Absent or damaged: it begins anew.
      return [];
    }
  }
}

async function isSession(folder: string): Promise<boolean> {
  return Boolean(await stat(join(folder, 'session.json')).catch(() => undefined));
}
