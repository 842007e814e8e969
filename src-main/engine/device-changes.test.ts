import { expect, test } from 'vitest';
import type { DeviceChoice } from '../../src-shared/protocol/devices.ts';
import { DeviceChanges } from './device-changes.ts';

test('a device that is chosen while the session’s own is being opened follows it; what is to be recorded waits for both', async () => {
  const done: string[] = [];
  const later = () => new Promise((resolve) => setTimeout(resolve, 10));
  const output = {
    onSwitch: () => undefined,
    onChange: () => undefined,
    onLearn: () => undefined,
    setSampleRate: async (rate: number) => {
      await later();
      done.push(`open at ${rate}`);
    },
    choose: async ({ bufferFrames }: DeviceChoice) => {
      done.push(`choose ${bufferFrames}`);
      await later();
      done.push(`chosen ${bufferFrames}`);
    },
  };
  const changes = new DeviceChanges({
    output: output as never,
    transport: { state: { recording: false } } as never,
    recorder: { isStarting: false, inputIs: () => undefined, inputEnds: () => undefined } as never,
    monitoring: { deviceIs: () => undefined } as never,
    beside: {} as never,
    warn: (sentence) => done.push(sentence),
    changed: () => done.push('told'),
  });
  void changes.setSampleRate(48_000);
  void changes.choose({ bufferFrames: 128 });
  void changes.choose({ bufferFrames: 256 });
  await changes.underWay;
  const chosen = [128, 256].flatMap((frames) => [`choose ${frames}`, `chosen ${frames}`, 'told']);
  expect(done).toEqual(['open at 48000', 'told', ...chosen]);
  await later();
  expect(changes.underWay).toBeUndefined();
});
