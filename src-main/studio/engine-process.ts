import { fork } from 'node:child_process';
import type { FromEngine, ToEngine } from '../../src-shared/protocol/engine-messages.ts';
import { workerFile } from '../program/app-files.ts';

/** A running engine: Node's child process here, a utility process under Electron. */
export interface EngineProcess {
  readonly pid: number | undefined;
  post(message: ToEngine): void;
  onMessage(listener: (message: FromEngine) => void): void;
  /** It ended, however; `reason` says how, for a log. */
  onExit(listener: (reason: string) => void): void;
  /** Ends it at once. */
  kill(): void;
}

/** What its environment has beside ours: reads and a device's queue each hold one of Node's own threads while they wait. */
export const ENGINE_ENVIRONMENT = { UV_THREADPOOL_SIZE: '12' };

/**
 * How the engine's garbage is collected: in pauses that half a buffer of 128 frames bears (1.3 ms), whatever else runs
 * (measured: docs/reliability.md).
 * - A nursery of 1 MB is swept often and quickly.
 * - It is swept by the engine's own thread: helpers may have to wait for other programs, and it for them.
 * - The old space has room to grow, ten times what lives there (10 MB), so that it is seldom marked and compacted, which
 *   was the longest pause of all; and never because little is happening.
 */
export const ENGINE_FLAGS = [
  '--max-semi-space-size=1',
  '--no-parallel-scavenge',
  '--initial-old-space-size=64',
  '--heap-growing-percent=900',
  '--no-memory-reducer',
];

export function forkEngine(): EngineProcess {
  const child = fork(workerFile('engine-worker'), [], {
    serialization: 'advanced',
    // Drivers print what no musician wants to read.
    stdio: ['ignore', 'ignore', process.env['MIXDOWN_ENGINE_LOG'] ? 'inherit' : 'ignore', 'ipc'],
    env: { ...process.env, ...ENGINE_ENVIRONMENT },
    execArgv: ENGINE_FLAGS,
  });
  return {
    pid: child.pid,
    // The channel may have closed a moment ago: the exit is told then.
    post: (message) => void (child.connected && child.send(message, () => undefined)),
    onMessage: (listener) => child.on('message', (message) => listener(message as FromEngine)),
    onExit: (listener) => {
      let hasEnded = false;
      const end = (reason: string) => {
        if (!hasEnded) listener(reason);
        hasEnded = true;
      };
      child.once('exit', (code, signal) => end(signal ?? `exit code ${code}`));
      child.once('error', (error) => end(error.message));
    },
    kill: () => void child.kill('SIGKILL'),
  };
}
