/** The page: connects to the studio behind it, and shows the app, or the sentence that says why it cannot. */
import { mount } from 'svelte';
import AppShell from './AppShell.svelte';
import { connectStudio } from './client/connect-studio.ts';
import { windowHost } from './client/electron-transport.ts';
import { machineStore } from './client/machine-store.ts';
import { HearingState } from './hearing/hearing-state.svelte.ts';
import { firstPicture } from './shell/first-picture.ts';
import NoStudio from './shell/NoStudio.svelte';
import { App } from './state/app.svelte.ts';

const target = document.getElementById('app');
if (!target) throw new Error('index.html has no #app');

try {
  const { client, web } = await connectStudio(window);
  const app = await App.connect(client);
  const hearing = web && new HearingState(client, web);
  mount(AppShell, { target, props: { app, host: windowHost(window), store: machineStore, hearing } });
  await firstPicture();
  // At the musician's service: what `npm run bench -- app` waits for.
  performance.mark('interactive');
  app.isDrawn = true;
} catch (error) {
  mount(NoStudio, { target, props: { sentence: (error as Error).message } });
}
