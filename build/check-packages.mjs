// npm run check: the packages. Exact versions, no host in the lock file, licences on the list, and docs/third-party.md
// true; `node build/check-packages.mjs --write` brings its table up to date.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { layers } from './layers.mjs';
import { projectRoot } from './project-files.mjs';

/** Licences that let a musician use, and a maker ship, the program without more than a notice. */
const PERMISSIVE = ['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'Zlib', 'Unlicense', 'CC0-1.0'];

/** Of a font: it may be shipped inside a program, under its own name. */
const FONTS = ['OFL-1.1'];

/**
 * Installed for development alone, because the screens are bundled: yet what is in the bundle is shipped, so it is held
 * to the same list. The packages that src-renderer may import.
 */
const BUNDLED = layers['src-renderer'].packages;

/** What is used under another licence, unchanged and as a module of its own that can be replaced, and why. */
const EXCEPTIONS = { 'codec-parser': 'LGPL-3.0-or-later' };

const TABLE = /(<!-- packages -->\n)[\s\S]*?(<!-- end of packages -->)/;

/**
 * One sentence a problem.
 *
 * @param {{packageJson: Record<string, any>, lock: Record<string, any>, notices: string}} project
 * @returns {string[]}
 */
export function packageProblems({ packageJson, lock, notices }) {
  return [
    ...versionProblems(packageJson),
    ...Object.entries(lock.packages).flatMap(([path, entry]) => lockProblems(path, entry)),
    ...platformProblems(lock),
    ...(notices === withTable(notices, lock)
      ? []
      : ['docs/third-party.md: its table is old: run node build/check-packages.mjs --write']),
  ];
}

function versionProblems({ dependencies, devDependencies, optionalDependencies }) {
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    .map(([name, version]) => `package.json: ${name} ${version} is not one exact version`);
}

function lockProblems(path, entry) {
  const name = nameAt(path);
  const problems = [];
  if (entry.resolved) problems.push(`package-lock.json: ${path} names a host; install with the project's .npmrc`);
  if (isShipped(path, entry) && !isAllowed(name, entry.license)) {
    problems.push(`package-lock.json: the licence of ${name} (${entry.license ?? 'none'}) is not on the list`);
  }
  return problems;
}

/** What a package needs on another machine is locked too, else `npm ci` refuses the lock file everywhere. */
function platformProblems(lock) {
  const locked = new Set(Object.keys(lock.packages).map(nameAt));
  return Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => !locked.has(name))
      .map(
        (name) =>
          `package-lock.json: ${nameAt(path) || 'the project'} needs ${name} on some machine, and it is not locked`,
      ),
  );
}

function isShipped(path, entry) {
  return path !== '' && (!entry.dev || BUNDLED.includes(nameAt(path)));
}

function nameAt(path) {
  return path.split('node_modules/').at(-1);
}

/** `A OR B` needs one of them, `A AND B` both. */
function isAllowed(name, license = '') {
  if (EXCEPTIONS[name] === license) return true;
  const choices = license.replace(/[()]/g, '').split(' OR ');
  return choices.some((choice) =>
    choice.split(' AND ').every((part) => [...PERMISSIVE, ...FONTS].includes(part.trim())),
  );
}

/** The notices with a row for each package that the program runs with. */
function withTable(notices, lock) {
  const rows = Object.entries(lock.packages)
    .filter(([path, entry]) => isShipped(path, entry))
    .map(([path, entry]) => `| ${nameAt(path)} | ${entry.version} | ${entry.license} |`);
  const table = ['| package | version | licence |', '|---|---|---|', ...[...new Set(rows)].sort()].join('\n');
  return notices.replace(TABLE, (_all, before, after) => `${before}${table}\n${after}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const noticesFile = join(projectRoot, 'docs/third-party.md');
  const read = (name) => readFileSync(join(projectRoot, name), 'utf8');
  const project = {
    packageJson: JSON.parse(read('package.json')),
    lock: JSON.parse(read('package-lock.json')),
    notices: read('docs/third-party.md'),
  };
  if (process.argv.includes('--write')) {
    project.notices = withTable(project.notices, project.lock);
    writeFileSync(noticesFile, project.notices);
  }
  const problems = packageProblems(project);
  for (const problem of problems) console.log(problem);
  if (problems.length) process.exitCode = 1;
}
