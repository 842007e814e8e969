import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { createConnection } from 'node:net';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import type { BinaryFrame } from '../../src-shared/protocol/frames.ts';
import { telemetryFloats } from '../../src-shared/protocol/telemetry.ts';
import { TestBrowser } from '../testing/test-browser.ts';
import { TestStudio } from '../testing/test-studio.ts';
import { WebHost } from './web-host.ts';

let studio: TestStudio;
let host: WebHost;
let browser: TestBrowser;

const listen = async (share = false) => {
  const made = await WebHost.listen({
    rendererFolder: studio.path('screens', 'root'),
    uploadFolder: studio.path('data', 'uploads'),
    port: 0,
    share,
  });
  made.serve(studio.studio);
  return made;
};

beforeAll(async () => {
  studio = await TestStudio.start();
  const root = studio.path('screens', 'root');
  await mkdir(join(root, 'assets'), { recursive: true });
  await writeFile(join(root, 'index.html'), '<title>Mixdown</title>');
  await writeFile(join(root, 'assets', 'main-abc.js'), 'main();');
  await writeFile(join(root, '.secret.js'), 'hidden');
  await writeFile(studio.path('screens', 'outside.js'), 'outside');
  await symlink(studio.path('screens', 'outside.js'), join(root, 'link.js'));
  host = await listen();
  browser = new TestBrowser(host.port);
  await browser.enter(host.newLink());
});
afterAll(async () => {
  await host.close();
  await studio.end();
});

describe('a link', () => {
  test('works once and gives a cookie that no script reads and no other site sends', async () => {
    const link = host.newLink();
    const first = new TestBrowser(host.port);
    const page = await first.enter(link);
    expect(page).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
    // Else a browser asks for /favicon.ico.
    expect(String(page.body)).toContain('<link rel="icon"');
    const [cookie = ''] = (await new TestBrowser(host.port).enter(host.newLink())).headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^mixdown-\d+=[\w-]{32}; HttpOnly; SameSite=Strict; Path=\/$/);
    expect((await first.get('/')).body).toContain('Mixdown');
    const second = new TestBrowser(host.port);
    expect(await second.enter(link)).toMatchObject({ status: 403 });
    expect(second.cookie).toBe('');
    expect((await second.get('/')).status).toBe(401);
    // Who is in already may open an old link again.
    expect((await first.get(link.slice(first.origin.length))).status).toBe(200);
  });

  test.each(['', 'x', 'A'.repeat(32), 'é'])('cannot be guessed: %j', async (token) => {
    const stranger = new TestBrowser(host.port);
    expect((await stranger.get(`/?token=${encodeURIComponent(token)}`)).status).toBe(403);
    stranger.cookie = `mixdown-${host.port}=${encodeURIComponent(token)}`;
    expect((await stranger.get('/')).status).toBe(401);
  });

  test('opens no other studio on this machine', async () => {
    const other = await listen();
    const visitor = new TestBrowser(other.port);
    visitor.cookie = browser.cookie;
    expect((await visitor.get('/')).status).toBe(401);
    await other.close();
  });
});

