// npm run check: every import of every file against the map in layers.mjs, and the map against ARCHITECTURE.md.

import { existsSync, readFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join, posix, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { importsOf } from './imports-of.mjs';
import { oneFilePackages, layers as projectLayers, roots, testing } from './layers.mjs';
import { filesBelow, projectRoot } from './project-files.mjs';

const CODE = /\.([cm]?[jt]s|svelte)$/;
const TEST = /\.(test|spec|bench)\.ts$/;

/**
 * One sentence a violation.
 *
 * @param {{files: Record<string, string>, architecture: string, layers?: typeof projectLayers}} project
 *   the text of every code file by its path from the project's root, and of ARCHITECTURE.md
 * @returns {string[]}
 */
export function layerProblems({ files, architecture, layers = projectLayers }) {
  const context = { layers, users: new Map() };
  return [
    ...Object.entries(files).flatMap(([file, text]) => problemsOfFile(file, text, context)),
    ...[...context.users].flatMap(([name, users]) => problemsOfOneFilePackage(name, users)),
    ...problemsOfDrawing(architecture, layers),
  ];
}

function problemsOfFile(file, text, context) {
  const own = rowOf(file, context.layers);
  if (!own) {
    return [`${file}: its folder has no row in build/layers.mjs and ARCHITECTURE.md: add one, or move the file`];
  }
  return importsOf(file, text).flatMap(({ specifier, line }) => {
    const why = whyForbidden(file, own, specifier, context);
    return why ? [`${file}:${line} ${why}`] : [];
  });
}

/** The row that covers a file, or undefined. */
function rowOf(file, layers) {
  const names = Object.keys(layers);
  const longest = names.filter((name) => isBelow(file, name)).sort((a, b) => b.length - a.length)[0];
  if (longest === undefined) return undefined;
  const hasRowsBelow = names.some((name) => name !== longest && isBelow(name, longest));
  return hasRowsBelow && posix.dirname(file) !== longest ? undefined : longest;
}

function isBelow(path, folder) {
  return path === folder || path.startsWith(`${folder}/`);
}

/** The end of a sentence that says why this import may not be, or undefined for a good one. */
function whyForbidden(file, own, specifier, { layers, users }) {
  if (specifier === undefined) {
    return own === 'build' ? undefined : 'imports a name that is computed: the layer check cannot follow it';
  }
  if (/^\.{1,2}(\/|$)/.test(specifier)) return whyFileForbidden(file, own, specifier, layers);
  return whyPackageForbidden(file, own, specifier, { layers, users });
}

function whyFileForbidden(file, own, specifier, layers) {
  const target = posix.join(posix.dirname(file), specifier);
  if (!roots.some((root) => isBelow(target, root))) {
    // A built file, a fixture, package.json: no code of ours.
    return CODE.test(target) && !target.startsWith('out/') ? `imports ${target}, which is in no layer` : undefined;
  }
  if (TEST.test(target)) return `imports the test ${target}: what others need belongs in ${testing.folder}`;
  const row = rowOf(target, layers);
  if (!row) return `imports ${target}, whose folder has no row in build/layers.mjs`;
  const allowed = TEST.test(file) ? [...testing.imports, rootOf(own)] : (layers[own].imports ?? []);
  if (row === own || allowed.some((name) => stands(name, row, layers))) return undefined;
  return `imports ${row} (${specifier}); ${own} may import ${allowed.join(', ') || 'no other folder'}`;
}

/** Whether a named row stands for this one: itself, or one below it that is not inner. Testing is always named. */
function stands(name, row, layers) {
  if (name === row) return true;
  return isBelow(row, name) && !layers[row].inner && row !== testing.folder;
}

function rootOf(row) {
  return row.split('/')[0];
}

function whyPackageForbidden(file, own, specifier, { layers, users }) {
  const [scope, name] = specifier.split('/');
  const packageName = specifier.startsWith('@') ? `${scope}/${name}` : scope;
  const isTest = TEST.test(file);
  if (isNode(specifier)) {
    return layers[own].node || isTest ? undefined : `imports ${specifier}: ${own} runs where there is no Node`;
  }
  if (oneFilePackages.includes(packageName)) users.set(packageName, [...(users.get(packageName) ?? []), file]);
  const allowed = [...(layers[own].packages ?? []), ...(isTest ? testing.packages : [])];
  if (allowed.includes(packageName)) return undefined;
  return `imports the package ${packageName}; ${own} may import ${allowed.join(', ') || 'no package'}`;
}

function isNode(specifier) {
  return specifier.startsWith('node:') || specifier === 'node' || builtinModules.includes(specifier);
}

function problemsOfOneFilePackage(name, users) {
  const files = [...new Set(users)];
  return files.length > 1 ? [`${files.join(', ')} import ${name}: one file alone may`] : [];
}

/** Every row of the map stands in a table of ARCHITECTURE.md as `folder/`, and nothing else does. */
function problemsOfDrawing(architecture, layers) {
  const drawn = [...architecture.matchAll(/^\|\s*`([\w/-]+)\/`/gm)].map((match) => match[1]);
  return [
    ...Object.keys(layers)
      .filter((name) => !drawn.includes(name))
      .map((name) => `ARCHITECTURE.md: no row begins with \`${name}/\``),
    ...drawn
      .filter((name) => !layers[name])
      .map((name) => `ARCHITECTURE.md: \`${name}/\` is no row of build/layers.mjs`),
  ];
}

/** Every code file of the project by its path. */
function projectFiles() {
  const paths = roots.flatMap((root) => filesBelow(join(projectRoot, root))).filter((path) => CODE.test(path));
  return Object.fromEntries(
    paths.map((path) => [relative(projectRoot, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

/** Each root has a TypeScript project of its own, so that a name of another world does not compile there. */
function problemsOfProjects(files) {
  return roots
    .filter((root) => files.some((file) => isBelow(file, root) && /\.([cm]?ts|svelte)$/.test(file)))
    .filter((root) => !existsSync(join(projectRoot, root, 'tsconfig.json')))
    .map((root) => `${root}/ has no tsconfig.json`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const files = projectFiles();
  const architecture = readFileSync(join(projectRoot, 'ARCHITECTURE.md'), 'utf8');
  const problems = [...layerProblems({ files, architecture }), ...problemsOfProjects(Object.keys(files))];
  for (const problem of problems) console.log(problem);
  if (problems.length) process.exitCode = 1;
}
