import axe from 'axe-core';
import type { Page } from 'playwright-core';

/** The value of an expression in the page. */
export function inPage<T>(page: Page, expression: string): Promise<T> {
  return page.evaluate<T>(expression);
}

/** How many scenarios the page says are shown. */
export function shown(page: Page): Promise<string | null> {
  return page.locator('.shown').textContent();
}

/** Row and column of the cell that has the focus. */
export function focusedCell(page: Page): Promise<{ readonly row?: string; readonly column?: string }> {
  return inPage(page, '({ ...document.activeElement.dataset })');
}

/** Goes to a view by its address, without loading the page again. */
export function goTo(page: Page, view: Record<string, string>): Promise<void> {
  return inPage(page, `void (location.hash = ${JSON.stringify(new URLSearchParams(view).toString())})`);
}

/** Serious and critical faults of accessibility, with what shows them. */
export async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run(document, { resultTypes: ["violations"] })');
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${html} ${failureSummary}`)
          .join(' | ')}`,
    );
}
