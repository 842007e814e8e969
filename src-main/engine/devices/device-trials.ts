/** Has devices tried in a process of its own (device-trial-worker.ts), which is ended when it takes too long. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { workerFile } from '../../program/app-files.ts';
import type { DeviceAbilities, TrialAnswer, TrialQuestion } from './device-trial.ts';

/** Longer than this a driver is not waited for: for one pair, and for all that there is. */
const PAIR_MS = 8_000;
const ALL_MS = 60_000;
/** What is only explored is not waited for so long, once a device is wanted. */
const ENOUGH_MS = 3_000;

export type TrialResult = {
  /** Why the pair does not open; empty when it does, undefined when it could not be tried. */
  readonly refusal: string | undefined;
  readonly abilities: readonly DeviceAbilities[];
};

/** One question under way. */
export interface Trial {
  readonly result: Promise<TrialResult>;
  /** It ends with what was found so far. */
  stop(): void;
}

export type StartTrial = (question: TrialQuestion) => Trial;

function startWorker(): ChildProcess {
  return fork(fileURLToPath(workerFile('device-trial-worker')), [], {
    serialization: 'advanced',
    // Drivers print what no musician wants to read.
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    // Under Electron this program is a Node as well.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    execArgv: [],
  });
}

/** @param child the process that answers. */
export function startTrial(question: TrialQuestion, child: ChildProcess = startWorker()): Trial {
  let refusal: string | undefined;
  const abilities: DeviceAbilities[] = [];
  child.on('message', (answer: TrialAnswer) => {
    if (answer.kind === 'pair') refusal = answer.refusal;
    else abilities.push(answer.abilities);
  });
  const result = new Promise<TrialResult>((resolve) => {
    const end = (ended?: string) => resolve({ refusal: refusal ?? (question.pair ? ended : undefined), abilities });
    const timer = setTimeout(
      () => {
        child.kill('SIGKILL');
        end('it does not answer');
      },
      question.pair ? PAIR_MS : ALL_MS,
    );
    child.once('error', () => end());
    child.once('exit', (_code, signal) => {
      clearTimeout(timer);
      end(signal ? `its driver crashed: ${signal}` : undefined);
    });
  });
  child.send(question, () => undefined);
  const stop = () => {
    if (!child.connected) return;
    child.send('enough', () => undefined);
    // A driver that hangs does not hear of it.
    if (!question.pair) setTimeout(() => child.kill('SIGKILL'), ENOUGH_MS).unref();
  };
  return { result, stop };
}
