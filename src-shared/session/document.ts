/**
 * An open session with its undo history and its place in the journal. Every change is one journal entry: the owner
 * makes it, the folder appends it, clients and the engine follow it. So undo, autosave, recovery and mirrors are one
 * mechanism.
 */
import { applyDiff } from './apply-diff.ts';
import { checksumAfter, sessionChecksum } from './checksum.ts';
import { CommandError } from './command-error.ts';
import type { Diff, Session } from './session.ts';
import { emptyHistory, pushMark, redoMark, type UndoHistory, undoMark } from './undo-history.ts';

/** What a change is: a command by hand, with the name and key of its undo mark, or a step through the history. */
export type EntryKind =
  | { readonly kind: 'commit'; readonly name: string; readonly key: string | null }
  | { readonly kind: 'undo' }
  | { readonly kind: 'redo' };

export type JournalEntry = EntryKind & {
  /** Counts up by one from entry to entry. */
  readonly sequence: number;
  /** What changed, for undo and redo as well: a mirror needs no history. */
  readonly diff: Diff;
  /** `sessionChecksum` of the session after the entry. */
  readonly checksum: string;
};

export type SessionDocument = {
  readonly session: Session;
  readonly history: UndoHistory;
  /** The sequence number of the last entry; 0 before the first. */
  readonly sequence: number;
  /** `sessionChecksum` of the session. */
  readonly checksum: string;
};

export type Step = { readonly document: SessionDocument; readonly entry: JournalEntry };

export function newDocument(session: Session): SessionDocument {
  return { session, history: emptyHistory, sequence: 0, checksum: sessionChecksum(session) };
}

/**
 * Carries out a command's diff as one undo step; undefined when the diff changes nothing.
 * @param key joins it to the step before when that has the same key: one key a drag.
 */
export function commit(
  document: SessionDocument,
  name: string,
  diff: Diff,
  key: string | null = null,
): Step | undefined {
  if (diff.length === 0) return undefined;
  return step(document, { kind: 'commit', name, key }, diff, pushMark(document.history, { name, key, diff }));
}

/** Takes the last step back; undefined when there is none. */
export function undo(document: SessionDocument): Step | undefined {
  const undone = undoMark(document.history);
  return undone && step(document, { kind: 'undo' }, keepingIds(document, undone.diff), undone.history);
}

/** Does the last undone step again; undefined when there is none. */
export function redo(document: SessionDocument): Step | undefined {
  const redone = redoMark(document.history);
  return redone && step(document, { kind: 'redo' }, keepingIds(document, redone.diff), redone.history);
}

/**
 * The diff without a step back of the number of the next id: an id that was given once names nothing else ever after, so
 * that what is recorded on a track comes to no other, whatever is undone meanwhile.
 */
function keepingIds({ session }: SessionDocument, diff: Diff): Diff {
  const { nextId } = session.settings.session;
  return diff.map((change) =>
    change.table === 'settings' && change.after !== null
      ? { ...change, after: { ...change.after, nextId: Math.max(nextId, change.after.nextId) } }
      : change,
  );
}

function step(document: SessionDocument, kind: EntryKind, diff: Diff, history: UndoHistory): Step {
  const session = applyDiff(document.session, diff);
  const sequence = document.sequence + 1;
  const checksum = checksumAfter(document.checksum, document.session, diff);
  return { document: { session, history, sequence, checksum }, entry: { ...kind, sequence, diff, checksum } };
}

/** The history after an entry that was made elsewhere; an undo or redo that finds no mark leaves it. */
export function followHistory(history: UndoHistory, entry: JournalEntry): UndoHistory {
  if (entry.kind === 'undo') return undoMark(history)?.history ?? history;
  if (entry.kind === 'redo') return redoMark(history)?.history ?? history;
  return pushMark(history, { name: entry.name, key: entry.key, diff: entry.diff });
}

/**
 * The document after the next entry of its journal, as a mirror follows its owner. Throws CommandError
 * `invalid-session` on a gap in the sequence or a checksum that does not agree: then the mirror asks for the whole again.
 */
export function follow(document: SessionDocument, entry: JournalEntry): SessionDocument {
  if (entry.sequence !== document.sequence + 1) {
    throw new CommandError('invalid-session', `Change ${entry.sequence} does not follow change ${document.sequence}.`);
  }
  const { sequence, checksum, diff } = entry;
  if (checksumAfter(document.checksum, document.session, diff) !== checksum) {
    throw new CommandError('invalid-session', `Change ${sequence} does not fit this session.`);
  }
  return {
    session: applyDiff(document.session, diff),
    history: followHistory(document.history, entry),
    sequence,
    checksum,
  };
}
