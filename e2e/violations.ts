import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type { AxeResults, RunOptions } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
  interface Window {
    axe?: { run(context: unknown, options: RunOptions): Promise<AxeResults> };
  }
}

/** No violation in the light theme, and none of contrast in the dark one: nothing but colours differs between them. */
export async function expectNoViolations(page: Page, what: string) {
  await show(page, 'light');
  const light = await violations(page, {});
  await show(page, 'dark');
  const dark = await violations(page, { runOnly: ['color-contrast'] });
  await show(page, 'light');
  const told = [...light.map((line) => `${what}, light: ${line}`), ...dark.map((line) => `${what}, dark: ${line}`)];
  expect(told).toEqual([]);
}

/** Runs axe in the page, which it is given once; without frames: there are none of ours. */
async function violations(page: Page, options: RunOptions): Promise<string[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  return page.evaluate(async (options) => {
    if (!window.axe) throw new Error('axe is not in the page');
    const found = await window.axe.run({ exclude: [['iframe']] }, { ...options, resultTypes: ['violations'], iframes: false });
    if (found.passes.length + found.violations.length === 0) throw new Error('axe has looked at nothing');
    return found.violations.map(
      ({ id, nodes }) => `${id}: ${nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join(' | ')}`,
    );
  }, options);
}

/** A theme, drawn: a colour on its way is neither theme's. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 50)))));
}
