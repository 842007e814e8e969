import { createReadStream } from 'node:fs';
import { realpath, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';

const TYPES: { readonly [ending: string]: string } = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.map': 'application/json; charset=utf-8',
};
/** Their names hold a hash of what is in them. */
const HASHED = /^\/assets\//;

/**
 * The file below `root` that a path of a URL names; undefined when there is none, when it is of no kind that is served,
 * or when it lies outside, by `..`, by an absolute path or by a link.
 */
export async function fileBelow(root: string, pathname: string): Promise<string | undefined> {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  if (/[\\\0]/.test(path) || path.split('/').some((part) => part === '..' || part.startsWith('.'))) return undefined;
  const file = join(root, path === '/' ? 'index.html' : path);
  try {
    const [real, realRoot] = [await realpath(file), await realpath(root)];
    const isFile = (await stat(real)).isFile() && extname(real).toLowerCase() in TYPES;
    return isFile && real.startsWith(realRoot + sep) ? real : undefined;
  } catch {
    return undefined;
  }
}

export async function sendFile(response: ServerResponse, file: string, pathname: string): Promise<void> {
  const { size } = await stat(file);
  response.setHeader('Content-Type', TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream');
  response.setHeader('Content-Length', size);
  response.setHeader('Cache-Control', HASHED.test(pathname) ? 'private, max-age=31536000, immutable' : 'no-cache');
  response.writeHead(200);
  if (response.req.method === 'HEAD') response.end();
  else await pipeline(createReadStream(file), response);
}
