import { describe, expect, it } from 'vitest';
import { layerProblems } from './check-layers.mjs';
import { importsOf } from './imports-of.mjs';
import { layers } from './layers.mjs';

const architecture = Object.keys(layers)
  .map((name) => `| \`${name}/\` | what it is for |`)
  .join('\n');

function problemsOf(file: string, text: string): string[] {
  return layerProblems({ files: { [file]: text }, architecture });
}

describe('the layer check', () => {
  it('accepts what the map allows', () => {
    const files = {
      'src-shared/platform.d.ts': 'declare const nothing: undefined;',
      'src-shared/units/decibel.ts': 'export const x = 1;',
      'src-shared/dsp/core/kernels.ts': "import type { A } from '../kernels/compiled/kernels.d.ts';",
      'src-shared/dsp/eq/eq.ts': "import { x } from '../../units/decibel.ts';\nexport * from '../core/biquad.ts';",
      'src-shared/dsp/processors.ts': "import { eq } from './eq/eq.ts';",
      'src-shared/session/session.ts':
        "import { z } from 'zod';\nimport type { P } from '../dsp/core/parameter-spec.ts';",
      'src-shared/audio-file/mp3/mp3-reader.ts': "const decoder = await import('mpg123-decoder');",
      'src-main/cli/main.ts':
        "import { parseArgs } from 'node:util';\nconst { bounce } = await import('../bounce/bounce.ts');",
      'src-main/engine/port-audio.ts': "require('naudiodon/build/Release/naudiodon.node');",
      'src-main/electron/main.ts': "import { app } from 'electron';",
      'src-shared/dsp/eq/eq.test.ts':
        "import { it } from 'vitest';\nimport { laws } from '../../testing/processor-laws.ts';\nimport { x } from '../../render/x.ts';",
      'src-main/bounce/bounce.test.ts': "import { open } from '../studio/open.ts';",
      'build/test.mjs': 'await import(somewhere);',
    };
    expect(layerProblems({ files, architecture })).toEqual([]);
  });

  it.each([
    ['a static import', "import { s } from '../session/session.ts';"],
    ['a side effect', "import '../session/session.ts';"],
    ['a type import', "import type { S } from '../session/session.ts';"],
    ['an inline type import', "import { type S } from '../session/session.ts';"],
    ['an import type', "let s: import('../session/session.ts').Session;"],
    ['typeof import', "let s: typeof import('../session/session.ts');"],
    ['a dynamic import', "const s = await import('../session/session.ts');"],
    ['a template literal', 'const s = await import(`../session/session.ts`);'],
    ['export from', "export { s } from '../session/session.ts';"],
    ['export star', "export * from '../session/session.ts';"],
    ['export type from', "export type { S } from '../session/session.ts';"],
    ['import equals', "import s = require('../session/session.ts');"],
    ['require', "const s = require('../session/session.ts');"],
    ['a triple slash', '/// <reference path="../session/session.ts" />'],
    ['a worker beside', "new Worker(new URL('../session/session.ts', import.meta.url));"],
    ['a folder', "import { s } from '../session';"],
    ['a way round', "import { s } from '../../src-shared/units/../session/session.ts';"],
  ])('catches %s against the direction', (_kind, text) => {
    expect(problemsOf('src-shared/units/time.ts', text)).toEqual([
      expect.stringMatching(/^src-shared\/units\/time\.ts:1 imports src-shared\/session /),
    ]);
  });

  it('reads the scripts and the markup of a Svelte file, with the right lines', () => {
    const text = [
      "<script module lang='ts'>",
      "  import { readFileSync } from 'node:fs';",
      '</script>',
      '<script lang="ts">',
      "  import type { Engine } from '../../src-main/engine/engine.ts';",
      '</script>',
      "{#await import('electron') then electron}{electron}{/await}",
    ].join('\n');
    expect(problemsOf('src-renderer/mixer/Strip.svelte', text)).toEqual([
      expect.stringContaining('Strip.svelte:2 imports node:fs'),
      expect.stringContaining('Strip.svelte:5 imports src-main/engine'),
      expect.stringContaining('Strip.svelte:7 imports the package electron'),
    ]);
  });

  it.each([
    ['Node in shared code', 'src-shared/render/plan.ts', "import { readFileSync } from 'node:fs';"],
    ['Node without its prefix', 'src-shared/render/plan.ts', "import { readFileSync } from 'fs';"],
    ['Node types', 'src-shared/render/plan.ts', '/// <reference types="node" />'],
    ['a package that is not on the list', 'src-shared/render/plan.ts', "import { z } from 'zod';"],
    ['the renderer from main', 'src-main/studio/studio.ts', "import { s } from '../../src-renderer/state/s.ts';"],
    ['main from the renderer', 'src-renderer/state/s.ts', "import type { S } from '../../src-main/studio/studio.ts';"],
    ['main from shared', 'src-shared/render/plan.ts', "import { s } from '../../src-main/studio/studio.ts';"],
    ['electron outside its folder', 'src-main/studio/studio.ts', "import type { BrowserWindow } from 'electron';"],
    ['a sound card outside the engine', 'src-main/studio/studio.ts', "import { devices } from 'naudiodon';"],
    ['testing from the product', 'src-shared/render/plan.ts', "import { sine } from '../testing/signals.ts';"],
    ['testing from main', 'src-main/bounce/bounce.ts', "import { sine } from '../../src-shared/testing/signals.ts';"],
    ['a test as a library', 'src-shared/render/plan.ts', "import { x } from './plan.test.ts';"],
    ['the bare kernels', 'src-shared/render/plan.ts', "import { eq } from '../dsp/kernels/eq.ts';"],
    ['a family from the core', 'src-shared/dsp/core/kernels.ts', "import { eq } from '../eq/eq.ts';"],
    [
      'main from a shared test',
      'src-shared/render/plan.test.ts',
      "import { b } from '../../src-main/bounce/bounce.ts';",
    ],
    ['a computed name', 'src-main/studio/studio.ts', 'await import(name);'],
    ['a file outside every layer', 'src-main/studio/studio.ts', "import { x } from '../../scripts/x.ts';"],
    ['a folder without a row', 'src-shared/helpers/all.ts', 'export const x = 1;'],
    ['a family without a row', 'src-shared/dsp/pitch/tuner.ts', 'export const x = 1;'],
    ['an import of a folder without a row', 'src-main/cli/main.ts', "import { x } from '../helpers/x.ts';"],
    ['a file beside the folders', 'src-main/main.ts', 'export const x = 1;'],
  ])('catches %s', (_kind, file, text) => {
    const problems = problemsOf(file, text);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(`^${file}`));
  });

  it('lets one file alone import naudiodon', () => {
    const text = "import { createRequire } from 'node:module';\nrequire('naudiodon');";
    const files = { 'src-main/engine/port-audio.ts': text, 'src-main/engine/device-list.ts': text };
    expect(layerProblems({ files, architecture })).toEqual([
      'src-main/engine/port-audio.ts, src-main/engine/device-list.ts import naudiodon: one file alone may',
    ]);
  });

  it('wants one row of ARCHITECTURE.md for each folder, and no other', () => {
    const missing = architecture.replace('| `src-shared/units/` | what it is for |', '');
    expect(layerProblems({ files: {}, architecture: missing })).toEqual([
      'ARCHITECTURE.md: no row begins with `src-shared/units/`',
    ]);
    expect(layerProblems({ files: {}, architecture: `${architecture}\n| \`src-shared/helpers/\` | old |` })).toEqual([
      'ARCHITECTURE.md: `src-shared/helpers/` is no row of build/layers.mjs',
    ]);
  });

  it('sees no import in a comment or a text', () => {
    const text = "// import x from 'electron'\nconst s = \"import y from 'electron'\";\n/* require('electron') */";
    expect(importsOf('a.ts', text)).toEqual([]);
  });
});
