import { CommandError } from './command-error.ts';
import type { Strip } from './records/strip.ts';
import type { Session } from './session.ts';
import { validateSession } from './validation/validate-session.ts';

export type NewSession = { readonly name: string; readonly sampleRateHz: number; readonly tempoBpm: number };

/** The master strip as a new session has it. */
const MASTER: Strip = {
  id: 'master',
  kind: 'master',
  name: 'Master',
  colour: 0,
  channel: {},
  solo: false,
  soloSafe: false,
  outputId: null,
  groupId: null,
  deviceIds: [],
  sendIds: [],
};

/** An empty session in 4/4 with a master. Throws CommandError `invalid-value`. */
export function createSession({ name, sampleRateHz, tempoBpm }: NewSession): Session {
  const session: Session = {
    settings: {
      session: { id: 'session', name: name.trim(), sampleRateHz, nextId: 3, stripIds: ['master'], tags: {} },
    },
    strips: { master: MASTER },
    devices: {},
    sends: {},
    media: {},
    clips: {},
    markers: {},
    tempos: { 'tempo-1': { id: 'tempo-1', atFrames: 0, bpm: tempoBpm } },
    metres: { 'metre-2': { id: 'metre-2', bar: 1, numerator: 4, denominator: 4 } },
    lanes: {},
    inputs: {},
    takes: {},
  };
  const problem = validateSession(session)[0];
  if (problem !== undefined) throw new CommandError('invalid-value', problem);
  return session;
}
