/** Which changes of a session the lanes show: a fader that moves is none of them. */
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { Session } from '../../src-shared/session/session.ts';

const TABLES = ['settings', 'clips', 'media', 'takes', 'lanes'] as const;

/** Whether lanes look the same in two sessions, faders of members in the rows of groups aside. */
export function looksAlike(a: Session, b: Session): boolean {
  if (!TABLES.every((table) => a[table] === b[table])) return false;
  if (a.strips === b.strips) return true;
  const ids = Object.keys(b.strips);
  return ids.length === Object.keys(a.strips).length && ids.every((id) => alike(a.strips[id], b.strips[id]));
}

/** By what their fields say: a strip that was sent has lists of its own. */
function alike(a: Strip | undefined, b: Strip | undefined): boolean {
  if (a === b) return true;
  if (!a || !b) return false;
  return (Object.keys(b) as (keyof Strip)[]).every((field) => field === 'channel' || `${a[field]}` === `${b[field]}`);
}

/** What the rows of groups show of their members' faders, as text: the same for as long as those stand still. */
export function groupFaders({ strips }: Session): string {
  const members = Object.values(strips).filter(({ groupId }) => groupId !== null);
  return JSON.stringify(members.map(({ id, channel }) => [id, channel['gainDb'], channel['mute']]));
}
