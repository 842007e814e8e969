/**
 * The layers: a folder, and what its files may import. build/check-layers.mjs enforces it over every import, and
 * ARCHITECTURE.md draws it, one row a folder.
 *
 * A row covers its folder and all below, or only its own files when it has rows below it. `imports` names rows; a row
 * stands for those below it too, save the `inner` ones, which must be named. `node`: may use Node's own modules.
 */
const dspFamily = { imports: ['src-shared/units', 'src-shared/dsp/core'] };
const mainFolder = { node: true };

/** @type {Record<string, {imports?: string[], packages?: string[], node?: boolean, inner?: boolean}>} */
export const layers = {
  'src-shared': {},
  'src-shared/units': {},
  'src-shared/dsp': { imports: ['src-shared/units', 'src-shared/dsp'] },
  'src-shared/dsp/kernels': { inner: true },
  'src-shared/dsp/core': { imports: ['src-shared/units', 'src-shared/dsp/kernels'] },
  'src-shared/dsp/channel': dspFamily,
  'src-shared/dsp/eq': dspFamily,
  'src-shared/dsp/dynamics': dspFamily,
  'src-shared/dsp/space': dspFamily,
  'src-shared/dsp/saturation': dspFamily,
  'src-shared/dsp/metering': dspFamily,
  'src-shared/dsp/mastering': {
    imports: [...dspFamily.imports, 'src-shared/dsp/eq', 'src-shared/dsp/dynamics', 'src-shared/dsp/metering'],
  },
  'src-shared/session': { imports: ['src-shared/units', 'src-shared/dsp'], packages: ['zod'] },
  'src-shared/render': { imports: ['src-shared/units', 'src-shared/dsp', 'src-shared/session'] },
  'src-shared/analysis': { imports: ['src-shared/units', 'src-shared/dsp', 'src-shared/session'] },
  'src-shared/audio-file': {
    imports: ['src-shared/units'],
    packages: [
      '@wasm-audio-decoders/flac',
      '@wasm-audio-decoders/ogg-vorbis',
      'libflacjs',
      'libopus-wasm',
      'mpg123-decoder',
      'opus-decoder',
      'wasm-media-encoders',
    ],
  },
  'src-shared/interchange': { imports: ['src-shared/units', 'src-shared/dsp', 'src-shared/session'] },
  'src-shared/protocol': { imports: ['src-shared/units', 'src-shared/session'], packages: ['zod'] },
  'src-shared/testing': {
    imports: ['src-shared', 'src-shared/dsp/kernels'],
    packages: ['vitest', 'fast-check'],
    node: true,
  },

  'src-main/program': { ...mainFolder, imports: ['src-shared/dsp/core'] },
  'src-main/media': { ...mainFolder, imports: ['src-shared/units', 'src-shared/audio-file'] },
  'src-main/bounce': { ...mainFolder, imports: ['src-shared', 'src-main/program', 'src-main/media'] },
  'src-main/engine': {
    ...mainFolder,
    imports: ['src-shared', 'src-main/program', 'src-main/media'],
    packages: ['naudiodon'],
  },
  'src-main/studio': {
    ...mainFolder,
    imports: ['src-shared', 'src-main/program', 'src-main/media', 'src-main/bounce', 'src-main/engine'],
    packages: ['zod', 'yazl'],
  },
  'src-main/cli': {
    ...mainFolder,
    imports: ['src-shared', 'src-main/media', 'src-main/bounce', 'src-main/studio'],
    packages: ['commander'],
  },
  'src-main/web': {
    ...mainFolder,
    imports: ['src-shared', 'src-main/program', 'src-main/media', 'src-main/studio'],
    packages: ['ws', 'uqr'],
  },
  'src-main/testing': {
    ...mainFolder,
    imports: [
      'src-shared',
      'src-shared/testing',
      'src-main/program',
      'src-main/media',
      'src-main/engine',
      'src-main/studio',
    ],
    packages: ['ws'],
    inner: true,
  },
  'src-main/electron': {
    ...mainFolder,
    imports: ['src-shared', 'src-main/program', 'src-main/studio'],
    packages: ['electron', 'zod'],
  },

  'src-renderer': {
    imports: ['src-shared/units', 'src-shared/dsp', 'src-shared/session', 'src-shared/analysis', 'src-shared/protocol'],
    packages: ['svelte', 'lucide', 'tinykeys', '@fontsource-variable/inter'],
  },
  e2e: { imports: ['src-shared'], packages: ['playwright-core', 'axe-core', 'vitest'], node: true },
  build: {
    packages: [
      'assemblyscript',
      'playwright-core',
      'rolldown',
      'typescript',
      'vite',
      'vitest',
      'ws',
      '@sveltejs/vite-plugin-svelte',
    ],
    node: true,
  },
};

/** The folders that hold code, each with a row or rows below it. */
export const roots = ['src-shared', 'src-main', 'src-renderer', 'e2e', 'build'];

/** Only here may a folder be imported that no product code imports: tests and what they are built with. */
export const testing = {
  folder: 'src-shared/testing',
  /** Rolldown bundles a program that a test starts, to kill it; fflate reads what yazl packed. */
  packages: ['vitest', 'fast-check', 'rolldown', 'fflate'],
  /** A test may look at all of its own root, and of the shared one. */
  imports: ['src-shared', 'src-shared/testing', 'src-shared/dsp/kernels', 'src-main/testing'],
};

/** Packages that one file alone may import, so that all that is known of them stands in one place. */
export const oneFilePackages = ['naudiodon'];
