import { describe, expect, it } from 'vitest';
import type { SteppedAside } from '../../src-shared/protocol/monitoring.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { stripAsideText } from './aside-text.ts';

describe('what a strip says of low latency', () => {
  const builder = new SessionBuilder(48_000);
  const track = builder.strip('track', { name: 'Voice' });
  const other = builder.strip('track', { name: 'Guitar' });
  const deEsser = builder.device(track, 'deEsser');
  const limiter = builder.device('master', 'limiter');
  const session = builder.build();
  const one = (deviceId: string, stripId: string, latencyFrames: number): SteppedAside => ({
    deviceId,
    stripId,
    trackIds: [track],
    why: latencyFrames > 0 ? 'late' : 'keyed',
    latencyFrames,
  });
  const monitor = {
    steppedAside: [one(deEsser, track, 240), one(limiter, 'master', 480)],
    savedFrames: { [track]: 720 },
  };
  const text = (stripId: string, of = monitor) => stripAsideText(of, session, stripId);

  it('names every device on the way of a track that is monitored, and what they save', () => {
    expect(text(track)).toBe(
      `De-esser and Limiter of ${session.strips['master']?.name} step aside while you monitor: 15.0 ms less latency. The mix has them as before`,
    );
  });

  it('names its own on a bus or the master, and nothing on a track that nobody monitors', () => {
    expect(text('master')).toBe(
      'Limiter steps aside while you monitor: 10.0 ms less latency. The mix has it as before',
    );
    expect(text(other)).toBe('');
  });

  it('claims no milliseconds for what was not late', () => {
    const keyed = { steppedAside: [one(deEsser, track, 0)], savedFrames: {} };
    expect(text(track, keyed)).toBe('De-esser steps aside while you monitor. The mix has it as before');
  });
});
