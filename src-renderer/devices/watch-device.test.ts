import { expect, test } from 'vitest';
import { watchDevice } from './watch-device.ts';

/** An app that keeps what the studio was asked, and a studio that tells of another session. */
function listeningApp() {
  const asked: (string | null)[] = [];
  const listeners = new Set<() => void>();
  const client = {
    request: async (_name: string, { deviceId }: { deviceId: string | null }) => asked.push(deviceId),
    on: (_name: string, listener: () => void) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
  const attempt = async (work: () => Promise<unknown>) => void (await work());
  return {
    app: { client, attempt } as never,
    asked,
    replace: () => {
      for (const listener of listeners) listener();
    },
  };
}

test('a device is watched anew when the session is told anew, until nobody looks', () => {
  const { app, asked, replace } = listeningApp();
  const stop = watchDevice(app, 'device-1');
  expect(asked).toEqual(['device-1']);
  replace();
  expect(asked).toEqual(['device-1', 'device-1']);
  stop();
  replace();
  expect(asked).toEqual(['device-1', 'device-1', null]);
});
