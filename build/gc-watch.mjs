// Loaded into the engine's process by the long run on a sound card: writes down how long its thread was held up.
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';

const file = process.env.MIXDOWN_PAUSES_FILE;
if (file && process.argv[1]?.includes('engine-worker')) {
  const pauses = { count: 0, totalMs: 0, worstMs: 0 };
  const loop = monitorEventLoopDelay({ resolution: 1 });
  // What a start compiles and collects is not what goes on.
  setTimeout(() => {
    loop.enable();
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) {
        pauses.count++;
        pauses.totalMs += duration;
        pauses.worstMs = Math.max(pauses.worstMs, duration);
      }
    }).observe({ entryTypes: ['gc'] });
  }, 10_000).unref();
  setInterval(() => {
    const { heapUsed, external, rss } = process.memoryUsage();
    writeFileSync(file, JSON.stringify({ ...pauses, worstTurnMs: loop.max / 1e6, heapUsed, external, rss }));
  }, 1_000).unref();
}
