import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { toAudioFileError } from '../media/file-errors.ts';
import { fileNameOf } from '../media/file-name.ts';

/**
 * Takes a sound file that a browser sends (`POST /upload?name=Vocal.wav`, the body as it is) and answers where it lies,
 * as `{ "file": … }`, for `media/import`. A browser cannot name files of its machine. One that breaks off leaves nothing.
 */
export async function receiveUpload(
  request: IncomingMessage,
  response: ServerResponse,
  { folder, url }: { folder: string; url: URL },
): Promise<void> {
  const name = fileNameOf(url.searchParams.get('name') ?? '');
  const own = join(folder, randomUUID());
  const file = join(own, name);
  try {
    await mkdir(own, { recursive: true });
    await pipeline(request, createWriteStream(file, { flags: 'wx' }));
  } catch (error) {
    await rm(own, { recursive: true, force: true }).catch(() => undefined);
    // Who broke off, such as by cancelling, hears no answer.
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') return;
    if (request.destroyed && !request.complete) throw error;
    response.writeHead(507, { 'Content-Type': 'text/plain; charset=utf-8' });
    response.end(`${toAudioFileError(error, name).message}\n`);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ file }));
}
