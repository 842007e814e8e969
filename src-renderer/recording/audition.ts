/** A take heard alone on its track, in place of the comp: for the ear, nothing of it is stored. */
import type { App } from '../state/app.svelte.ts';

/** Has a take heard alone; asked for the one that is, the comp again. Rejects with StudioError. */
export async function toggleAudition({ client, engine }: App, takeId: string): Promise<void> {
  await client.request('take/audition', { takeId: engine.auditionedTakeId === takeId ? null : takeId });
}

/** The comp is heard again. Rejects with StudioError. */
export async function endAudition({ client }: App): Promise<void> {
  await client.request('take/audition', { takeId: null });
}
