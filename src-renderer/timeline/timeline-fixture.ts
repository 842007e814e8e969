/** A small session for the timeline's tests. */
import { applyDiff } from '../../src-shared/session/apply-diff.ts';
import { type CommandArgs, type CommandName, runCommand } from '../../src-shared/session/commands/index.ts';
import { createSession } from '../../src-shared/session/create-session.ts';
import type { Session } from '../../src-shared/session/session.ts';
import { TempoMap } from '../../src-shared/session/tempo-map.ts';
import { type Edit, previewEdit } from './edit.ts';
import type { Snapping } from './snap.ts';

/** 120 bpm at 48 kHz: a beat is 24,000 frames, a bar 96,000. */
export const BEAT = 24_000;
export const BAR = 4 * BEAT;

export class SessionHand {
  session: Session = createSession({ name: 'Test', sampleRateHz: 48_000, tempoBpm: 120 });

  run<Name extends CommandName>(name: Name, args: CommandArgs<Name>): this {
    this.session = applyDiff(this.session, runCommand(this.session, name, args));
    return this;
  }

  /** The id of the newest record of a table. */
  newest(table: 'strips' | 'clips' | 'media' | 'markers'): string {
    const ids = Object.keys(this.session[table]).filter((id) => id !== 'master');
    return ids.sort((a, b) => Number(a.split('-')[1]) - Number(b.split('-')[1])).pop() as string;
  }

  track(name: string): string {
    this.run('addStrip', { kind: 'track', name });
    return this.newest('strips');
  }

  group(name: string): string {
    this.run('addStrip', { kind: 'group', name });
    return this.newest('strips');
  }

  /** A clip of a sound file that is twice as long on both sides. */
  clip(trackId: string, startFrames: number, lengthFrames: number): string {
    const media = { name: 'Sound', path: 'audio/sound.wav', channels: 1, lengthFrames: lengthFrames * 3 };
    this.run('addMedia', media);
    this.run('addClip', {
      mediaId: this.newest('media'),
      trackId,
      startFrames,
      offsetFrames: lengthFrames,
      lengthFrames,
    });
    return this.newest('clips');
  }
}

export function after(session: Session, edit: Edit): Session {
  const next = previewEdit(session, edit);
  if (!next) throw new Error(`not possible: ${JSON.stringify(edit)}`);
  return next;
}

export function snapping(session: Session, fields: Partial<Snapping> = {}): Snapping {
  return { mode: 'off', map: new TempoMap(session), stepBeats: 1, events: [], reachFrames: 1000, ...fields };
}
