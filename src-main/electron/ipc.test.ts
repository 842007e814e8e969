import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { listenToPages, type PagePorts } from './ipc.ts';
import type { WindowHandlers } from './window-requests.ts';

type Listener = (event: unknown, message?: unknown) => unknown;
const channels = vi.hoisted(() => new Map<string, Listener>());

vi.mock('electron', () => ({
  ipcMain: {
    on: (name: string, listener: Listener) => channels.set(name, listener),
    handle: (name: string, listener: Listener) => channels.set(name, listener),
  },
  MessageChannelMain: class {
    port1 = 'app end';
    port2 = 'page end';
  },
}));

const handlers: WindowHandlers = {
  chooseSoundFiles: () => ['/music/kick.wav'],
  chooseSessionFolder: () => null,
  chooseSaveFile: ({ suggestion }) => `/music/${suggestion}`,
  reveal: () => {
    throw new TypeError('of undefined');
  },
  dragOut: () => null,
  setMenu: () => null,
};
let connected: PagePorts[];

beforeEach(() => {
  channels.clear();
  connected = [];
  listenToPages({ onConnect: (ports) => connected.push(ports), windowHandlers: () => handlers });
});

/** An event from a page at an address, in its main frame or one within. */
function eventFrom(url: string, within = false) {
  const posted: unknown[] = [];
  const frame = { url, postMessage: (...message: unknown[]) => posted.push(message) };
  return { posted, senderFrame: frame, sender: { mainFrame: within ? {} : frame } };
}
const own = () => eventFrom('mixdown://app/index.html');
const ask = (event: unknown, message: unknown) => channels.get('mixdown:window')?.(event, message);

describe('what pages say', () => {
  test('the app’s own page gets the ends of its ports', () => {
    const event = own();
    channels.get('mixdown:connect')?.(event);
    expect(event.posted).toEqual([['mixdown:ports', null, ['page end', 'page end']]]);
    expect(connected).toEqual([{ messages: 'app end', telemetry: 'app end' }]);
  });

  test.each([
    ['another site', eventFrom('https://example.org/')],
    ['a file', eventFrom('file:///etc/index.html')],
    ['another host of the scheme', eventFrom('mixdown://other/')],
    ['a frame within the page', eventFrom('mixdown://app/index.html', true)],
    ['a frame that is gone', { senderFrame: null, sender: { mainFrame: {} } }],
  ])('%s is a stranger', async (_name, event) => {
    channels.get('mixdown:connect')?.(event);
    expect(connected).toEqual([]);
    expect(await ask(event, { name: 'chooseSoundFiles', args: {} })).toMatchObject({ error: { code: 'not-allowed' } });
  });

  test('a request is answered', async () => {
    expect(await ask(own(), { name: 'chooseSoundFiles', args: {} })).toEqual({ result: ['/music/kick.wav'] });
    expect(await ask(own(), { name: 'chooseSaveFile', args: { suggestion: 'a.wav' } })).toEqual({
      result: '/music/a.wav',
    });
  });

  test.each([[undefined], [null], ['reveal'], [{ name: 'constructor', args: {} }], [{ name: 'format', args: {} }]])(
    '%j is no request',
    async (message) => {
      expect(await ask(own(), message)).toMatchObject({ error: { code: 'unknown-request' } });
    },
  );

  test.each([
    { name: 'reveal', args: {} },
    { name: 'reveal', args: { file: 7 } },
    { name: 'reveal' },
    { name: 'dragOut', args: { file: '' } },
    { name: 'chooseSoundFiles', args: { extra: true } },
    { name: 'setMenu', args: { actions: [{ id: 'x', label: 'X', group: 'G' }] } },
  ])('$name with $args is asked wrongly', async (message) => {
    expect(await ask(own(), message)).toMatchObject({ error: { code: 'wrong-arguments' } });
  });

  test('a fault of ours reaches the page as a sentence, not as code', async () => {
    vi.spyOn(console, 'error').mockImplementation(() => {});
    const answer = await ask(own(), { name: 'reveal', args: { file: '/x' } });
    expect(answer).toMatchObject({ error: { code: 'internal' } });
    expect(JSON.stringify(answer)).not.toContain('undefined');
  });
});

test('one file alone listens to pages', () => {
  const others = readdirSync(import.meta.dirname).filter(
    (name) =>
      name.endsWith('.ts') &&
      !/^ipc(\.test)?\.ts$/.test(name) &&
      /\bipcMain\b|\.ipc\b/.test(readFileSync(join(import.meta.dirname, name), 'utf8')),
  );
  expect(others).toEqual([]);
});
