import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { AudioReader } from '../../../src-shared/audio-file/audio-reader.ts';
import type { Peaks } from '../../../src-shared/protocol/answers.ts';
import { openPcmFile } from '../../media/open-pcm-file.ts';
import { buildPeaks } from './build-peaks.ts';
import { FINEST_FRAMES, fitsHead, HEAD_BYTES, type PeakSource, peakFileBytes, peakLevels } from './peak-levels.ts';
import { type ColumnsWanted, readColumns } from './read-columns.ts';

/** A sound file and where its peaks are kept. */
export type PeakFiles = { readonly file: string; readonly peaks: string };

/** Files that are kept open. */
const OPEN_FILES = 32;
/** Up to so many frames are read as samples while their peaks are not there yet: the first picture need not wait. */
const DIRECT_FRAMES = 1 << 20;

type Entry = {
  readonly reader: AudioReader;
  readonly source: PeakSource;
  /** Of the peak file, once it is there. */
  stored: number | undefined;
};

/** Peaks of many sound files: made when they are absent or old, one after the other, those first that somebody waits for. */
export class PeakLibrary {
  readonly #entries = new Map<string, Entry>();
  readonly #waiting: { readonly files: PeakFiles; readonly done: () => void }[] = [];
  #building = false;

  /** Rejects with AudioFileError when the sound file cannot be read. */
  async read(files: PeakFiles, wanted: ColumnsWanted): Promise<Peaks> {
    const entry = this.#entry(files);
    const isFine = wanted.framesPerColumn < FINEST_FRAMES;
    const isShort = wanted.framesPerColumn * wanted.columns <= DIRECT_FRAMES;
    if (entry.stored === undefined && !isFine && !isShort) await this.#built(files, true);
    // Opened again: while it waited, others may have pushed it out.
    const { reader, source, stored } = this.#entry(files);
    const { lengthFrames } = source;
    return readColumns({ reader, lengthFrames, levels: peakLevels(source), file: stored }, wanted);
  }

  /** Makes the peaks of a file when nothing else is to do. */
  async prepare(files: PeakFiles): Promise<void> {
    try {
      if (this.#entry(files).stored === undefined) await this.#built(files, false);
    } catch {
      // Missing or unreadable: whoever asks for its peaks is told.
    }
  }

  close(): void {
    for (const path of [...this.#entries.keys()]) this.#forget(path);
  }

  #entry(files: PeakFiles): Entry {
    const known = this.#entries.get(files.file);
    const { size, mtimeMs } = known ? statOr(files.file, known) : { size: 0, mtimeMs: 0 };
    if (known && size === known.source.bytes && mtimeMs === known.source.changedMs) {
      // The last used stands last.
      this.#entries.delete(files.file);
      this.#entries.set(files.file, known);
      return known;
    }
    this.#forget(files.file);
    const reader = openPcmFile(files.file);
    const { size: bytes, mtimeMs: changedMs } = statSync(files.file);
    const { channels, lengthFrames } = reader.format;
    const source = { channels, lengthFrames, bytes, changedMs };
    const entry: Entry = { reader, source, stored: openStored(files.peaks, source) };
    this.#entries.set(files.file, entry);
    const [oldest] = this.#entries.keys();
    if (this.#entries.size > OPEN_FILES && oldest !== undefined) this.#forget(oldest);
    return entry;
  }

  #forget(path: string): void {
    const entry = this.#entries.get(path);
    this.#entries.delete(path);
    entry?.reader.close();
    if (entry?.stored !== undefined) closeSync(entry.stored);
  }

  #built(files: PeakFiles, isUrgent: boolean): Promise<void> {
    return new Promise((done) => {
      if (isUrgent) this.#waiting.unshift({ files, done });
      else this.#waiting.push({ files, done });
      if (!this.#building) void this.#buildAll();
    });
  }

  async #buildAll(): Promise<void> {
    this.#building = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      await this.#build(next.files).catch(() => undefined);
      next.done();
    }
    this.#building = false;
  }

  async #build(files: PeakFiles): Promise<void> {
    if (this.#entry(files).stored !== undefined) return;
    // A reader of its own: the shared one may be closed meanwhile.
    const reader = openPcmFile(files.file);
    try {
      makeFolder(dirname(files.peaks));
      await buildPeaks(reader, this.#entry(files).source, files.peaks);
    } finally {
      reader.close();
    }
    const entry = this.#entry(files);
    entry.stored ??= openStored(files.peaks, entry.source);
  }
}

/** Not the folders above it: a session that went does not come back for its peaks. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function statOr(path: string, entry: Entry): { size: number; mtimeMs: number } {
  // A file that went stays readable through the handle that is open.
  const found = statSync(path, { throwIfNoEntry: false });
  return found ?? { size: entry.source.bytes, mtimeMs: entry.source.changedMs };
}

/** The peak file when it fits the sound file. */
function openStored(path: string, source: PeakSource): number | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return undefined;
  }
  const head = new Uint8Array(HEAD_BYTES);
  readSync(file, head, 0, HEAD_BYTES, 0);
  if (fitsHead(head, source) && fstatSync(file).size === peakFileBytes(source)) return file;
  closeSync(file);
  return undefined;
}
