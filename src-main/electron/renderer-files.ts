/** The screens as the window loads them: files of one folder, under one address, with a policy that allows nothing else. */
import { extname, resolve, sep } from 'node:path';

/** The address that the screens have; no network is behind it. */
export const APP_SCHEME = 'mixdown';
export const APP_ORIGIN = `${APP_SCHEME}://app`;

/** Only what was shipped runs or loads. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "object-src 'none'",
].join('; ');

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.wasm': 'application/wasm',
  '.json': 'application/json',
};

export type RendererFile = { readonly path: string; readonly headers: Readonly<Record<string, string>> };

/** The file behind an address of the app; undefined for any other address, another kind of file, or one outside. */
export function rendererFile(address: string, folder: string): RendererFile | undefined {
  const path = pathOf(address);
  if (path === undefined) return undefined;
  const file = resolve(folder, `.${path === '/' ? '/index.html' : path}`);
  const type = TYPES[extname(file)];
  if (!file.startsWith(resolve(folder) + sep) || type === undefined) return undefined;
  return {
    path: file,
    headers: {
      'content-type': type,
      'content-security-policy': CONTENT_SECURITY_POLICY,
      'x-content-type-options': 'nosniff',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
      'cache-control': 'no-cache',
    },
  };
}

/** Whether an address is one of the app's screens. */
export function isAppAddress(address: string): boolean {
  return pathOf(address) !== undefined;
}

function pathOf(address: string): string | undefined {
  try {
    const url = new URL(address);
    if (url.protocol !== `${APP_SCHEME}:` || url.host !== 'app') return undefined;
    const path = decodeURIComponent(url.pathname);
    return path.includes('\0') || path.includes('\\') ? undefined : path || '/';
  } catch {
    return undefined;
  }
}
