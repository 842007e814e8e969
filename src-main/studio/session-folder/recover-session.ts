import { changeTables, type MutableTables } from '../../../src-shared/session/apply-diff.ts';
import { checksumAfter, sessionChecksum } from '../../../src-shared/session/checksum.ts';
import { followHistory, type SessionDocument } from '../../../src-shared/session/document.ts';
import { SESSION_VERSION } from '../../../src-shared/session/migrations.ts';
import { readSessionFile, toSession } from '../../../src-shared/session/session-file.ts';
import { emptyHistory, type UndoHistory } from '../../../src-shared/session/undo-history.ts';
import { type JournalLine, readJournalLines } from './journal-lines.ts';

/** A session read back from its folder. */
export type Recovered = {
  readonly document: SessionDocument;
  /** The version that the folder was written in. */
  readonly version: number;
  /** Sequence number of the snapshot. */
  readonly savedSequence: number;
  /** Bytes of the journal that hold; what follows must go before anything is appended. 0 when none of it fits the snapshot. */
  readonly journalBytes: number;
  /** True when the journal held whole entries that could not be read or do not fit: something other than a kill hurt it. */
  readonly damaged: boolean;
};

/**
 * The session that a snapshot and its journal give, undo history included: the snapshot, then every whole entry after
 * it whose checksum agrees. Throws CommandError when the snapshot itself cannot be read.
 */
export function recoverSession(snapshot: string, journal: Uint8Array): Recovered {
  const file = readSessionFile(snapshot);
  const { lines, ends, damaged } = readJournalLines(journal);
  // Read from text a moment ago, so it is ours to change in place.
  const tables = file.tables as MutableTables;
  let { sequence } = file;
  let checksum = sessionChecksum(tables);
  let count = 0;
  for (const line of lines) {
    if (line.sequence > file.sequence) {
      if (line.sequence !== sequence + 1 || checksumAfter(checksum, tables, line.diff) !== line.checksum) break;
      changeTables(tables, line.diff);
      ({ sequence, checksum } = line);
    }
    count++;
  }
  const held = lines.slice(0, count);
  // A journal that ends before the snapshot says nothing of how the session got there: its undo marks would not fit.
  const reaches = held.length === 0 ? -1 : (held[held.length - 1] as JournalLine).sequence;
  const fits = reaches >= file.sequence;
  const session = toSession(tables, file.version);
  return {
    document: { session, history: fits ? historyOf(held) : emptyHistory, sequence, checksum: sessionChecksum(session) },
    version: file.version,
    savedSequence: file.sequence,
    journalBytes: fits ? (ends[count - 1] ?? 0) : 0,
    damaged: damaged || count < lines.length,
  };
}

/** The undo history that entries leave; entries of an older version are too old to undo. */
function historyOf(lines: readonly JournalLine[]): UndoHistory {
  const isCurrent = (line: JournalLine) => line.version === SESSION_VERSION;
  return lines.reduce((history, line) => (isCurrent(line) ? followHistory(history, line) : emptyHistory), emptyHistory);
}
