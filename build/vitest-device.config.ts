import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src-main/**/*.device.test.ts'],
    globalSetup: ['build/vitest-setup.mjs'],
    // One sound card.
    fileParallelism: false,
    testTimeout: 120_000,
  },
});
