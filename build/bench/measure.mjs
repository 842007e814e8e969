// Times whole commands, start-up included, in turn with their peers, so that a machine that slows down slows all alike.
import { spawnSync } from 'node:child_process';

/** Seconds of wall clock that commands take, one after the other. Throws with what a failing one printed. */
export function secondsOf(commands) {
  const start = performance.now();
  for (const [program, args] of commands) {
    const { status, stderr, error } = spawnSync(program, args, {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    if (status !== 0) throw new Error(`${program} failed: ${error?.message ?? stderr.trim().split('\n').at(-1)}`);
  }
  return (performance.now() - start) / 1000;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The number that so much of all lies at or under. @param share 0…1, 1 the largest. */
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/**
 * Runs every contestant once a round after a warm-up round; `contestants` is a list of { name, commands }.
 * Returns the seconds of each round by name.
 */
export function interleaved(contestants, rounds) {
  const seconds = new Map(contestants.map(({ name }) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const { name, commands } of contestants) {
      const taken = secondsOf(commands);
      if (round >= 0) seconds.get(name).push(taken);
    }
  }
  return seconds;
}

/** The median over the rounds of how many times longer `other` took than `ours`. */
export function ratio(seconds, ours, other) {
  const mine = seconds.get(ours);
  return median(seconds.get(other).map((taken, round) => taken / mine[round]));
}

/** Prints rows of cells as a Markdown table. */
export function printTable(title, head, rows) {
  console.log(`\n### ${title}\n`);
  for (const row of [head, head.map(() => '---'), ...rows]) console.log(`| ${row.join(' | ')} |`);
}
