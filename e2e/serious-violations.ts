import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds on a page that keeps somebody from using it: serious and critical. */
export async function seriousViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const { violations } = await page.evaluate(async () => {
    const results = await (window as never as { axe: { run(): Promise<AxeResults> } }).axe.run();
    // A number that changes as it plays is hidden from a screen reader, and no part of what a button is called.
    const livesIn = ({ target }: { target: unknown[] }) =>
      document.querySelector(String(target[0]))?.querySelector('[aria-hidden="true"]');
    const label = results.violations.find(({ id }) => id === 'label-content-name-mismatch');
    if (label) label.nodes = label.nodes.filter((node) => !livesIn(node));
    return results;
  });
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ target, any }) => `${id}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
    );
}
