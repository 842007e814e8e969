import { Draft } from '../draft.ts';
import { trackIdOf } from '../records/input.ts';
import type { Strip } from '../records/strip.ts';
import { feeds } from '../routing.ts';
import type { Session, TableName } from '../session.ts';
import { laneProblems } from './lane-problems.ts';

/** Where valid records do not fit together: each sentence begins with the path. */
export function integrityProblems(session: Session): string[] {
  return [
    ...settingsProblems(session),
    ...Object.values(session.strips).flatMap((strip) => stripProblems(session, strip)),
    ...ownerProblems(session, 'devices', 'deviceIds'),
    ...ownerProblems(session, 'sends', 'sendIds'),
    ...sendProblems(session),
    ...Object.values(session.devices).flatMap(({ id, sidechainId }) =>
      reference(session, 'strips', sidechainId, `devices.${id}.sidechainId`),
    ),
    ...clipProblems(session),
    ...inputProblems(session),
    ...takeProblems(session),
    ...laneProblems(session),
    ...gridProblems(session),
    ...circleProblems(session),
  ];
}

function has(session: Session, table: TableName, id: string): boolean {
  return Object.hasOwn(session[table], id);
}

function reference(session: Session, table: TableName, id: string | null, path: string): string[] {
  return id === null || has(session, table, id)
    ? []
    : [`${path}: must name one of the ${table}, and there is no “${id}”.`];
}

function settingsProblems(session: Session): string[] {
  if (!has(session, 'settings', 'session')) return ['settings.session: is missing.'];
  const { stripIds, nextId } = session.settings.session;
  const problems: string[] = [];
  for (const id of Object.keys(session.settings))
    if (id !== 'session') problems.push(`settings.${id}: must not be there.`);
  const strips = Object.keys(session.strips);
  if (
    stripIds.length !== strips.length ||
    new Set(stripIds).size !== strips.length ||
    !stripIds.every((id) => has(session, 'strips', id))
  ) {
    problems.push('settings.session.stripIds: must name every strip once.');
  }
  if (stripIds[stripIds.length - 1] !== 'master') problems.push('settings.session.stripIds: must end with the master.');
  for (const [table, records] of Object.entries(session)) {
    for (const id of Object.keys(records)) {
      if (Number(id.split('-')[1] ?? 0) >= nextId)
        problems.push(`settings.session.nextId: must be greater than the number of ${table}.${id}.`);
    }
  }
  return problems;
}

function stripProblems(session: Session, strip: Strip): string[] {
  const path = `strips.${strip.id}`;
  if ((strip.kind === 'master') !== (strip.id === 'master'))
    return [`${path}.kind: must be master for the strip “master” and for no other.`];
  if (strip.kind === 'master') {
    if (strip.groupId !== null) return [`${path}.groupId: must be null, because the master is in no group.`];
    if (strip.sendIds.length > 0) return [`${path}.sendIds: must be empty, because everything ends in the master.`];
    return strip.outputId === null ? [] : [`${path}.outputId: must be null, because the master is the end.`];
  }
  const output = strip.outputId === null ? undefined : session.strips[strip.outputId];
  const problems = output ? [] : [`${path}.outputId: must name one of the strips.`];
  if (output?.kind === 'track')
    problems.push(`${path}.outputId: must be a bus, a group or the master, not the track “${output.name}”.`);
  problems.push(...groupProblems(session, strip));
  return problems;
}

function groupProblems(session: Session, strip: Strip): string[] {
  const path = `strips.${strip.id}.groupId`;
  if (strip.groupId === null) return [];
  if (session.strips[strip.groupId]?.kind !== 'group') return [`${path}: must name a group.`];
  const seen = new Set<string>();
  for (let id: string | null = strip.id; id !== null; id = session.strips[id]?.groupId ?? null) {
    if (seen.has(id)) return [`${path}: must not put the group inside itself.`];
    seen.add(id);
  }
  return [];
}