describe('what the host refuses', () => {
  test('a request under another name, as a rebound DNS name brings it', async () => {
    for (const name of ['evil.example', `evil.example:${host.port}`, '127.0.0.1', `127.0.0.1:${host.port + 1}`, 'x'])
      expect((await browser.get('/', { headers: { host: name } })).status).toBe(421);
    expect((await browser.get('/', { headers: { host: `localhost:${host.port}` } })).status).toBe(200);
  });

  test('a request of another site’s page, with the cookie too', async () => {
    for (const origin of [
      'http://evil.example',
      'null',
      `http://127.0.0.1:${host.port + 1}`,
      `https://127.0.0.1:${host.port}`,
    ]) {
      expect((await browser.get('/', { headers: { origin } })).status).toBe(403);
      await expect(browser.socket({ origin })).rejects.toThrow('403');
    }
    expect((await browser.get('/upload?name=a.wav', { method: 'POST' })).status).toBe(403);
  });

  test('a WebSocket without cookie, without origin, under another name or path', async () => {
    await expect(browser.socket({ cookie: '' })).rejects.toThrow('401');
    await expect(browser.socket({ cookie: `mixdown-${host.port}=wrong` })).rejects.toThrow('401');
    await expect(browser.socket({ host: 'evil.example' })).rejects.toThrow('403');
    await expect(browser.socket({}, '/other')).rejects.toThrow('403');
    (await browser.socket()).terminate();
  });

  test('a file that the disk does not take, with a sentence that names it', async () => {
    await writeFile(studio.path('full'), '');
    const other = await WebHost.listen({
      rendererFolder: studio.path('screens', 'root'),
      uploadFolder: studio.path('full'),
      port: 0,
      share: false,
    });
    const visitor = new TestBrowser(other.port);
    await visitor.enter(other.newLink());
    const { status, body } = await visitor.get('/upload?name=Vocal.wav', {
      method: 'POST',
      headers: { origin: visitor.origin },
      body: 'sound',
    });
    expect([status, body]).toEqual([507, expect.stringContaining('Vocal.wav')]);
    await other.close();
  });

  test('a WebSocket whose peer breaks off as it is refused, and goes on', async () => {
    for (let count = 0; count < 5; count++) {
      await new Promise<void>((resolve) => {
        const socket = createConnection({ host: '127.0.0.1', port: host.port, allowHalfOpen: true }, () =>
          socket.write(
            `GET /studio HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
          ),
        );
        socket.once('data', () => socket.resetAndDestroy());
        socket.once('close', () => resolve());
      });
    }
    expect((await browser.get('/')).status).toBe(200);
  });

  test('a WebSocket that names no origin at all', async () => {
    const answer = await new Promise<string>((resolve) => {
      const socket = createConnection(host.port, '127.0.0.1', () =>
        socket.write(
          `GET /studio HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nCookie: ${browser.cookie}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
            'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
        ),
      );
      socket.once('data', (data) => resolve(String(data)));
    });
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
  });

  test.each([
    '/../outside.js',
    '/assets/../../outside.js',
    '/%2e%2e/outside.js',
    '/..%2foutside.js',
    '/%2e%2e%2foutside.js',
    '/..\\outside.js',
    '/..%5coutside.js',
    '/%252e%252e/outside.js',
    '/assets/..;/../outside.js',
    '//../outside.js',
    '/link.js',
    '/.secret.js',
    '/assets',
    '/index.html%00.js',
    '/%',
    '/%ff',
    '/etc/passwd',
    '//etc/passwd',
  ])('a path that leads elsewhere: %s', async (path) => {
    const { status, body } = await browser.get(path);
    expect([400, 404]).toContain(status);
    expect(body).not.toContain('outside');
    expect(body).not.toContain('root:');
  });

  test('random paths never lead out of the folder', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '',
      '%2e%2e',
      '%2f',
      '%5c',
      '\\',
      'assets',
      'outside.js',
      'root',
      '..%2f',
      '%00',
      'link.js',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(part, { maxLength: 7 }), async (parts) => {
        const { body } = await browser.get(`/${parts.join('/')}`);
        expect(body).not.toContain('outside');
      }),
      { numRuns: 200 },
    );
  });

  test('to do what is not to be done', async () => {
    for (const method of ['PUT', 'DELETE', 'OPTIONS', 'POST'])
      expect((await browser.get('/', { method, headers: { origin: browser.origin } })).status).toBe(405);
  });
});

test('every answer tells the page to load and to ask nothing but its own studio', async () => {
  const stranger = new TestBrowser(host.port);
  for (const answer of [
    await browser.get('/'),
    await browser.get('/nothing'),
    await stranger.get('/'),
    await stranger.enter(host.newLink()),
  ]) {
    const policy = String(answer.headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain(`connect-src 'self' ws://127.0.0.1:${host.port};`);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(answer.headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  }
});

test('files come with their type, and those named after what is in them may be kept', async () => {
  expect((await browser.get('/')).headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-cache',
  });
  const script = await browser.get('/assets/main-abc.js?x=1');
  expect(script).toMatchObject({
    status: 200,
    body: 'main();',
    headers: { 'content-type': 'text/javascript; charset=utf-8' },
  });
  expect(script.headers['cache-control']).toContain('immutable');
  expect(await browser.get('/', { method: 'HEAD' })).toMatchObject({ status: 200, body: '' });
});

test('a file that a browser sends arrives byte for byte and can be imported', async () => {
  const client = await browser.client();
  const bytes = await readFile(join(import.meta.dirname, '../../src-shared/audio-file/fixtures/tone-flac.flac'));
  const headers = { origin: browser.origin };
  const sent = await browser.get(`/upload?name=${encodeURIComponent('../../Gitarre Öl.flac')}`, {
    method: 'POST',
    headers,
    body: bytes,
  });
  const { file } = JSON.parse(sent.body) as { file: string };
  expect(file.startsWith(studio.path('data', 'uploads'))).toBe(true);
  expect(await readFile(file)).toEqual(bytes);
  const report = await client.request('media/import', { files: [file], atFrames: 0, trackId: null });
  expect(report.imported).toHaveLength(1);
  await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  client.close();
});

test('a file whose sending is cancelled leaves nothing, and is nothing to complain about', async () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const uploads = studio.path('data', 'uploads');
  const sending = httpRequest({
    host: '127.0.0.1',
    port: host.port,
    path: '/upload?name=Long.wav',
    method: 'POST',
    headers: { origin: browser.origin, cookie: browser.cookie, 'content-length': '1000000' },
  });
  const brokenOff = expect(new Promise((_, reject) => sending.on('error', reject))).rejects.toThrow();
  sending.write(new Uint8Array(300_000));
  await expect.poll(() => readdir(uploads)).toHaveLength(1);
  sending.destroy();
  await brokenOff;
  await expect.poll(() => readdir(uploads)).toEqual([]);
  expect(complaint).not.toHaveBeenCalled();
  complaint.mockRestore();
});

