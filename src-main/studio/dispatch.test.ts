import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RequestName, requests } from '../../src-shared/protocol/requests.ts';
import { commandNames, commandSchemas } from '../../src-shared/protocol/session-commands.ts';
import type { StudioMessage } from '../../src-shared/protocol/wire.ts';
import { type TestClient, TestStudio } from '../testing/test-studio.ts';

let studio: TestStudio;
let client: TestClient;
beforeAll(async () => {
  studio = await TestStudio.start();
  client = await studio.client();
});
afterAll(() => studio.end());

const names = Object.keys(requests) as RequestName[];
const code = (message: StudioMessage) => (message.kind === 'error' ? message.error.code : message.kind);
const anything = fc.anything({ withNullPrototype: false, withSparseArray: false, maxDepth: 3 });

/** Runs work, and expects that neither the session nor what plays is another afterwards. */
async function changingNothing(work: () => Promise<void>): Promise<void> {
  const before = await client.request('session/snapshot', {});
  const { transport } = studio.engine;
  client.events.length = 0;
  await work();
  expect(await client.request('session/snapshot', {})).toEqual(before);
  expect(studio.engine.transport).toBe(transport);
  expect(client.events).toEqual([]);
}

describe('what no client may send', () => {
  test.each(names)('%s with arguments of another form is refused and changes nothing', async (name) => {
    const wrong = anything.filter(
      (args) => args !== undefined && args !== null && !requests[name].args.safeParse(args).success,
    );
    await changingNothing(() =>
      fc.assert(
        fc.asyncProperty(wrong, async (args) => {
          // What has no fields at all reads as none, as over JSON.
          if (typeof args === 'object' && Object.values(args as object).every((field) => field === undefined)) return;
          const message = await client.ask(name, cloneable(args));
          expect(code(message)).toBe('wrong-arguments');
        }),
        { numRuns: 30 },
      ),
    );
  });

  test.each(commandNames)(
    'the command %s with arguments of another form is refused and changes nothing',
    async (command) => {
      await changingNothing(() =>
        fc.assert(
          fc.asyncProperty(anything, async (args) => {
            const sent = cloneable(args);
            if (commandSchemas[command].safeParse(sent ?? {}).success) return;
            if (typeof sent === 'object' && sent !== null && Object.values(sent).includes(undefined)) return;
            expect(code(await client.ask('session/run', { command, args: sent }))).toBe('wrong-arguments');
            const several = [
              { command: 'addMarker', args: { name: 'Never', atFrames: 0 } },
              { command, args: sent },
            ];
            expect(code(await client.ask('session/runAll', { name: 'Two', commands: several }))).toBe(
              'wrong-arguments',
            );
          }),
          { numRuns: 15 },
        ),
      );
    },
  );

  test('unknown names, those that every object has included, get a typed error', async () => {
    await changingNothing(async () => {
      for (const name of ['', 'session', 'constructor', '__proto__', 'toString', 'session/run ', 'session\u0000/run'])
        expect(code(await client.ask(name, {}))).toBe('unknown-request');
      for (const command of ['', 'constructor', '__proto__', 'toString', 'addmarker'])
        expect(code(await client.ask('session/run', { command, args: {} }))).toBe('wrong-arguments');
    });
  });

  test('what is no request at all is answered, never thrown', async () => {
    const answers: StudioMessage[] = [];
    const connection = studio.studio.connect(
      { send: (message) => answers.push(message), sendTelemetry: () => undefined },
      'owner',
    );
    await changingNothing(() =>
      fc.assert(
        fc.asyncProperty(anything, async (message) => {
          answers.length = 0;
          await connection.receive(message);
          expect(answers.filter(({ kind }) => kind !== 'event').map(code)).toEqual(['wrong-arguments']);
        }),
      ),
    );
    connection.close();
  });

  test('numbers that no session holds are refused by every command that takes one', async () => {
    await changingNothing(async () => {
      for (const value of [Number.NaN, Number.POSITIVE_INFINITY])
        expect(code(await client.ask('session/run', { command: 'setTempo', args: { bpm: value } }))).toBe(
          'wrong-arguments',
        );
      expect(code(await client.ask('session/run', { command: 'setTempo', args: { bpm: 0 } }))).toBe('refused');
    });
  });
});

test('a guest mixes, and touches neither files nor which session is open', async () => {
  const guest = await studio.client('guest');
  const allowed: string[] = [];
  await changingNothing(async () => {
    for (const name of names) {
      // None of these arguments is right for any request, so one that is allowed is refused for its form.
      const answer = code(await guest.ask(name, { nothing: 'like this' }));
      if (answer === 'wrong-arguments') allowed.push(name);
      else expect([name, answer]).toEqual([name, 'not-allowed']);
    }
  });
  expect(allowed).toContain('session/run');
  for (const name of ['session/open', 'session/saveAs', 'media/import', 'bounce/start', 'files/list', 'studio/share'])
    expect(allowed).not.toContain(name);
});

/** A message crosses by structured clone: what that cannot hold is not sent. */
function cloneable(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return 'not cloneable';
  }
}
