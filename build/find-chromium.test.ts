import { createServer, type Server } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { downloadChromium, fetchChromium } from './find-chromium.mjs';

let silent: Server;
const { PLAYWRIGHT_DOWNLOAD_HOST, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD } = process.env;
beforeEach(async () => {
  silent = createServer(() => undefined);
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
});
afterEach(() => {
  silent.close();
  for (const [name, value] of Object.entries({ PLAYWRIGHT_DOWNLOAD_HOST, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD })) {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

it('knows within three seconds that the host of the browser takes the call and never answers', async () => {
  const { port } = silent.address() as { port: number };
  process.env['PLAYWRIGHT_DOWNLOAD_HOST'] = `http://127.0.0.1:${port}`;
  const startMs = performance.now();
  expect(await downloadChromium()).toBe(`127.0.0.1:${port} does not answer`);
  expect(performance.now() - startMs).toBeLessThan(3000);
});

it('fetches none where Playwright is told to fetch none', async () => {
  process.env['PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD'] = '1';
  expect(await fetchChromium()).toContain('says to fetch none');
});