test('what a bounce wrote is given to its owner byte for byte, by the number of its job alone', async () => {
  const client = await browser.client();
  const file = studio.path('Größe 1.wav');
  const { jobId } = await client.request('bounce/start', { file, format: 'wav', toFrames: 4_800 });
  await client.event('job/done', ({ job }) => job.id === jobId);
  const given = await browser.get(`/bounce/${jobId}`);
  expect(given).toMatchObject({
    status: 200,
    headers: {
      'content-type': 'audio/wav',
      'content-length': String((await readFile(file)).length),
      'content-disposition': `attachment; filename*=UTF-8''Gr%C3%B6%C3%9Fe%201.wav`,
      'cache-control': 'no-store',
    },
  });
  for (const path of ['/bounce/job-0', `/bounce/${jobId}/`, `/bounce/${jobId}.wav`, '/bounce/..%2f..%2fetc%2fpasswd'])
    expect([400, 404]).toContain((await browser.get(path)).status);
  expect((await new TestBrowser(host.port).get(`/bounce/${jobId}`)).status).toBe(401);
  await rm(file);
  expect((await browser.get(`/bounce/${jobId}`)).status).toBe(404);
  client.close();
});

describe('over the WebSocket', () => {
  test('two browsers see each other’s changes, −∞ included', async () => {
    const [first, second] = [await browser.client(), await browser.client()];
    await first.run('setChannelValue', { stripId: 'master', key: 'gainDb', value: Number.NEGATIVE_INFINITY });
    const { sequence } = await second.run('addMarker', { name: '-inf', atFrames: 3 });
    await first.event('session/changed', ({ entry }) => entry.sequence === sequence);
    expect(first.mirror.session).toEqual(second.mirror.session);
    expect(first.mirror.session.strips.master?.channel.gainDb).toBe(Number.NEGATIVE_INFINITY);
    expect(Object.values(first.mirror.session.markers).at(-1)?.name).toBe('-inf');
    first.close();
    second.close();
  });

  test('a command is answered within milliseconds, and the other client has it by then', async () => {
    const [first, second] = [await browser.client(), await browser.client()];
    const times: number[] = [];
    for (let count = 0; count < 300; count++) {
      const before = performance.now();
      const value = -count / 100;
      const { sequence } = await first.run('setChannelValue', { stripId: 'master', key: 'gainDb', value }, 'drag');
      if (second.mirror.sequence < sequence)
        await second.event('session/changed', ({ entry }) => entry.sequence === sequence);
      times.push(performance.now() - before);
    }
    times.sort((a, b) => a - b);
    console.log(`round trip of a command: median ${times[150]?.toFixed(2)} ms, 95 % ${times[285]?.toFixed(2)} ms`);
    expect(times[150]).toBeLessThan(10);
    first.close();
    second.close();
  });

  test('what is not JSON, or binary, is answered with an error', async () => {
    const socket = await browser.socket();
    const answers: { kind: string }[] = [];
    socket.on('message', (data) => {
      const message = JSON.parse(String(data));
      // Events come of themselves, as when the engine says how it is.
      if (message.kind !== 'event') answers.push(message);
    });
    for (const data of ['', '{', '[]', '"__proto__"', 'null', Buffer.from([1, 2, 3])]) socket.send(data);
    await expect.poll(() => answers.length).toBe(6);
    for (const answer of answers) expect(answer).toMatchObject({ kind: 'error', error: { code: 'wrong-arguments' } });
    socket.terminate();
  });

  test('telemetry and sound come as binary frames, sound only to who asked for it', async () => {
    const frames: BinaryFrame[][] = [[], []];
    const clients = [
      await browser.client((frame) => frames[0]?.push(frame)),
      await browser.client((frame) => frames[1]?.push(frame)),
    ];
    await clients[0]?.request('engine/hear', { hearing: true });
    expect(studio.engine.isHeard).toBe(true);
    const record = Float32Array.from({ length: telemetryFloats(3) }, (_, index) => index / 3);
    record[8] = Number.NEGATIVE_INFINITY;
    studio.engine.listener?.onTelemetry(record);
    const interleaved = Float32Array.from([0.25, -1, 0.5, 1e-30]);
    for (let block = 0; block < 2; block++) studio.engine.listener?.onAudio({ sampleRateHz: 44_100, interleaved });
    await expect.poll(() => frames.map((list) => list.length)).toEqual([3, 1]);
    expect(frames[0]).toEqual([
      { kind: 'telemetry', record },
      { kind: 'audio', sampleRateHz: 44_100, block: 0, interleaved },
      { kind: 'audio', sampleRateHz: 44_100, block: 1, interleaved },
    ]);
    for (const client of clients) client.close();
    await expect.poll(() => studio.engine.isHeard).toBe(false);
  });

  test('a client that does not read gets no telemetry on top of what waits, and loses no event', async () => {
    const slow = await browser.client();
    const socket = await browser.socket();
    let telemetry = 0;
    let changes = 0;
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) telemetry++;
      else if (String(data).includes('session/changed')) changes++;
    });
    // As a tab in the background: nothing is read from the network.
    socket.pause();
    const record = new Float32Array(telemetryFloats(100));
    const sent = 20_000;
    for (let count = 0; count < sent; count++) {
      studio.engine.listener?.onTelemetry(record);
      if (count % 100 === 0) await new Promise((next) => setImmediate(next));
    }
    for (let count = 0; count < 10; count++) await slow.run('addMarker', { name: `M${count}`, atFrames: count });
    socket.resume();
    await expect.poll(() => changes, { timeout: 10_000 }).toBe(10);
    // What the system's own buffers took, not what was sent.
    expect(telemetry).toBeGreaterThan(0);
    expect(telemetry).toBeLessThan(sent / 2);
    slow.close();
    socket.terminate();
  });
});

