import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No violation in the light theme, and none of contrast in the dark one: nothing but colours differs between them. */
export async function expectNoViolations(page: Page, what: string) {
  // Legacy mode: one run in the page itself, no second page to put frames together; there are none of ours.
  const axe = () =>
    new AxeBuilder({ page })
      .exclude('iframe')
      .setLegacyMode()
      .options({ resultTypes: ['violations'] });
  await show(page, 'light');
  const light = await axe().analyze();
  await show(page, 'dark');
  const dark = await axe().withRules(['color-contrast']).analyze();
  const told = [...light.violations.map((v) => ({ theme: 'light', v })), ...dark.violations.map((v) => ({ theme: 'dark', v }))].map(
    ({ theme, v }) => `${what}, ${theme}: ${v.id}: ${v.nodes.map((n) => `${n.target.join(' ')} ${n.failureSummary ?? ''}`).join(' | ')}`,
  );
  await show(page, 'light');
  expect(told).toEqual([]);
}

/** A theme, drawn: a colour on its way is neither theme's. */
async function show(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(drawn, 50)))));
}
