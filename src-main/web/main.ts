import { parseArgs } from 'node:util';
import { EngineSupervisor } from '../studio/engine-supervisor.ts';
import { startWeb, type WebArguments } from './start-web.ts';

const HIGHEST_PORT = 65_535;

/** Throws an Error whose message says how it is used. */
function readArguments(words: readonly string[]): WebArguments {
  const { values, positionals } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: {
      web: { type: 'boolean' },
      port: { type: 'string', default: '0' },
      share: { type: 'boolean', default: false },
    },
  });
  const port = Number(values.port);
  if (!(Number.isInteger(port) && port >= 0 && port <= HIGHEST_PORT))
    throw new Error(`--port takes a number from 0 to ${HIGHEST_PORT}; 0 takes a free one.`);
  const [folder] = positionals;
  return { port, share: values.share, ...(folder !== undefined && { folder }) };
}

try {
  await startWeb(readArguments(process.argv.slice(2)), new EngineSupervisor());
} catch (error) {
  console.error(`mixdown: ${(error as Error).message}`);
  process.exit(1);
}
