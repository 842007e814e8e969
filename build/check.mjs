// npm run check: all that is judged without running the program. Every step runs, side by side; what failed is printed.
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installWhatIsMissing } from './install.mjs';
import { filesBelow, projectRoot } from './project-files.mjs';
import { runNode } from './run-command.mjs';

const MAX_LINES = 100;

/** One TypeScript project a root, so that a name of the wrong world does not compile. */
const typeScriptProjects = [
  'src-shared/tsconfig.json',
  'src-shared/tsconfig.test.json',
  'src-main/tsconfig.json',
  'src-renderer/tsconfig.json',
  'e2e/tsconfig.json',
  'build/tsconfig.json',
];

function checks() {
  const biome = 'node_modules/@biomejs/biome/bin/biome';
  return [
    ...typeScriptProjects
      .filter((project) => existsSync(join(projectRoot, project)))
      .map((project) => ({ name: `types: ${project}`, args: typeCheck(project) })),
    {
      name: 'lint',
      args: [biome, 'check', '--formatter-enabled=false', '--error-on-warnings', '--reporter=concise', '.'],
    },
    { name: 'format (npm run format)', args: [biome, 'format', '--reporter=summary', '.'] },
    { name: 'layers', args: ['build/check-layers.mjs'] },
    { name: 'packages', args: ['build/check-packages.mjs'] },
  ];
}

/** Svelte's own checker where there are components: it reads TypeScript too. */
function typeCheck(project) {
  const folder = dirname(project);
  if (filesBelow(join(projectRoot, folder)).some((file) => file.endsWith('.svelte'))) {
    const target = ['--workspace', folder, '--tsconfig', `./${basename(project)}`];
    return ['node_modules/svelte-check/bin/svelte-check', ...target, '--fail-on-warnings', '--no-color'];
  }
  return ['node_modules/typescript/bin/tsc', '--pretty', 'false', '-p', project, ...incremental(project)];
}

/** Remembers what was checked last time under out/: an unchanged project takes a second. */
function incremental(project) {
  return ['--incremental', '--tsBuildInfoFile', join('out/types', `${project.replaceAll('/', '-')}.tsbuildinfo`)];
}

/** The lines that no earlier check printed (src-main sees the mistakes of src-shared too), at most a screenful or two. */
function newLines(output, printed) {
  const lines = output.split('\n').filter((line) => line.trim() !== '' && !printed.has(line));
  for (const line of lines) printed.add(line);
  const shown = lines.slice(0, MAX_LINES);
  return lines.length > shown.length ? [...shown, `… and ${lines.length - shown.length} more lines`] : shown;
}

/** Resolves to the names of the checks that failed. */
export async function check() {
  const startMs = performance.now();
  // The shared types come from the compiled kernels, so these go first.
  const kernels = await runNode(['build/build-kernels.mjs'], { show: true });
  const failed = kernels.code === 0 ? [] : ['kernels'];

  const printed = new Set();
  const waiting = checks();
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { code, output } = await runNode(next.args);
      if (code === 0) continue;
      failed.push(next.name);
      console.log(`\n── ${next.name} ──\n${newLines(output, printed).join('\n')}\n`);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));

  const seconds = ((performance.now() - startMs) / 1000).toFixed(1);
  console.log(failed.length ? `check failed: ${failed.join(', ')} (${seconds} s)` : `check passed (${seconds} s)`);
  return failed;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await installWhatIsMissing();
  process.exitCode = (await check()).length ? 1 : 0;
}
