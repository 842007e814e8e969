import { describe, expect, it } from 'vitest';
import { FIRST_RECORDING, type RolledPasses, type RollingTake } from '../../src-shared/protocol/recording.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { rollingEdge } from './rolling-edge.ts';
import { RollingFiles } from './rolling-files.ts';

const run = (pass: number) => ({ fromAt: pass * 1000, toAt: pass * 1000 + 1000, sessionFrame: 0 });
const take = (passes: number, fields: Partial<RollingTake> = {}): RollingTake => ({
  trackId: 'strip-1',
  path: 'audio/a.wav',
  channels: 1,
  roll: 'one',
  fromAt: 0,
  passes,
  stretch: { startFrames: 0, offsetFrames: passes * 1000, lengthFrames: 100 },
  ...fields,
});
const state = (...takes: RollingTake[]) => ({ ...FIRST_RECORDING, isRecording: takes.length > 0, takes });
const told = (fromPass: number, count: number): RolledPasses => ({
  roll: 'one',
  fromPass,
  passes: Array.from({ length: count }, (_, index) => run(fromPass + index)),
  fromLoss: 0,
  losses: [],
});
const mediaOf = (path: string) => ({ 'media-1': { id: 'media-1', path } }) as unknown as Session['media'];

function files(all: readonly RolledPasses[] = []) {
  const heard = { known: 1e9, other: 0, changes: 0, asked: 0 };
  const rolling = new RollingFiles({
    known: () => heard.known,
    askPasses: async () => {
      heard.asked++;
      return all;
    },
    onChange: (isOther) => {
      heard.changes++;
      if (isOther) heard.other++;
    },
  });
  const passes = () => rolling.rolled(0).map(({ runs, goesOn }) => `${runs.length}${goesOn ? '+' : ''}`);
  return { rolling, heard, passes };
}

describe('the files that roll', () => {
  it('have the passes that are over and counted; there is something else to draw only then', () => {
    const { rolling, heard, passes } = files();
    rolling.follow(state(take(0)));
    expect(passes()).toEqual(['0+']);
    rolling.hear(told(0, 1));
    // It still goes on, until it is counted: it is never drawn twice.
    expect(passes()).toEqual(['0+']);
    rolling.follow(state(take(1)));
    expect(passes()).toEqual(['1+']);
    const { other } = heard;
    rolling.follow(state(take(1, { stretch: { startFrames: 0, offsetFrames: 1000, lengthFrames: 600 } })));
    expect(heard.other).toBe(other);
    expect(heard.asked).toBe(0);
  });

  it('are asked for by a client that comes later', async () => {
    const { rolling, heard, passes } = files([told(0, 7)]);
    rolling.follow(state(take(7)));
    expect(heard.asked).toBe(1);
    await expect.poll(passes).toEqual(['7+']);
    rolling.hear(told(7, 1));
    rolling.follow(state(take(8)));
    expect(passes()).toEqual(['8+']);
  });

  it('are drawn again when the wave has come to the end of a pass', () => {
    const { rolling, heard } = files();
    heard.known = 900;
    rolling.hear(told(0, 1));
    rolling.follow(state(take(1)));
    const { other } = heard;
    rolling.grown();
    expect(heard.other).toBe(other);
    heard.known = 1024;
    rolling.grown();
    expect(heard.other).toBe(other + 1);
  });

  it('stay until what they hold is in the session, also where the next one rolls already', () => {
    const { rolling, passes } = files();
    rolling.hear(told(0, 2));
    rolling.follow(state(take(2)));
    rolling.follow(state());
    expect(passes()).toEqual(['2+']);
    rolling.follow(state(take(0, { roll: 'two', path: 'audio/b.wav', stretch: null })));
    expect(passes()).toEqual(['2+', '0']);
    rolling.takenIn(mediaOf('audio/other.wav'));
    expect(passes()).toEqual(['2+', '0']);
    rolling.takenIn(mediaOf('audio/a.wav'));
    expect(passes()).toEqual(['0']);
  });

  it('leave at once where nothing had begun, and when another session is open', () => {
    const { rolling, passes } = files();
    rolling.follow(state(take(0, { stretch: null })));
    rolling.follow(state());
    expect(passes()).toEqual([]);
    rolling.follow(state(take(0)));
    rolling.follow(state());
    rolling.forget();
    expect(passes()).toEqual([]);
  });
});

describe('the leading edge', () => {
  const stretch = { startFrames: 1000, offsetFrames: 0, lengthFrames: 500 };
  const open = { isOpen: true, playhead: null, punchOutFrames: null };

  it('is where the playhead is, does not go back at the stop, and is where the file ends', () => {
    const edge = rollingEdge();
    expect(edge(take(0), stretch, { ...open, playhead: 1400 })).toBe(1500);
    expect(edge(take(0), stretch, { ...open, playhead: 1900 })).toBe(1900);
    expect(edge(take(0), stretch, open)).toBe(1900);
    expect(edge(take(0), { ...stretch, lengthFrames: 910 }, { ...open, isOpen: false })).toBe(1910);
  });

  it('begins anew with each pass, and ends where it punches out', () => {
    const edge = rollingEdge();
    edge(take(0), stretch, { ...open, playhead: 9000 });
    expect(edge(take(1), stretch, open)).toBe(1500);
    expect(edge(take(1), stretch, { ...open, playhead: 9000, punchOutFrames: 4000 })).toBe(4000);
  });
});
