/** What every menu of a strip holds, wherever the strip is shown: its colour, its input, and where it goes. */
import type { Strip } from '../../src-shared/session/records/strip.ts';
import type { ActionRegistry } from '../actions/action-registry-state.svelte.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import { armTrack } from '../recording/input-edits.ts';
import { inputItems, monitorItems } from '../recording/input-menu.ts';
import { inputOf } from '../recording/track-input.ts';
import type { App } from '../state/app.svelte.ts';
import { TRACK_COLOURS } from '../theme/track-colours.ts';
import { sendEdit } from '../timeline/edit.ts';

export function colourItem(app: App, { id: stripId, colour: now }: Strip): MenuItem {
  return {
    text: 'Colour',
    items: TRACK_COLOURS.map((text, colour) => ({
      text,
      colour,
      checked: colour === now,
      run: change(app, 'setColour', { stripId, colour }),
    })),
  };
}

/** What is recorded on a track, and how that is heard. */
export function inputLines(app: App, actions: ActionRegistry, { id: trackId }: Strip): MenuItem[] {
  return [
    { text: 'Input', items: inputItems(app, trackId) },
    { text: 'Monitor', items: monitorItems(app, trackId) },
    {
      text: 'Armed',
      keys: actions.keyText('track.arm'),
      checked: inputOf(app.session.session, trackId)?.armed === true,
      run: () => void app.attempt(() => sendEdit(app, armTrack(app.session.session, trackId, app.audio.inputCount))),
    },
  ];
}

/** The group that a strip is in, and the strip that it plays into. */
export function routeItems(app: App, { id: stripId, outputId: output, groupId: own }: Strip): MenuItem[] {
  const { strips, settings } = app.session.session;
  const others = settings.session.stripIds.flatMap((id) => strips[id] ?? []).filter(({ id }) => id !== stripId);
  const groups = others.filter(({ kind }) => kind === 'group');
  return [
    {
      text: 'Group',
      whyNot: groups.length === 0 ? 'none yet' : undefined,
      items: [null, ...groups].map((group) => ({
        text: group?.name ?? 'None',
        checked: own === (group?.id ?? null),
        run: change(app, 'setGroup', { stripId, groupId: group?.id ?? null }),
      })),
    },
    {
      text: 'Output',
      items: others
        .filter(({ kind }) => kind !== 'track')
        .map(({ id: outputId, name, colour }) => ({
          text: name,
          colour,
          checked: output === outputId,
          run: change(app, 'setOutput', { stripId, outputId }),
        })),
    },
  ];
}

/** A command that a line of a menu runs. */
function change(app: App, command: string, args: unknown): () => void {
  return () => void app.attempt(() => app.session.run(command, args));
}
