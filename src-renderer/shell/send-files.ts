/** Sends files to the host that served this page: a browser cannot name files of its machine. */
import type { PageJobControl } from '../state/jobs-state.svelte.ts';

/**
 * Sends files one after the other and answers their paths there; the share is told by their bytes. Rejects with a
 * sentence that names the file, or as soon as the signal says so: of a file that was not sent whole the host keeps nothing.
 */
export async function sendFiles(files: readonly File[], { signal, progress }: PageJobControl): Promise<string[]> {
  const total = Math.max(
    1,
    files.reduce((sum, { size }) => sum + size, 0),
  );
  const paths: string[] = [];
  let before = 0;
  for (const file of files) {
    signal.throwIfAborted();
    paths.push(await send(file, signal, (bytes) => progress(Math.min(1, (before + bytes) / total))));
    before += file.size;
  }
  return paths;
}

/** `fetch` does not say how much has gone out. */
function send(file: File, signal: AbortSignal, onBytes: (bytes: number) => void): Promise<string> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const fail = (why: string) => reject(new Error(`${file.name} could not be sent: ${why}`));
    const stop = () => request.abort();
    request.upload.onprogress = ({ loaded }) => onBytes(loaded);
    request.onload = () => {
      if (request.status !== 200) fail(request.responseText);
      else resolve((JSON.parse(request.responseText) as { file: string }).file);
    };
    request.onerror = () => fail('the connection broke off.');
    request.onabort = () => fail('it was cancelled.');
    request.onloadend = () => signal.removeEventListener('abort', stop);
    signal.addEventListener('abort', stop);
    request.open('POST', `./upload?name=${encodeURIComponent(file.name)}`);
    request.send(file);
  });
}
