/** Requests that change the open session. */
import type * as z from 'zod';
import { commandSchemas, isCommandName } from '../../src-shared/protocol/session-commands.ts';
import type { Command } from '../../src-shared/session/commands/command.ts';
import { type CommandName, commands } from '../../src-shared/session/commands/index.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { type Client, type Handlers, OWNER_ONLY, problemOf, withoutUndefined } from './dispatch.ts';
import type { OpenSession } from './open-session.ts';
import { StudioRefusal } from './studio-error.ts';

/** They name files of this machine, whose sound a guest is not to hear. */
const OWNERS_COMMANDS: ReadonlySet<CommandName> = new Set(['addMedia', 'addMediaClip', 'relinkMedia', 'addTakes']);

type Asked = { readonly command: string; readonly args?: unknown };

export function sessionRequests(
  open: OpenSession,
): Handlers<
  | 'session/snapshot'
  | 'session/run'
  | 'session/runAll'
  | 'session/undo'
  | 'session/redo'
  | 'session/goTo'
  | 'session/save'
> {
  const sequence = () => ({ sequence: open.document.sequence });
  const goTo = async (steps: () => number) => {
    await open.settled();
    open.goTo(steps());
    return open.history;
  };
  return {
    'session/snapshot': async () => {
      await open.settled();
      return open.snapshot();
    },
    'session/run': async ({ command, args, key = null }, client) => {
      const { label, run, checked } = checkCommand({ command, args }, client);
      await open.settled();
      open.commit(label, run(open.document.session, checked), key);
      return sequence();
    },
    'session/runAll': async ({ name, commands: list, key = null }, client) => {
      const all = list.map((asked) => checkCommand(asked, client));
      await open.settled();
      const edit = new SessionEdit(open.document.session);
      for (const { run, checked } of all) edit.run(run, checked);
      open.commit(name, edit.diff, key);
      return sequence();
    },
    'session/undo': () => goTo(() => Math.max(0, open.history.position - 1)),
    'session/redo': () => goTo(() => open.history.position + 1),
    'session/goTo': ({ steps }) => goTo(() => steps),
    'session/save': async () => {
      await open.settled();
      await open.save();
      return open.snapshot();
    },
  };
}

type Checked = { readonly label: string; readonly run: Command<unknown>; readonly checked: unknown };

/** The command with its arguments, both known to be of their form. Throws StudioRefusal `wrong-arguments` or `not-allowed`. */
function checkCommand({ command, args }: Asked, { role }: Client): Checked {
  if (!isCommandName(command))
    throw new StudioRefusal(`There is no command “${command.slice(0, 60)}”.`, 'wrong-arguments');
  if (role !== 'owner' && OWNERS_COMMANDS.has(command)) throw new StudioRefusal(OWNER_ONLY, 'not-allowed');
  const schema: z.ZodType = commandSchemas[command];
  const parsed = schema.safeParse(withoutUndefined(args ?? {}));
  if (!parsed.success)
    throw new StudioRefusal(`“${command}” was asked wrongly: ${problemOf(parsed.error)}.`, 'wrong-arguments');
  const { label, run } = commands[command];
  return { label, run: run as Command<unknown>, checked: parsed.data };
}
