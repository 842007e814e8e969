/**
 * What playing costs, for build/bench/live-bench.mjs: renders a song in blocks on one thread, meters, telemetry and
 * read-ahead included, without waiting for a clock. Arguments: the song's folder, frames a block, seconds of sound to
 * render. Prints JSON.
 */
import os from 'node:os';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { NO_INPUT, type ProcessBlock } from '../engine/devices/audio-device.ts';
import { noDevices } from '../engine/devices/device-driver.ts';
import { DeviceHost } from '../engine/devices/device-host.ts';
import { FreeRunDevice } from '../engine/devices/free-run-device.ts';

import { Engine } from '../engine/engine.ts';
import { loadKernels } from '../program/load-kernels.ts';
import { SessionStore } from './session-folder/session-store.ts';

const WARM_UP_SECONDS = 5;
/** Frames of the loop in which the song is played. */
const LOOP_SECONDS = 58;

try {
  os.setPriority(os.constants.priority.PRIORITY_HIGHEST);
} catch {
  // As the engine: it runs without.
}

const [folder = '', blockText = '128', secondsText = '600'] = process.argv.slice(2);
const bufferFrames = Number(blockText);
const { document } = await SessionStore.read(folder);
const { session, sequence, checksum } = document;
const { sampleRateHz } = session.settings.session;

let render: ProcessBlock = () => undefined;
class BenchDevice extends FreeRunDevice {
  override start(process: ProcessBlock): void {
    render = process;
  }
}
const port = {
  post: () => undefined,
  onMessage: () => undefined,
  onClose: () => undefined,
};
const engine = new Engine(
  port,
  loadKernels(),
  new DeviceHost(noDevices('the bench has no devices.'), (settings) => new BenchDevice({ ...settings, bufferFrames })),
);
const ask = (name: string, args: unknown) => engine.receive({ kind: 'request', id: 1, name, args } as never);
await ask('load', { folder, session, sequence, checksum });
await ask('set', { loop: { fromFrames: 0, toFrames: LOOP_SECONDS * sampleRateHz }, loopOn: true });
await ask('play', null);
await engine.settled();
await nextTurn();

const block = new Float32Array(bufferFrames * 2);
const deadlineMs = (1000 * bufferFrames) / sampleRateHz;
const blocksPerTurn = Math.max(1, Math.round(sampleRateHz / 60 / bufferFrames));
await run(WARM_UP_SECONDS, new Float64Array(Math.ceil((WARM_UP_SECONDS * sampleRateHz) / bufferFrames)));
const seconds = Number(secondsText);
const times = new Float64Array(Math.ceil((seconds * sampleRateHz) / bufferFrames));
await run(seconds, times);
times.sort();
const share = (place: number) =>
  (times[Math.min(times.length - 1, Math.floor(place * times.length))] as number) / deadlineMs;
console.log(
  JSON.stringify({
    seconds,
    bufferFrames,
    strips: session.settings.session.stripIds.length,
    rendering: times.reduce((sum, ms) => sum + ms, 0) / 1000 / seconds,
    median: share(0.5),
    p99: share(0.99),
    p9999: share(0.9999),
    worst: share(1),
    over: times.filter((ms) => ms > deadlineMs / 2).length,
  }),
);
await engine.close();

/** @param blockMs receives the time of each call of the device. */
async function run(ofSeconds: number, blockMs: Float64Array): Promise<void> {
  for (let index = 0; index < Math.ceil((ofSeconds * sampleRateHz) / bufferFrames); index++) {
    const start = performance.now();
    render(block, NO_INPUT, 0);
    blockMs[index] = performance.now() - start;
    if (index % blocksPerTurn === 0) {
      await engine.settled();
      await nextTurn();
    }
  }
}
