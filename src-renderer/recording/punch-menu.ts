import { actionItem } from '../actions/action-item.ts';
import type { ActionRegistry } from '../actions/action-registry-state.svelte.ts';
import type { MenuItem } from '../controls/menu-state.svelte.ts';
import type { App } from '../state/app.svelte.ts';

/** Where recording begins and ends by itself: for the ruler and the keys of the punch. */
export function punchMenu(app: App, actions: ActionRegistry): MenuItem[] {
  const { punch, punchInOn, punchOutOn } = app.transport;
  const action = (id: string, checked?: boolean): MenuItem[] =>
    actionItem(actions, app, id).map((item) => (item === 'separator' ? item : { ...item, checked }));
  return [
    ...action('transport.punch', punchInOn && punchOutOn),
    ...action('transport.punchInOn', punchInOn),
    ...action('transport.punchOutOn', punchOutOn),
    ...action('transport.punchSelection'),
    ...action('transport.punchIn'),
    ...action('transport.punchOut'),
    {
      text: 'Remove the punch range',
      whyNot: punch ? undefined : 'no range',
      run: () =>
        void app.attempt(() =>
          app.client.request('transport/set', { punch: null, punchInOn: false, punchOutOn: false }),
        ),
    },
  ];
}
