/** The entry of the engine's process, started by the studio (studio/engine-supervisor.ts). */
import { loadKernels } from '../program/load-kernels.ts';
import { DeviceHost } from './devices/device-host.ts';
import { nullDeviceThatHears } from './devices/null-input.ts';
import { portAudioDriver } from './devices/port-audio-driver.ts';
import { Engine } from './engine.ts';
import { ownPort } from './engine-port.ts';
import { takePrecedence } from './take-precedence.ts';

const HEARTBEAT_MS = 1_000;
/** Longer than this the end does not wait for the disk. */
const PATIENCE_MS = 1_000;

takePrecedence();

const port = ownPort();
const makeNull = nullDeviceThatHears(process.env['MIXDOWN_NULL_INPUT']);
const largestRiffBytes = Number(process.env['MIXDOWN_LARGEST_RIFF_BYTES'] ?? 0);
const engine = new Engine(port, loadKernels(), new DeviceHost(portAudioDriver(), makeNull), {
  ...(largestRiffBytes > 0 && { largestRiffBytes }),
});
port.onMessage((message) => {
  if (message.kind === 'shutDown') setImmediate(() => void engine.close().finally(() => process.exit(0)));
});
// Without a studio nobody can stop it. What it records is closed first.
port.onClose(() => {
  setTimeout(() => process.exit(0), PATIENCE_MS);
  void engine.close().finally(() => process.exit(0));
});
setInterval(() => port.post({ kind: 'alive' }), HEARTBEAT_MS);
port.post({ kind: 'ready' });
