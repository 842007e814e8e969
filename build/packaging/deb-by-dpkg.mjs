#!/usr/bin/env node
// Makes the .deb with dpkg-deb, which every Debian and Ubuntu has. electron-builder would fetch fpm, with a Ruby inside,
// from GitHub; here this file stands in its place (CUSTOM_FPM_PATH) and takes the same arguments.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, lstatSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { filesBelow } from '../project-files.mjs';

const text = { type: 'string' };
const list = { type: 'string', multiple: true, default: [] };
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    ...{ s: { ...text, short: 's' }, t: { ...text, short: 't' }, force: { type: 'boolean' } },
    ...{ d: { ...list, short: 'd' }, 'deb-recommends': list, 'deb-compression': text, 'deb-priority': text },
    ...{ name: text, version: text, architecture: text, category: text, description: text, license: text },
    ...{ maintainer: text, vendor: text, url: text, package: text, 'after-install': text, 'after-remove': text },
  },
});

const root = mkdtempSync(join(tmpdir(), 'mixdown-deb-'));
try {
  chmodSync(root, 0o755);
  for (const pair of positionals) copyInto(pair);
  writeControl();
  const pack = ['--root-owner-group', `-Z${values['deb-compression']}`, '--build', root, values.package];
  execFileSync('dpkg-deb', pack, { stdio: ['ignore', 'ignore', 'inherit'] });
} finally {
  rmSync(root, { recursive: true, force: true });
}

/** @param pair `what=where`: a file, or with a slash at its end all that is in a folder. */
function copyInto(pair) {
  const [what, where] = pair.split('=');
  const to = join(root, where);
  mkdirSync(dirname(to), { recursive: true });
  cpSync(what, to, { recursive: true, verbatimSymlinks: true });
}

/** Debian policy, chapter 5: what the package is, and the scripts that run when it comes and goes. */
function writeControl() {
  const [synopsis, ...more] = values.description.split('\n');
  const fields = {
    Package: values.name,
    Version: values.version,
    Section: values.category ?? 'sound',
    Priority: values['deb-priority'],
    Architecture: values.architecture,
    Maintainer: values.maintainer,
    // In KiB, rounded up file by file.
    'Installed-Size': filesBelow(root).reduce((sum, file) => sum + Math.ceil(lstatSync(file).size / 1024), 0),
    Depends: values.d.join(', '),
    Recommends: values['deb-recommends'].join(', '),
    Homepage: values.url,
    Description: [synopsis.trim(), ...more.map((line) => ` ${line.trim() || '.'}`)].join('\n'),
  };
  const given = Object.entries(fields).filter(([, value]) => value);
  mkdirSync(join(root, 'DEBIAN'));
  writeFileSync(join(root, 'DEBIAN/control'), given.map(([name, value]) => `${name}: ${value}\n`).join(''));
  for (const [script, option] of [
    ['postinst', 'after-install'],
    ['postrm', 'after-remove'],
  ]) {
    cpSync(values[option], join(root, 'DEBIAN', script));
    chmodSync(join(root, 'DEBIAN', script), 0o755);
  }
}
