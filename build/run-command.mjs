import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { projectRoot } from './project-files.mjs';

/** Runs a program in the project, or in another folder `cwd`; resolves to its exit code and, unless it is shown as it comes, all it printed. */
export function runCommand(command, args, { show = false, env = process.env, cwd = projectRoot } = {}) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: show ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: `${command}: ${error.message}` }));
    child.on('close', (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs a script with this Node. */
export function runNode(args, options) {
  return runCommand(process.execPath, args, options);
}

/** Runs npm: the one that runs us, else the one beside this Node. Its file, not its shell wrapper: no shell is needed. */
export function runNpm(args, options) {
  const bin = dirname(process.execPath);
  const npmFiles = [
    process.env.npm_execpath,
    join(bin, 'node_modules/npm/bin/npm-cli.js'),
    join(bin, '../lib/node_modules/npm/bin/npm-cli.js'),
    join(bin, '../share/nodejs/npm/bin/npm-cli.js'),
  ];
  const npmFile = npmFiles.find((file) => file && /npm-cli\.[cm]?js$/.test(file) && existsSync(file));
  return npmFile ? runNode([npmFile, ...args], options) : runCommand('npm', args, options);
}
