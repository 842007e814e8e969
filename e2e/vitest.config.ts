import { defineConfig } from 'vitest/config';

/** One project a host; all run the same journey. build/e2e.mjs finds the programs and starts this. */
const hosts = [
  { name: 'electron', include: ['!(tablet|warnings).spec.ts'] },
  {
    name: 'chromium',
    include: [
      'journey.spec.ts',
      'keyboard.spec.ts',
      'hands.spec.ts',
      'recording.spec.ts',
      'passes.spec.ts',
      'warnings.spec.ts',
      'devices.spec.ts',
      'mouse.spec.ts',
      'files.spec.ts',
      'tablet.spec.ts',
      'screens.spec.ts',
    ],
  },
  /** The app as it is shipped. */
  { name: 'packaged', include: ['journey.spec.ts'] },
];

export default defineConfig({
  test: {
    projects: hosts.map(({ name, include }) => ({
      test: {
        name,
        include,
        root: import.meta.dirname,
        env: { MIXDOWN_E2E_HOST: name },
        testTimeout: 60_000,
        hookTimeout: 60_000,
        fileParallelism: false,
      },
    })),
  },
});
