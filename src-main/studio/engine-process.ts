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

/** Reads and a device's queue each hold one of Node's own threads while they wait. */
const NODE_THREADS = 12;

/**
 * A small nursery is swept often and quickly: the longest pause of a recording fell from 2.0 ms to 0.9 ms
 * (docs/reliability.md), and half a buffer of 128 is 1.3 ms.
 */
export const ENGINE_FLAGS = ['--max-semi-space-size=1'];

export function forkEngine(): EngineProcess {
  const child = fork(workerFile('engine-worker'), [], {
    serialization: 'advanced',
    // Drivers print what no musician wants to read.
    stdio: ['ignore', 'ignore', process.env['MIXDOWN_ENGINE_LOG'] ? 'inherit' : 'ignore', 'ipc'],
    env: { ...process.env, UV_THREADPOOL_SIZE: String(NODE_THREADS) },
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
