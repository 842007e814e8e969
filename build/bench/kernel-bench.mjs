// Stereo frames a second through each processor, alone and warm: the *.bench.ts files beside the processors, whose every
// round is a million frames.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from '../project-files.mjs';
import { runNode } from '../run-command.mjs';
import { printTable } from './measure.mjs';

export async function benchKernels() {
  const report = join(projectRoot, 'out/kernel-bench.json');
  const vitest = join(projectRoot, 'node_modules/vitest/vitest.mjs');
  const { code, output } = await runNode([vitest, 'bench', '--run', 'src-shared/dsp', '--outputJson', report]);
  if (code !== 0) throw new Error(`the kernel benches failed:\n${output}`);
  const { files } = JSON.parse(readFileSync(report, 'utf8'));
  rmSync(report);
  const rows = files.flatMap(({ filepath, groups }) =>
    groups.flatMap(({ benchmarks }) =>
      benchmarks.map(({ name, median, min }) => [
        filepath.split('/').at(-1).replace('.bench.ts', ''),
        name,
        (1000 / median).toFixed(1),
        (1000 / min).toFixed(1),
      ]),
    ),
  );
  printTable(
    'Processors alone, millions of stereo frames a second on one core',
    ['family', 'what', 'median', 'best'],
    rows,
  );
}
