// npm run screens: the three pictures of the README, from the screens that the last run of the journeys kept.
import { copyFileSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectRoot } from './project-files.mjs';

const from = join(projectRoot, 'out/test/screens');
const to = join(projectRoot, 'docs/images');

mkdirSync(to, { recursive: true });
for (const name of ['arrange', 'device', 'master']) {
  const picture = join(from, `chromium-${name}-dark.png`);
  if (!existsSync(picture)) {
    console.error(`${picture} is not there: npm run e2e -- --project chromium makes it`);
    process.exitCode = 1;
  } else copyFileSync(picture, join(to, `${name}.png`));
}
