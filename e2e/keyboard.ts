import { expect, type Page } from '@playwright/test';

/**
 * Everything in the page's main part that a mouse can act on is reached with Tab and shows that it has the focus. What moves with arrow
 * keys (radios, tabs, the days of a calendar: one of a group has tabindex 0) counts as reached with its group.
 */
export async function expectKeyboardReaches(page: Page, what: string): Promise<void> {
  const stops = await page.evaluate(() => {
    const seen = (element: Element) => element.checkVisibility({ visibilityProperty: true });
    const wanted =
      'a[href], button, input, select, textarea, summary, [role=button], [role=switch], [role=combobox], [contenteditable=true]';
    let n = 0;
    for (const element of document.querySelectorAll<HTMLElement>(`main :is(${wanted})`)) {
      const off = (element as HTMLButtonElement).disabled || !!element.closest('[inert], [aria-hidden=true]') || !seen(element);
      const group = element.parentElement?.closest('[role], table, fieldset');
      const inGroup = element.tabIndex < 0 && !!group?.querySelector('[tabindex="0"], input:not([tabindex="-1"])');
      const radio = element instanceof HTMLInputElement && element.type === 'radio' && !element.checked;
      if (!off && !inGroup && !radio) element.dataset.keyboard = String(n++);
    }
    document.addEventListener('focusin', ({ target }) => {
      const element = target as HTMLElement;
      if (element.dataset.keyboard === undefined || element.dataset.reached) return;
      // The ring may be drawn around the field that the element is in.
      const ring = [element, element.parentElement, element.closest('label')].some((each) => {
        const style = each && getComputedStyle(each);
        return style && ((style.outlineStyle !== 'none' && style.outlineWidth !== '0px') || style.boxShadow !== 'none');
      });
      element.dataset.reached = ring ? 'ring' : 'bare';
    });
    // Where "Skip to content" leads, past the navigation that every page has.
    const main = document.querySelector('main');
    main?.focus();
    return main?.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"], [contenteditable=true]').length ?? 0;
  });
  await tab(page, stops + 3);
  const found = (selector: string) =>
    page.locator(selector).evaluateAll((elements) => elements.map((element) => element.outerHTML.slice(0, 200)));
  const missed = await found('[data-keyboard]:not([data-reached])');
  const bare = await found('[data-reached=bare]');
  expect.soft({ missed, bare }, `${what}, by keyboard`).toEqual({ missed: [], bare: [] });
}

/** Presses Tab `n` times. The browser takes keys in their order: none waits for the answer to the one before it. */
async function tab(page: Page, n: number): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const key = { key: 'Tab', code: 'Tab', windowsVirtualKeyCode: 9 };
  const send = (type: 'rawKeyDown' | 'keyUp') => browser.send('Input.dispatchKeyEvent', { type, ...key });
  await Promise.all(Array.from({ length: n }, () => [send('rawKeyDown'), send('keyUp')]).flat());
  await browser.detach();
}
