// Text size and theme as a visitor chooses them: with the forms of the page.

import type { Page } from '@playwright/test';

/** Chooses a text size ("175 %") or a theme ("Nền tối") on a public page; the page comes back. */
export async function chooseDisplay(page: Page, label: string): Promise<void> {
  const menu = page.locator('.p-header__fold--menu');
  const narrow = await menu.locator('> summary').isVisible();
  const theme = page.locator('.p-utility-bar__theme');
  if (narrow) await menu.locator('> summary').click();
  else if (!label.endsWith('%')) await theme.locator('> summary').click();
  const place = narrow ? menu : page.locator('.p-utility-bar');
  await place.getByRole('button', { name: label, exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/tuy-chon'));
}

/** The largest text from the next page on, as if chosen earlier: the desk has the choice in a menu of the account. */
export async function largest(page: Page, baseURL: string | undefined): Promise<void> {
  await page.context().addCookies([{ name: 'hien_thi', value: '175-auto', url: baseURL ?? '' }]);
}
