import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/**
 * The screens: src-renderer to out/renderer. Made for a strict content security policy (no inline script or style, no
 * data: addresses), for any place that it is served from (relative addresses), and for Chromium 108.
 */
export default defineConfig({
  root: 'src-renderer',
  base: './',
  publicDir: false,
  cacheDir: '../out/vite',
  plugins: [svelte({ configFile: false })],
  build: {
    outDir: '../out/renderer',
    emptyOutDir: false,
    target: 'chrome108',
    cssTarget: 'chrome108',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
});
