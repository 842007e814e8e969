import { spawnSync } from 'node:child_process';
import os from 'node:os';

/** Above all that is not real time, below the threads of a sound server. */
const FIFO_PRIORITY = 10;

/**
 * Puts this process before other programs, where the system permits it: what comes too late is heard. On Linux that is the
 * real-time class, for groups that may have it (`rtprio` in limits.d); the threads of the sound card, made later, inherit it.
 * Niceness is the second best: on a busy machine a thread of −20 was seen to wait for seconds (docs/reliability.md).
 */
export function takePrecedence(): void {
  if (process.platform === 'linux' && changeClass('--fifo', FIFO_PRIORITY)) return;
  try {
    os.setPriority(os.constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Kept for administrators: it plays without.
  }
}

/** Undoes what this process inherited of it: what it does is not heard. */
export function giveWay(): void {
  if (process.platform === 'linux') changeClass('--other', 0);
  try {
    os.setPriority(os.constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // Kept for administrators.
  }
}

/** False where the system does not permit it, or has no `chrt`. */
function changeClass(to: '--fifo' | '--other', priority: number): boolean {
  const args = ['--all-tasks', to, '--pid', String(priority), String(process.pid)];
  return spawnSync('chrt', args, { stdio: 'ignore' }).status === 0;
}