/** Every device and send belongs to exactly one strip. */
function ownerProblems(session: Session, table: 'devices' | 'sends', field: 'deviceIds' | 'sendIds'): string[] {
  const owned = new Set<string>();
  const problems: string[] = [];
  for (const strip of Object.values(session.strips)) {
    for (const id of strip[field]) {
      problems.push(...reference(session, table, id, `strips.${strip.id}.${field}`));
      if (owned.has(id))
        problems.push(`strips.${strip.id}.${field}: must not name ${id}, which belongs to another place already.`);
      owned.add(id);
    }
  }
  for (const id of Object.keys(session[table]))
    if (!owned.has(id)) problems.push(`${table}.${id}: must belong to a strip.`);
  return problems;
}

function sendProblems(session: Session): string[] {
  return Object.values(session.sends).flatMap(({ id, busId }) => {
    const kind = session.strips[busId]?.kind;
    return kind === 'bus' || kind === 'group' ? [] : [`sends.${id}.busId: must name a bus or a group.`];
  });
}

function clipProblems(session: Session): string[] {
  return Object.values(session.clips).flatMap((clip) => {
    const path = `clips.${clip.id}`;
    if (session.strips[clip.trackId]?.kind !== 'track') return [`${path}.trackId: must name a track.`];
    const media = session.media[clip.mediaId];
    if (!media) return [`${path}.mediaId: must name one of the media, and there is no “${clip.mediaId}”.`];
    const room = media.lengthFrames - clip.offsetFrames;
    return clip.lengthFrames <= room
      ? []
      : [`${path}.lengthFrames: must be at most ${room}, what its sound file has from there.`];
  });
}

function inputProblems(session: Session): string[] {
  return Object.keys(session.inputs).flatMap((id) =>
    session.strips[trackIdOf(id)]?.kind === 'track' ? [] : [`inputs.${id}: must have the number of a track.`],
  );
}

function takeProblems(session: Session): string[] {
  return Object.values(session.takes).flatMap((take) => {
    const path = `takes.${take.id}`;
    if (session.strips[take.trackId]?.kind !== 'track') return [`${path}.trackId: must name a track.`];
    const media = session.media[take.mediaId];
    if (!media) return [`${path}.mediaId: must name one of the media, and there is no “${take.mediaId}”.`];
    const room = media.lengthFrames - take.offsetFrames;
    return take.lengthFrames <= room
      ? []
      : [`${path}.lengthFrames: must be at most ${room}, what its sound file has from there.`];
  });
}

function gridProblems(session: Session): string[] {
  const problems: string[] = [];
  const starts = Object.values(session.tempos).map((tempo) => tempo.atFrames);
  const bars = Object.values(session.metres).map((metre) => metre.bar);
  if (!starts.includes(0)) problems.push('tempos: must have one at frame 0.');
  if (new Set(starts).size < starts.length) problems.push('tempos: must not have two at the same frame.');
  if (!bars.includes(1)) problems.push('metres: must have one at bar 1.');
  if (new Set(bars).size < bars.length) problems.push('metres: must not have two at the same bar.');
  return problems;
}

/** Strips that feed themselves, found by taking away again and again what nothing left feeds. */
function circleProblems(session: Session): string[] {
  const fed = feeds(new Draft(session));
  const sources = new Map<string, number>();
  for (const targets of fed.values()) for (const id of targets) sources.set(id, (sources.get(id) ?? 0) + 1);
  const ready = Object.keys(session.strips).filter((id) => !sources.has(id));
  for (const id of ready) {
    for (const target of fed.get(id) ?? []) {
      const left = (sources.get(target) ?? 0) - 1;
      sources.set(target, left);
      if (left === 0) ready.push(target);
    }
  }
  if (ready.length >= Object.keys(session.strips).length) return [];
  const names = Object.values(session.strips)
    .filter((strip) => !ready.includes(strip.id))
    .map((strip) => `“${strip.name}”`);
  return [`strips: must not feed each other in a circle: look at ${names.join(', ')}.`];
}
