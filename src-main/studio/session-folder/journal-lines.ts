import type { JournalEntry } from '../../../src-shared/session/document.ts';
import { fromJson, toJson } from '../../../src-shared/session/json.ts';
import { SESSION_VERSION } from '../../../src-shared/session/migrations.ts';
import type { UndoHistory } from '../../../src-shared/session/undo-history.ts';

/** An entry as the journal holds it; `version` is that of the records in its diff. */
export type JournalLine = JournalEntry & { readonly version: number };

/** One entry as a line of `journal.jsonl`, its line end included. */
export function journalLine(entry: JournalEntry): string {
  return `${toJson({ version: SESSION_VERSION, ...entry })}\n`;
}

/**
 * A journal that holds nothing but the undo history: what remains of it once a snapshot at `sequence` holds all that
 * the entries did. Its lines are never applied, only undone and redone.
 */
export function historyLines({ done, undone }: UndoHistory, sequence: number): string {
  const commits = [...done, ...[...undone].reverse()].map((mark) => ({
    kind: 'commit' as const,
    name: mark.name,
    key: null,
    diff: mark.diff,
  }));
  const undos = undone.map(() => ({ kind: 'undo' as const, diff: [] }));
  const kinds = [...commits, ...undos];
  const first = sequence - kinds.length + 1;
  return kinds.map((kind, index) => journalLine({ ...kind, sequence: first + index, checksum: '' })).join('');
}

export type JournalLines = {
  readonly lines: readonly JournalLine[];
  /** Byte position after each line, counted from the start of the file. */
  readonly ends: readonly number[];
  /** True when whole lines follow the last good one: more than the torn line that a kill leaves. */
  readonly damaged: boolean;
};

/** Reads a journal up to the first line that is torn, no entry or out of sequence. */
export function readJournalLines(bytes: Uint8Array): JournalLines {
  const lines: JournalLine[] = [];
  const ends: number[] = [];
  for (let start = 0; ; ) {
    const end = bytes.indexOf(0x0a, start);
    if (end < 0) return { lines, ends, damaged: false };
    const line = parseLine(new TextDecoder().decode(bytes.subarray(start, end)));
    const last = lines[lines.length - 1];
    if (!line || (last && line.sequence !== last.sequence + 1)) return { lines, ends, damaged: true };
    lines.push(line);
    ends.push(end + 1);
    start = end + 1;
  }
}

function parseLine(text: string): JournalLine | undefined {
  let line: Partial<JournalLine> | null;
  try {
    line = fromJson(text) as Partial<JournalLine> | null;
  } catch {
    return undefined;
  }
  if (typeof line !== 'object' || line === null) return undefined;
  const isEntry =
    Number.isSafeInteger(line.sequence) && typeof line.version === 'number' && typeof line.checksum === 'string';
  const isKind =
    line.kind === 'undo' || line.kind === 'redo' || (line.kind === 'commit' && typeof line.name === 'string');
  return isEntry && isKind && Array.isArray(line.diff) && line.diff.every(isChange) ? (line as JournalLine) : undefined;
}

function isChange(change: unknown): boolean {
  if (typeof change !== 'object' || change === null) return false;
  const { table, id, after } = change as { table?: unknown; id?: unknown; after?: unknown };
  return typeof table === 'string' && typeof id === 'string' && typeof after === 'object';
}
