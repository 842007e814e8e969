#!/usr/bin/env node
// The `mixdown` command: builds what is stale, then runs. What it says of building goes to stderr; stdout is the program's.
import module from 'node:module';

module.enableCompileCache?.();
const say = console.log;
console.log = console.error;
try {
  const { buildApp } = await import('./build-app.mjs');
  await buildApp();
} catch (error) {
  console.error(error.message);
  process.exit(1);
} finally {
  console.log = say;
}
await import('../out/app/cli.js');
