import { defineConfig } from 'vitest/config';

/** One project a host; both run the same journeys. build/e2e.mjs finds the programs and starts this. */
const hosts = ['electron', 'chromium'] as const;

export default defineConfig({
  test: {
    projects: hosts.map((name) => ({
      test: {
        name,
        root: import.meta.dirname,
        include: name === 'electron' ? ['*.spec.ts'] : ['*.spec.ts', '!window.spec.ts'],
        env: { MIXDOWN_E2E_HOST: name },
        testTimeout: 60_000,
        hookTimeout: 60_000,
        // A journey that went astray leads nowhere: what follows would only wait.
        bail: 1,
        fileParallelism: false,
      },
    })),
  },
});
