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
  if (process.platform === 'linux' && takeRealTime()) return;
  try {
    os.setPriority(os.constants.priority.PRIORITY_HIGHEST);
  } catch {
    // Kept for administrators: it plays without.
  }
}

/** False where the system does not permit it, or has no `chrt`. */
function takeRealTime(): boolean {
  const args = ['--all-tasks', '--fifo', '--pid', String(FIFO_PRIORITY), String(process.pid)];
  return spawnSync('chrt', args, { stdio: 'ignore' }).status === 0;
}
