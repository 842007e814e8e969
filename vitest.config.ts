import { svelte } from '@sveltejs/vite-plugin-svelte';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  // The state classes of the screens (*.svelte.ts) are compiled by Svelte.
  plugins: [svelte({ configFile: false })],
  test: {
    include: ['{src-shared,src-main,src-renderer,build}/**/*.test.ts'],
    // They want a sound card and nobody beside them: build/test-device.mjs.
    exclude: [...configDefaults.exclude, '**/*.device.test.ts'],
    globalSetup: ['build/vitest-setup.mjs'],
    testTimeout: 60_000,
  },
});
