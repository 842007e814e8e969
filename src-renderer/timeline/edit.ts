/** A change that a hand makes on the timeline: commands of the session under one name, looked at before they are sent. */
import { changeTables, type MutableTables } from '../../src-shared/session/apply-diff.ts';
import { CommandError } from '../../src-shared/session/command-error.ts';
import { type CommandArgs, type CommandName, commands, runCommand } from '../../src-shared/session/commands/index.ts';
import type { Session } from '../../src-shared/session/session.ts';
import type { App } from '../state/app.svelte.ts';

export type Step = {
  readonly [Name in CommandName]: { readonly command: Name; readonly args: CommandArgs<Name> };
}[CommandName];
/** One undo step. Without steps nothing is sent. */
export type Edit = { readonly name: string; readonly steps: readonly Step[] };

/** One step with the label of its command. */
export function edit(step: Step): Edit {
  return { name: commands[step.command].label, steps: [step] };
}

/** The session as it would be; undefined when the session does not allow it. */
export function previewEdit(session: Session, { steps }: Edit): Session | undefined {
  const next = Object.fromEntries(
    Object.entries(session).map(([name, table]) => [name, { ...table }]),
  ) as MutableTables;
  try {
    for (const { command, args } of steps) changeTables(next, runCommand(next as Session, command, args as never));
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
  return next as Session;
}

/** Sends it. Rejects with StudioError. */
export async function sendEdit(app: App, { name, steps }: Edit, key: string | null = null): Promise<void> {
  const [first, second] = steps;
  if (!first) return;
  if (!second && commands[first.command].label === name) await app.session.run(first.command, first.args, key);
  else await app.client.request('session/runAll', { name, commands: [...steps], key });
}