describe('sharing', () => {
  const lan = Object.values(networkInterfaces())
    .flatMap((list) => list ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal);

  test('is off unless asked for: the network does not reach the studio', async () => {
    const client = await browser.client();
    expect(host.share()).toMatchObject({ url: null, qrRows: [], sentence: expect.stringContaining('--share') });
    client.close();
    if (!lan) return;
    await expect(fetch(`http://${lan.address}:${host.port}/`)).rejects.toThrow();
  });

  test.skipIf(!lan)('gives a tablet a link of its own, as a QR code too, and it mixes as a guest', async () => {
    const shared = await listen(true);
    const { url, qrRows } = shared.share();
    expect(url).toMatch(/^http:\/\/\d+\.\d+\.\d+\.\d+:\d+\/\?token=[\w-]+$/);
    expect(shared.share().url).not.toBe(url);
    expect(qrRows.length).toBeGreaterThan(24);
    expect(qrRows.every((row) => row.length === qrRows.length && /^[01]+$/.test(row))).toBe(true);
    const tablet = new TestBrowser(shared.port);
    const own = new URL(url ?? '').host;
    const entered = await tablet.get((url ?? '').replace(/^http:\/\/[^/]+/, ''), { headers: { host: own } });
    tablet.cookie = String(entered.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
    const client = await tablet.client();
    await client.run('addMarker', { name: 'From the tablet', atFrames: 0 });
    await expect(client.request('files/list', { folder: null })).rejects.toMatchObject({ code: 'not-allowed' });
    const upload = await tablet.get('/upload?name=a.wav', { method: 'POST', headers: { origin: tablet.origin } });
    expect(upload.status).toBe(405);
    client.close();
    await shared.close();
  });
});
