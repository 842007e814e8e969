import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { basename, extname } from 'node:path';
import { pipeline } from 'node:stream/promises';

const TYPES: { readonly [ending: string]: string } = {
  '.wav': 'audio/wav',
  '.flac': 'audio/flac',
  '.mp3': 'audio/mpeg',
  '.opus': 'audio/ogg',
};

/** Gives a browser a bounced file to keep; 404 when it is not there any more. */
export async function sendBounce(response: ServerResponse, file: string): Promise<void> {
  response.setHeader('Cache-Control', 'no-store');
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) {
    response.writeHead(404, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end('The bounced file is not there any more.\n');
    return;
  }
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file).toLowerCase()] ?? 'application/octet-stream',
    'Content-Length': found.size,
    // RFC 8187: the name in UTF-8.
    'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(basename(file)).replace(/['()*]/g, escaped)}`,
  });
  await pipeline(createReadStream(file), response);
}

function escaped(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}
