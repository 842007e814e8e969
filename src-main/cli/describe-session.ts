import { pathAddresses } from '../../src-shared/session/parameter-path.ts';
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { framesToSeconds } from '../../src-shared/units/time.ts';
import { clock, decimal, tableLines } from './terminal/table.ts';

/** A session in words and tables, for people. */
export function describeSession(session: Session): string {
  const { name, sampleRateHz, stripIds } = session.settings.session;
  const tempo = Object.values(session.tempos).sort((a, b) => a.atFrames - b.atFrames)[0];
  const end = Math.max(
    0,
    ...Object.values(session.clips).map(({ startFrames, lengthFrames }) => startFrames + lengthFrames),
  );
  const head = `${name}: ${sampleRateHz} Hz, ${tempo?.bpm ?? 120} BPM, ${clock(framesToSeconds(end, sampleRateHz))} long`;
  const rows = stripIds.map((id) => stripRow(session, session.strips[id] as Strip));
  const columns = [
    { head: 'strip' },
    { head: 'kind' },
    { head: 'gain dB', align: 'right' as const },
    { head: 'pan', align: 'right' as const },
    { head: '' },
    { head: 'clips', align: 'right' as const },
    { head: 'devices' },
    { head: 'sends' },
    { head: 'to' },
  ];
  return `${[head, '', ...tableLines(columns, rows), ...laneLines(session), ...markerLines(session)].join('\n')}\n`;
}

function stripRow(session: Session, strip: Strip): string[] {
  const clips = Object.values(session.clips).filter(({ trackId }) => trackId === strip.id).length;
  const devices = strip.deviceIds
    .map((id) => session.devices[id])
    .map((device) => {
      const key = device?.sidechainId ? ` (keyed by ${session.strips[device.sidechainId]?.name})` : '';
      return `${device?.type}${device?.enabled ? '' : ' (bypassed)'}${key}`;
    });
  const sends = strip.sendIds
    .map((id) => session.sends[id])
    .map((send) => {
      return `${session.strips[send?.busId ?? '']?.name} ${decimal(send?.gainDb ?? null, 1)}${send?.pre ? ' pre' : ''}`;
    });
  const flags = [strip.channel.mute ? 'M' : '', strip.solo ? 'S' : ''].join('');
  const gainDb = (strip.channel.gainDb as number | undefined) ?? 0;
  const pan = (strip.channel.pan as number | undefined) ?? 0;
  const to = strip.outputId === null ? '' : (session.strips[strip.outputId]?.name ?? '');
  return [
    strip.name,
    strip.kind,
    decimal(gainDb, 1),
    decimal(pan, 2),
    flags,
    String(clips),
    devices.join(' → '),
    sends.join(', '),
    to,
  ];
}

function laneLines(session: Session): string[] {
  const paths = new Map(
    pathAddresses(session).map(({ stripId, target, key, path }) => [JSON.stringify([stripId, target, key]), path]),
  );
  const rows = Object.values(session.lanes).map(({ stripId, target, key, points, enabled }) => [
    `  ${paths.get(JSON.stringify([stripId, target, key])) ?? key}`,
    `${points.length} points${enabled ? '' : ', off'}`,
  ]);
  return rows.length === 0 ? [] : ['', 'automation', ...tableLines([{ head: '' }, { head: '' }], rows).slice(1)];
}

function markerLines(session: Session): string[] {
  const { sampleRateHz } = session.settings.session;
  const markers = Object.values(session.markers).sort((a, b) => a.atFrames - b.atFrames);
  const lines = markers.map(({ name, atFrames }) => `  ${clock(framesToSeconds(atFrames, sampleRateHz))}  ${name}`);
  return lines.length === 0 ? [] : ['', 'markers', ...lines];
}
