/** Message in, answer out: every request passes here, from whatever host it came. */
import * as z from 'zod';
import { type RequestName, type RequestResult, requests } from '../../src-shared/protocol/requests.ts';
import type { ProtocolError, StudioMessage } from '../../src-shared/protocol/wire.ts';
import { protocolErrorOf } from './studio-error.ts';

/** Who asks: the machine's own musician, or a guest such as a tablet in the network. */
export type ClientRole = 'owner' | 'guest';

/** One connection. */
export type Client = {
  readonly role: ClientRole;
  /** Whether it gets what the engine plays. */
  hearing: boolean;
  /** It has one side of the master's chain heard: when it goes, the master is heard as it is bounced. */
  comparing: boolean;
  /** It has a take heard alone: when it goes, the comp is heard. */
  auditioning: boolean;
};

type Args<Name extends RequestName> = z.output<(typeof requests)[Name]['args']>;

/** What is done for each request. May throw what `protocolErrorOf` knows. */
export type Handlers<Names extends RequestName = RequestName> = {
  readonly [Name in Names]: (args: Args<Name>, client: Client) => RequestResult<Name> | Promise<RequestResult<Name>>;
};

export const OWNER_ONLY = 'Only the machine that the studio runs on may do that.';

/** A guest mixes. What names files of this machine, or takes the session away from under the owner, is not for guests. */
const guestRequests: ReadonlySet<RequestName> = new Set([
  'studio/info',
  'session/snapshot',
  'session/run',
  'session/runAll',
  'session/undo',
  'session/redo',
  'session/goTo',
  'session/save',
  'media/peaks',
  'transport/play',
  'transport/stop',
  'transport/locate',
  'transport/set',
  'transport/record',
  'record/discard',
  'record/retake',
  'record/state',
  'record/passes',
  'record/peaks',
  'take/audition',
  'engine/state',
  'engine/watch',
  'engine/compare',
  'engine/hear',
  // A tablet at the microphone: its musician sets what they hear.
  'monitor/state',
  'monitor/set',
  'monitor/clearClips',
  'monitor/listen',
  'calibration/state',
  'inputs/names',
  'heard/last',
  'master/proposal',
]);

const envelope = z.object({ kind: z.literal('request'), id: z.number().int().min(0), name: z.string() });

/** Answers a message of a client; never rejects. */
export async function answer(handlers: Handlers, message: unknown, client: Client): Promise<StudioMessage> {
  const parsed = envelope.safeParse(message);
  if (!parsed.success) return refuse(idOf(message), 'wrong-arguments', 'This is no request that the studio knows.');
  const { id, name } = parsed.data;
  if (!isRequestName(name)) return refuse(id, 'unknown-request', `There is no request “${name.slice(0, 60)}”.`);
  if (client.role !== 'owner' && !guestRequests.has(name)) return refuse(id, 'not-allowed', OWNER_ONLY);
  const args = requests[name].args.safeParse(withoutUndefined((message as { args?: unknown }).args ?? {}));
  if (!args.success) return refuse(id, 'wrong-arguments', `“${name}” was asked wrongly: ${problemOf(args.error)}.`);
  try {
    const handle = handlers[name] as (args: unknown, client: Client) => unknown;
    return { kind: 'answer', id, result: await handle(args.data, client) };
  } catch (error) {
    return { kind: 'error', id, error: protocolErrorOf(error) };
  }
}

/** The first thing wrong, with the path to it. */
export function problemOf(error: z.ZodError): string {
  const [issue] = error.issues;
  const path = issue?.path.map(String).join('.') ?? '';
  const text = (issue?.message ?? 'it has another form').replace(/^Invalid input: /, '');
  return path === '' ? text : `${path.slice(0, 60)} — ${text}`;
}

/** JSON drops fields that are undefined; a structured clone keeps them. Here both are alike. */
export function withoutUndefined(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined));
}

function isRequestName(name: string): name is RequestName {
  return Object.hasOwn(requests, name);
}

function idOf(message: unknown): number {
  const id = (message as { id?: unknown } | null)?.id;
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : 0;
}

function refuse(id: number, code: ProtocolError['code'], sentence: string): StudioMessage {
  return { kind: 'error', id, error: { code, sentence } };
}
