import { expect, it } from 'vitest';
import { packageProblems } from './check-packages.mjs';

const notices = (rows: string) =>
  `<!-- packages -->\n| package | version | licence |\n|---|---|---|\n${rows}<!-- end of packages -->\n`;
const good = {
  packageJson: { dependencies: { zod: '4.6.7' } },
  lock: { packages: { '': {}, 'node_modules/zod': { version: '4.6.7', license: 'MIT' } } },
  notices: notices('| zod | 4.6.7 | MIT |\n'),
};

it('accepts exact versions, known licences and a true table', () => {
  expect(packageProblems(good)).toEqual([]);
});

it.each(['^4.6.7', '~4.6.7', '4', '*', 'latest', 'github:a/b'])('refuses the version %s', (version) => {
  const packageJson = { optionalDependencies: { zod: version } };
  expect(packageProblems({ ...good, packageJson })).toEqual([`package.json: zod ${version} is not one exact version`]);
});

it.each(['GPL-3.0', undefined, 'MIT AND GPL-2.0', 'GPL-2.0 OR AGPL-3.0'])('refuses the licence %s', (license) => {
  const lock = { packages: { 'node_modules/a/node_modules/@b/c': { version: '1.0.0', license } } };
  const table = notices(`| @b/c | 1.0.0 | ${license} |\n`);
  expect(packageProblems({ ...good, lock, notices: table })).toEqual([
    `package-lock.json: the licence of @b/c (${license ?? 'none'}) is not on the list`,
  ]);
});

it('takes the permissive choice of two, and asks nothing of what only builds', () => {
  const packages = {
    'node_modules/a': { version: '1.0.0', license: '(GPL-3.0 OR MIT)' },
    'node_modules/b': { version: '1.0.0', license: 'GPL-3.0', dev: true },
  };
  const table = notices('| a | 1.0.0 | (GPL-3.0 OR MIT) |\n');
  expect(packageProblems({ ...good, lock: { packages }, notices: table })).toEqual([]);
});

it('holds what is bundled into the screens to the list, though it is installed for development', () => {
  const packages = {
    'node_modules/lucide': { version: '1.0.0', license: 'GPL-3.0', dev: true },
    'node_modules/svelte': { version: '5.0.0', license: 'MIT', dev: true },
    'node_modules/@fontsource-variable/inter': { version: '5.0.0', license: 'OFL-1.1', dev: true },
  };
  const table = notices(
    '| @fontsource-variable/inter | 5.0.0 | OFL-1.1 |\n| lucide | 1.0.0 | GPL-3.0 |\n| svelte | 5.0.0 | MIT |\n',
  );
  expect(packageProblems({ ...good, lock: { packages }, notices: table })).toEqual([
    'package-lock.json: the licence of lucide (GPL-3.0) is not on the list',
  ]);
});

it('refuses a lock file that names a host', () => {
  const packages = {
    'node_modules/zod': { version: '4.6.7', license: 'MIT', resolved: 'https://example.org/zod.tgz' },
  };
  expect(packageProblems({ ...good, lock: { packages } })).toEqual([expect.stringContaining('names a host')]);
});

it('refuses a lock file that lacks what another machine needs', () => {
  const zod = { version: '4.6.7', license: 'MIT', optionalDependencies: { 'zod-win32': '4.6.7' } };
  expect(packageProblems({ ...good, lock: { packages: { 'node_modules/zod': zod } } })).toEqual([
    'package-lock.json: zod needs zod-win32 on some machine, and it is not locked',
  ]);
});

it('refuses a table that does not say what is installed', () => {
  expect(packageProblems({ ...good, notices: notices('| zod | 3.0.0 | MIT |\n') })).toEqual([
    expect.stringContaining('docs/third-party.md'),
  ]);
});
