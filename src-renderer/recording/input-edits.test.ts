import { describe, expect, it } from 'vitest';
import { createSession } from '../../src-shared/session/create-session.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { type Edit, previewEdit } from '../timeline/edit.ts';
import { armAll, armTrack, chooseInput, monitorTrack, setDirect, toggleMonitor } from './input-edits.ts';
import { inputOf } from './track-input.ts';

const after = (session: Session, edit: Edit) => previewEdit(session, edit) as Session;

function twoTracks(): { session: Session; first: string; second: string } {
  let session = createSession({ name: 'Song', sampleRateHz: 48_000, tempoBpm: 120 });
  for (const name of ['Voice', 'Guitar'])
    session = after(session, { name, steps: [{ command: 'addStrip', args: { kind: 'track', name } }] });
  const [first = '', second = ''] = session.settings.session.stripIds;
  return { session, first, second };
}

describe('arming', () => {
  it('gives each track a channel of its own, and takes the arm off again', () => {
    const { session, first, second } = twoTracks();
    const one = after(session, armTrack(session, first, 2));
    const both = after(one, armTrack(one, second, 2));
    expect(inputOf(both, first)).toMatchObject({ channels: [1], armed: true, monitor: 'auto' });
    expect(inputOf(both, second)).toMatchObject({ channels: [2], armed: true });
    expect(inputOf(after(both, armTrack(both, first, 2)), first)).toMatchObject({ channels: [1], armed: false });
  });

  it('takes the channels that are wanted, but never from a track that has its own', () => {
    const { session, first } = twoTracks();
    const pair = after(session, armTrack(session, first, 4, [3, 4]));
    expect(inputOf(pair, first)).toMatchObject({ channels: [3, 4], armed: true });
    expect(inputOf(after(pair, armTrack(pair, first, 4, [1])), first)).toMatchObject({ channels: [3, 4] });
  });

  it('of all arms what has an input, and says when there is nothing to do', () => {
    const { session, first, second } = twoTracks();
    expect(armAll(session, true).steps).toEqual([]);
    const chosen = after(session, chooseInput(first, [1, 2]));
    const armed = after(chosen, armAll(chosen, true));
    expect(inputOf(armed, first)?.armed).toBe(true);
    expect(inputOf(armed, second)).toBeUndefined();
    expect(armAll(armed, true).steps).toEqual([]);
    expect(inputOf(after(armed, armAll(armed, false)), first)?.armed).toBe(false);
  });
});

describe('monitoring', () => {
  it('goes on as a tape machine and off, and any way can be chosen', () => {
    const { session, first } = twoTracks();
    const on = after(session, toggleMonitor(session, first, 2));
    expect(inputOf(on, first)).toMatchObject({ monitor: 'auto', armed: false });
    expect(inputOf(after(on, toggleMonitor(on, first, 2)), first)?.monitor).toBe('off');
    expect(inputOf(after(on, monitorTrack(on, first, 'cue', 2)), first)?.monitor).toBe('cue');
    expect(inputOf(after(on, setDirect(first, true)), first)?.direct).toBe(true);
  });

  it('leaves with the input', () => {
    const { session, first } = twoTracks();
    const on = after(session, toggleMonitor(session, first, 2));
    expect(inputOf(after(on, chooseInput(first, [])), first)).toBeUndefined();
  });
});
