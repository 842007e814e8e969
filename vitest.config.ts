import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{src-shared,src-main,src-renderer,build}/**/*.test.ts'],
    globalSetup: ['build/vitest-setup.mjs'],
    testTimeout: 60_000,
  },
});
