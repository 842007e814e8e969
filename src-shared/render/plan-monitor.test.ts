import { describe, expect, test } from 'vitest';
import type { MonitorMode } from '../session/records/input.ts';
import { renderSession } from '../testing/render-session.ts';
import { SessionBuilder } from '../testing/session-builder.ts';
import { stereoNoise } from '../testing/signals.ts';
import { duck, warm } from '../testing/test-devices.ts';
import { planMonitor } from './plan-monitor.ts';
import { planSession } from './plan-session.ts';

const definitions = { warm, duck };
const late = { values: { latencyFrames: 100 } };

/** A singer into a group and a room, a guitar that nobody hears, and a late master. */
function song(build: (builder: SessionBuilder, ids: Record<'singer' | 'guitar' | 'group' | 'room', string>) => void) {
  const builder = new SessionBuilder();
  const group = builder.strip('group');
  const room = builder.strip('bus');
  const singer = builder.strip('track', { outputId: group });
  const guitar = builder.strip('track');
  builder.send(singer, room);
  builder.send(guitar, room);
  builder.clip(singer, builder.media(2, 4_096));
  builder.device('master', 'warm', late);
  build(builder, { singer, guitar, group, room });
  return builder.build();
}

describe('what a musician hears of themselves', () => {
  test('is what their sound passes, without clips, and never late', () => {
    const session = song((builder, { singer, group }) => {
      builder.arm(singer, [1], { monitor: 'input' });
      builder.device(singer, 'warm');
      builder.device(group, 'warm', late);
    });
    const { plan, tracks, aside, savedFrames } = planMonitor(session, definitions);
    expect(tracks).toEqual([{ trackId: 'track-3', channels: [1], monitor: 'input', direct: false }]);
    expect(plan?.strips.map(({ kind }) => kind)).toEqual(['track', 'group', 'bus', 'master']);
    expect(plan?.latencyFrames).toBe(0);
    expect(plan?.media).toEqual([]);
    for (const strip of plan?.strips ?? []) {
      expect(strip.segments).toEqual([]);
      for (const { delayFrames } of strip.feeds) expect(delayFrames).toBe(0);
    }
    expect(plan?.strips[0]?.devices).toHaveLength(1);
    expect(aside.map(({ stripId, why, trackIds }) => [stripId, why, trackIds])).toEqual([
      ['group-1', 'late', ['track-3']],
      ['master', 'late', ['track-3']],
    ]);
    expect(aside.map(({ latencyFrames }) => latencyFrames)).toEqual([100, 100]);
    // By way of the group; the room adds nothing to that.
    expect(savedFrames).toEqual({ 'track-3': 200 });
  });

  test('a late device that is off is left out without a word', () => {
    const session = song((builder, { singer }) => {
      builder.arm(singer, [1], { monitor: 'input' });
      builder.device(singer, 'warm', { ...late, enabled: false });
    });
    const { plan, aside } = planMonitor(session, definitions);
    expect(plan?.latencyFrames).toBe(0);
    expect(aside.map(({ stripId }) => stripId)).toEqual(['master']);
  });

  test('what another strip keys steps aside, unless that is heard too', () => {
    const keyed = (isGuitarHeard: boolean) =>
      song((builder, { singer, guitar, room }) => {
        builder.arm(singer, [1], { monitor: 'input' });
        if (isGuitarHeard) builder.arm(guitar, [2], { monitor: 'cue' });
        builder.device(room, 'duck', { sidechainId: guitar });
      });
    expect(planMonitor(keyed(false), definitions).aside).toContainEqual(
      expect.objectContaining({ stripId: 'bus-2', why: 'keyed' }),
    );
    const both = planMonitor(keyed(true), definitions);
    expect(both.aside.map(({ why }) => why)).toEqual(['late']);
    expect(both.plan?.strips.find(({ kind }) => kind === 'bus')?.devices).toMatchObject([
      { type: 'duck', keyed: true },
    ]);
  });

  test('a solo elsewhere silences it, as it does in the mix; a key to what is not heard is no way', () => {
    const session = song((builder, { singer, guitar }) => {
      builder.arm(singer, [1], { monitor: 'input' });
      builder.device(guitar, 'duck', { sidechainId: singer });
      builder.change(guitar, { solo: true });
    });
    const { plan } = planMonitor(session, definitions);
    expect(plan?.strips[0]?.feeds.map(({ target, open }) => [target.kind, open])).toEqual([
      ['sum', false],
      ['sum', false],
    ]);
  });

  test('direct needs no strip; off, and auto that is not armed, are not heard', () => {
    const session = song((builder, { singer, guitar }) => {
      builder.arm(singer, [1, 2], { monitor: 'cue', direct: true });
      builder.arm(guitar, [3], { monitor: 'auto', armed: false });
    });
    const { plan, tracks, aside } = planMonitor(session, definitions);
    expect(tracks.map(({ trackId, direct }) => [trackId, direct])).toEqual([['track-3', true]]);
    expect([plan, aside]).toEqual([null, []]);
  });
});

describe('the mix', () => {
  const modes: readonly MonitorMode[] = ['off', 'input', 'auto', 'cue'];

  test.each(modes)('is planned and bounced to the bit the same, whatever is heard of its inputs (%s)', (monitor) => {
    const without = song(() => undefined);
    const heard = song((builder, { singer, guitar }) => {
      builder.arm(singer, [1, 2], { monitor });
      builder.arm(guitar, [3], { monitor, direct: true });
    });
    expect(planSession(heard, { definitions })).toEqual(planSession(without, { definitions }));
    const [mediaId = ''] = Object.keys(without.media);
    const samples = stereoNoise({ amplitude: 0.5, frames: 4_096, seed: 2 });
    const options = { frames: 4_096, definitions, prune: true, media: { [mediaId]: { channels: 2, samples } } };
    expect(renderSession(heard, options)).toEqual(renderSession(without, options));
  });
});
