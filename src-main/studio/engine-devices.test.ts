import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { HEAD } from '../../src-shared/protocol/telemetry.ts';
import { newDocument } from '../../src-shared/session/document.ts';
import { SessionBuilder } from '../../src-shared/testing/session-builder.ts';
import { EngineSupervisor } from './engine-supervisor.ts';

const RATE = 48_000;

/** JACK's loop where there is one, for it has an even clock; else whatever the system plays to. */
const LOOP = 'jackloop';

test('a real device takes sound in real time, and lets go of it', async ({ skip }) => {
  const folder = mkdtempSync(join(tmpdir(), 'mixdown-devices-'));
  const engine = new EngineSupervisor();
  const seconds: number[] = [];
  const silent = {
    onTransport() {},
    onEngine() {},
    onMonitor() {},
    onRecording() {},
    onColumns() {},
    onRecorded() {},
    onNotice() {},
    onAudio() {},
  };
  engine.listen({
    ...silent,
    onTelemetry: (record) => {
      if (record[HEAD.playing] !== 1) return;
      seconds.push((record[HEAD.playheadSeconds] as number) + (record[HEAD.playheadFrames] as number) / RATE);
    },
  });
  try {
    const { outputs, whyNone } = await engine.devices();
    const output = outputs.find(({ name }) => name === LOOP) ?? outputs.at(-1);
    if (!output) {
      console.log(`skipped, a real device: ${whyNone}`);
      skip();
      return;
    }
    const document = newDocument(new SessionBuilder().build());
    await engine.load({ folder, document: () => document });
    await expect(engine.choose({ outputName: 'No such output' })).resolves.toMatchObject({ outputName: 'Null device' });
    expect(engine.state.sentence).toMatch(/No such output/);
    const { outputName } = await engine.choose({ outputName: output.name, bufferFrames: 256 });
    if (outputName !== output.name) {
      console.log(`skipped, a real device: ${engine.state.sentence}`);
      skip();
      return;
    }
    await engine.play();
    while ((seconds.at(-1) ?? 0) < 0.3) await new Promise((resolve) => setTimeout(resolve, 5));
    const from = { clock: performance.now(), seconds: seconds.at(-1) as number };
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const played = (seconds.at(-1) as number) - from.seconds;
    const elapsed = (performance.now() - from.clock) / 1_000;
    // A machine that is busy with other tests loses blocks; a device that waits for nothing, or for ever, is far off.
    expect(played / elapsed).toBeGreaterThan(0.6);
    expect(played / elapsed).toBeLessThan(1.2);
    await expect(engine.choose({ outputName: null })).resolves.toMatchObject({ outputName: 'Null device' });
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
