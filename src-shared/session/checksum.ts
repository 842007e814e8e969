import type { Session } from './session.ts';

/** Sums stay below this, so that adding two is exact. */
const MODULUS = 2 ** 52;
const hashes = new WeakMap<object, number>();
const tableSums = new WeakMap<object, number>();

/**
 * Thirteen hex digits that two sessions with the same content share, whatever the order of their records: so a mirror
 * knows that it is one. Records and tables are never changed in place, so each is hashed once.
 */
export function sessionChecksum(session: Session): string {
  let sum = 0;
  for (const [name, table] of Object.entries(session)) sum = (sum + tableSum(name, table)) % MODULUS;
  return sum.toString(16).padStart(13, '0');
}

function tableSum(name: string, table: { readonly [id: string]: object }): number {
  const known = tableSums.get(table);
  if (known !== undefined) return known;
  let sum = 0;
  for (const [id, record] of Object.entries(table)) sum = (sum + recordHash(name, id, record)) % MODULUS;
  tableSums.set(table, sum);
  return sum;
}

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
