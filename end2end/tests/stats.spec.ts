// Figures of dossiers that were frozen, and why two of them differ (08 §1, §2).

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';

/** Freezes the figures of this year; returns the code. */
async function freeze(page: Page, address: string): Promise<string> {
  await page.goto(address);
  await page.getByRole('button', { name: 'Chốt số liệu này' }).click();
  await page.waitForURL(/\/s\/[A-Z0-9]+/);
  return /\/s\/([A-Z0-9]+)/.exec(page.url())?.[1] ?? '';
}

/** How many dossiers only one of the two counts, as the page says it. */
function only(which: string, text: string): number {
  return number(new RegExp(`([\\d.]+) chỉ bản ${which} có`).exec(text)?.[1] ?? '0');
}

/** A number as the page writes it. */
function number(text: string): number {
  return Number(text.replace(/[.\s+]/g, '').replace('−', '-'));
}

test('two frozen sheets side by side: every difference is its dossiers', async ({ as, visitor, sound }) => {
  test.setTimeout(120_000);
  const official = await as('giam.sat');
  const first = await freeze(official, '/can-bo/thong-ke/ho-so?tu=2026-09-01&den=2026-10-31');
  const second = await freeze(official, '/can-bo/thong-ke/ho-so?tu=2026-01-01&den=2026-12-31');

  const page = await visitor();
  await page.goto(`/s/${first}`);
  await page.getByLabel('Mã bản số liệu kia').fill('KHONG1');
  await page.getByRole('button', { name: 'So sánh' }).click();
  await expect(page.locator('.p-error-summary')).toContainText('Không có bản số liệu hồ sơ nào mang mã KHONG1');
  await expect(page.getByLabel('Mã bản số liệu kia')).toHaveValue('KHONG1');
  await sound(page);
  await page.getByLabel('Mã bản số liệu kia').fill(second.toLowerCase());
  await page.getByRole('button', { name: 'So sánh' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'So sánh hai bản số liệu' })).toBeVisible();
  await expect(page.locator('main')).toContainText('Hai bản khác kỳ');
  await sound(page);

  const rows = page.locator('#chenh-lech tbody tr');
  expect(await rows.count()).toBeGreaterThan(10);
  for (const row of await rows.all()) {
    const cells = await row.locator('th, td').allInnerTexts();
    const [before, after, difference] = cells.slice(1, 4).map(number);
    const why = cells[4] ?? '';
    expect((after ?? 0) - (before ?? 0), cells[0]).toBe(difference);
    expect(only('sau', why) - only('trước', why), cells[0]).toBe(difference);
  }
  const why = rows.filter({ hasText: 'Tiếp nhận trong kỳ' }).getByRole('link');
  const words = await why.innerText();
  await why.click();
  const total = only('trước', words) + only('sau', words);
  await expect(page.getByRole('heading', { level: 1 })).toContainText(`${total.toLocaleString('de-DE')}\u00a0hồ sơ làm nên chênh lệch`);
  await expect(page.locator('main')).toContainText('Không có trong bản này');
  await sound(page);
});
