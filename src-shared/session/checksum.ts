/** Sums stay below this, so that adding two is exact. */
const MODULUS = 2 ** 52;
const DIGITS = 13;
const hashes = new WeakMap<object, number>();

/** Tables of records by id: a session, or a document of an older version. */
type Tables = { readonly [table: string]: { readonly [id: string]: unknown } };
type Change = { readonly table: string; readonly id: string; readonly after: unknown };

/**
 * Thirteen hex digits that two sessions with the same content share, whatever the order of their records: so a mirror
 * knows that it is one. It is the sum of a hash of each record, so that a change costs only what it touches.
 */
export function sessionChecksum(session: Tables): string {
  let sum = 0;
  for (const [name, table] of Object.entries(session)) {
    for (const [id, record] of Object.entries(table)) sum = (sum + recordHash(name, id, record as object)) % MODULUS;
  }
  return asDigits(sum);
}

/**
 * The checksum after changes, each to another record.
 * @param tables as they are before the changes, with `checksum` theirs.
 */
export function checksumAfter(checksum: string, tables: Tables, changes: readonly Change[]): string {
  let sum = Number.parseInt(checksum, 16);
  for (const { table, id, after } of changes) {
    const before = tables[table]?.[id] ?? null;
    if (before !== null) sum = (sum + MODULUS - recordHash(table, id, before)) % MODULUS;
    if (after !== null) sum = (sum + recordHash(table, id, after as object)) % MODULUS;
  }
  return asDigits(sum);
}

function asDigits(sum: number): string {
  return sum.toString(16).padStart(DIGITS, '0');
}

/** Records are never changed in place, so each is hashed once. */
function recordHash(table: string, id: string, record: object): number {
  const known = hashes.get(record);
  if (known !== undefined) return known;
  const hash = hashText(canonical([table, id, record]));
  hashes.set(record, hash);
  return hash;
}

/** The same text for the same content: keys in order, absent and undefined alike. */
function canonical(value: unknown): string {
  if (typeof value !== 'object' || value === null)
    return typeof value === 'string' ? JSON.stringify(value) : String(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  entries.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, field]) => `${JSON.stringify(key)}:${canonical(field)}`).join()}}`;
}

/** FNV-1a (Fowler, Noll, Vo; RFC 9923) twice, 32 and 20 bits of it, from two starting values: it finds accidents, not malice. */
function hashText(text: string): number {
  let high = 0x811c9dc5;
  let low = 0x050c5d1f;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ (unit + index), 0x01000193);
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0);
}
