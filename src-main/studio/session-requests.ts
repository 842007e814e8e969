/** Requests that change the open session. */
import type * as z from 'zod';
import { commandSchemas, isCommandName } from '../../src-shared/protocol/session-commands.ts';
import type { Command } from '../../src-shared/session/commands/command.ts';
import { commands } from '../../src-shared/session/commands/index.ts';
import { SessionEdit } from '../../src-shared/session/session-edit.ts';
import { type Handlers, problemOf, withoutUndefined } from './dispatch.ts';
import type { OpenSession } from './open-session.ts';
import { StudioRefusal } from './studio-error.ts';

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
    'session/run': async ({ command, args, key = null }) => {
      const { label, run, checked } = checkCommand({ command, args });
      await open.settled();
      open.commit(label, run(open.document.session, checked), key);
      return sequence();
    },
    'session/runAll': async ({ name, commands: list, key = null }) => {
      const all = list.map(checkCommand);
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

/** The command with its arguments, both known to be of their form. Throws StudioRefusal `wrong-arguments`. */
function checkCommand({ command, args }: Asked): { label: string; run: Command<unknown>; checked: unknown } {
  if (!isCommandName(command))
    throw new StudioRefusal(`There is no command “${command.slice(0, 60)}”.`, 'wrong-arguments');
  const schema: z.ZodType = commandSchemas[command];
  const parsed = schema.safeParse(withoutUndefined(args ?? {}));
  if (!parsed.success)
    throw new StudioRefusal(`“${command}” was asked wrongly: ${problemOf(parsed.error)}.`, 'wrong-arguments');
  const { label, run } = commands[command];
  return { label, run: run as Command<unknown>, checked: parsed.data };
}
