// Loaded into the engine's process by the long run on a sound card: writes down how long its thread was held up, by the
// garbage collector (each kind of collection for itself) and by anything.
import { rename, writeFile } from 'node:fs/promises';
import { constants, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { getHeapStatistics } from 'node:v8';

const KINDS = {
  [constants.NODE_PERFORMANCE_GC_MINOR]: 'scavenges',
  [constants.NODE_PERFORMANCE_GC_MAJOR]: 'markCompacts',
  [constants.NODE_PERFORMANCE_GC_INCREMENTAL]: 'marking',
};

const file = process.env.MIXDOWN_PAUSES_FILE;
if (file && process.argv[1]?.includes('engine-worker')) {
  const durations = { scavenges: [], markCompacts: [], marking: [], other: [] };
  const loop = monitorEventLoopDelay({ resolution: 1 });
  // What a start compiles, opens and collects is not what goes on.
  setTimeout(() => {
    loop.enable();
    new PerformanceObserver((list) => {
      for (const { detail, duration } of list.getEntries()) durations[KINDS[detail.kind] ?? 'other'].push(duration);
    }).observe({ entryTypes: ['gc'] });
  }, 20_000).unref();
  setInterval(() => {
    const { heapUsed, external, rss } = process.memoryUsage();
    const { heap_size_limit: heapLimit } = getHeapStatistics();
    const pauses = Object.fromEntries(Object.entries(durations).map(([kind, ms]) => [kind, summary(ms)]));
    const worstMs = Math.max(0, ...Object.values(pauses).map((kind) => kind.worstMs));
    const figures = { worstMs, pauses, worstTurnMs: loop.max / 1e6, heapUsed, external, rss, heapLimit };
    // The thread that is watched must not wait for a disk. Renamed: whoever reads it never reads half.
    writeFile(`${file}.new`, JSON.stringify(figures)).then(() => rename(`${file}.new`, file));
  }, 1_000).unref();
}

function summary(ms) {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share) =>
    Number((sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(3));
  return { count: sorted.length, medianMs: at(0.5), p99Ms: at(0.99), worstMs: at(1) };
}
