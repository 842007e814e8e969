import { fileURLToPath } from 'node:url';
import { utilityProcess } from 'electron';
import { workerFile } from '../program/app-files.ts';
import type { EngineLink } from '../studio/engine-link.ts';
import { ENGINE_ENVIRONMENT, ENGINE_FLAGS, type EngineProcess } from '../studio/engine-process.ts';
import { EngineSupervisor } from '../studio/engine-supervisor.ts';

/** The engine in a process of Electron's own, for the program may be packaged without a Node. */
export function startEngine(mayStart: Promise<void>): EngineLink {
  return new EngineSupervisor({ start: forkUtility, mayStart });
}

function forkUtility(): EngineProcess {
  const child = utilityProcess.fork(fileURLToPath(workerFile('engine-worker')), [], {
    serviceName: 'Mixdown engine',
    // Drivers print what no musician wants to read.
    stdio: process.env.MIXDOWN_ENGINE_LOG ? 'inherit' : 'ignore',
    env: { ...process.env, ...ENGINE_ENVIRONMENT },
    // These go to the process as Chromium's own: V8's as such would be taken for the script's, and do nothing.
    execArgv: [`--js-flags=${ENGINE_FLAGS.join(' ')}`],
  });
  return {
    get pid() {
      return child.pid;
    },
    post: (message) => child.postMessage(message),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.once('exit', (code) => listener(`exit code ${code}`)),
    kill: () => {
      // Not child.kill(): that asks, and an engine that hangs does not answer.
      if (child.pid !== undefined) process.kill(child.pid, 'SIGKILL');
    },
  };
}
