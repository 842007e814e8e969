/** The entry of the engine's process, started by the studio (studio/engine-supervisor.ts). */
import os from 'node:os';
import { loadKernels } from '../program/load-kernels.ts';
import { DeviceHost } from './devices/device-host.ts';
import { nullDeviceThatHears } from './devices/null-input.ts';
import { portAudioDriver } from './devices/port-audio-driver.ts';
import { Engine } from './engine.ts';
import { ownPort } from './engine-port.ts';

const HEARTBEAT_MS = 1_000;

// Before other programs, where the system permits it: what comes too late is heard.
try {
  os.setPriority(os.constants.priority.PRIORITY_HIGHEST);
} catch {
  // Most systems keep this for administrators; it plays without.
}

const port = ownPort();
const makeNull = nullDeviceThatHears(process.env['MIXDOWN_NULL_INPUT']);
const engine = new Engine(port, loadKernels(), new DeviceHost(portAudioDriver(), makeNull));
port.onMessage((message) => {
  if (message.kind === 'shutDown') setImmediate(() => void engine.close().finally(() => process.exit(0)));
});
// Without a studio nobody can stop it.
port.onClose(() => process.exit(0));
setInterval(() => port.post({ kind: 'alive' }), HEARTBEAT_MS);
port.post({ kind: 'ready' });
