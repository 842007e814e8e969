import type { App } from '../state/app.svelte.ts';

/** Says what was done, with a way back beside it: so nothing asks "are you sure?". */
export function notifyUndoable(app: App, sentence: string): void {
  app.notify(sentence, 'info', {
    text: 'Undo',
    ofStep: true,
    run: () => void app.attempt(() => app.client.request('session/undo', {})),
  });
}
