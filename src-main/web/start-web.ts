/** `npm start -- --web`: the studio, its engine and the web host, until the terminal ends them. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import packageJson from '../../package.json' with { type: 'json' };
import { rendererFolder } from '../program/app-files.ts';
import { DataFolder } from '../studio/data-folder.ts';
import type { EngineLink } from '../studio/engine-link.ts';
import { Studio } from '../studio/studio.ts';
import { openBrowser } from './open-browser.ts';
import { qrText } from './qr-text.ts';
import { WebHost } from './web-host.ts';

export type WebArguments = {
  readonly port: number;
  readonly share: boolean;
  /** A session to open. */
  readonly folder?: string;
};

/** Rejects with an Error whose message is a sentence when the port is taken or the session cannot be opened. */
export async function startWeb({ port, share, folder }: WebArguments, engine: EngineLink): Promise<void> {
  const data = new DataFolder();
  const screens = rendererFolder();
  if (!existsSync(join(screens, 'index.html'))) console.warn(`The screens are not built: ${screens} holds no page.`);
  const host = await WebHost.listen({ rendererFolder: screens, uploadFolder: data.uploads, port, share }).catch(
    (error: NodeJS.ErrnoException) => {
      throw error.code === 'EADDRINUSE'
        ? new Error(`Port ${port} is in use: choose another with --port, or leave it out.`)
        : error;
    },
  );
  const info = Studio.info({ version: packageJson.version, host: 'web' });
  const studio = await Studio.start({
    data,
    engine,
    host: { info, share: () => host.share() },
    ...(folder !== undefined && { folder }),
  });
  host.serve(studio);
  endWith(host, studio);
  await invite(host, data);
  if (share) printShare(host);
}

/** Opens a browser where somebody sits in front of one, and prints a link for any other. */
async function invite(host: WebHost, data: DataFolder): Promise<void> {
  const opened = process.stdout.isTTY && (await openBrowser(host.newLink(), data.path).catch(() => false));
  const how = opened ? 'Mixdown opens in your browser. For another one, this' : 'Open Mixdown in a browser: this';
  console.log(`${how} link works once.\n\n  ${host.newLink()}\n`);
  if (!process.stdin.isTTY) return;
  console.log('Enter gives another link; Ctrl+C saves and ends Mixdown.');
  process.stdin.on('data', () => console.log(`  ${host.newLink()}`)).unref();
}

function printShare(host: WebHost): void {
  const { url, qrRows, sentence } = host.share();
  console.log(sentence);
  if (url) console.log(`\n${qrText(qrRows)}\n  ${url}\n`);
}

/** Saves and closes on Ctrl+C and on a friendly kill; a second one ends at once. */
function endWith(host: WebHost, studio: Studio): void {
  let ending = false;
  const end = () => {
    if (ending) process.exit(1);
    ending = true;
    host
      .close()
      .then(() => studio.close())
      .then(
        () => process.exit(0),
        (error: Error) => {
          console.error(error.message);
          process.exit(1);
        },
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
}
