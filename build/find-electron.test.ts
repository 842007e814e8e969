import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { fetchElectron } from './find-electron.mjs';

let silent: Server;
const { ELECTRON_MIRROR } = process.env;
beforeEach(async () => {
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  silent.close();
  if (ELECTRON_MIRROR === undefined) delete process.env['ELECTRON_MIRROR'];
  else process.env['ELECTRON_MIRROR'] = ELECTRON_MIRROR;
});

it('knows within three seconds that a host takes the call and never answers', async () => {
  const { port } = silent.address() as { port: number };
  process.env['ELECTRON_MIRROR'] = `http://127.0.0.1:${port}/`;
  const startMs = performance.now();
  expect(await fetchElectron()).toContain(`127.0.0.1:${port} does not answer`);
  expect(performance.now() - startMs).toBeLessThan(3000);
});
