// File fields in the browser: checked before sending, shown on the way, kept when the line breaks; drafts that are deleted.

import type { Page } from '@playwright/test';
import { CITIZEN } from '../support/dossiers';
import { pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { tick } from '../support/hands';

/** What the script of the file fields does to a file on its way. */
async function withScript(page: Page, code: string, sound: (page: Page) => Promise<void>): Promise<void> {
  const path = `/nop/${code}/giay-to/1`;
  await page.goto(path);
  await page.locator('html[data-upload=ready]').waitFor({ state: 'attached' });
  await tick(page.locator('main input[type=radio][value=upload]'));
  const field = page.locator('main input[type=file]');
  const send = page.getByRole('button', { name: 'Tải lên' });
  const status = page.locator('main [data-progress] [role=status]');

  await field.setInputFiles({ name: 'anh.svg', mimeType: 'image/svg+xml', buffer: Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>') });
  await expect(page.locator('.p-field__error')).toContainText('Không dùng được tệp SVG. Hãy chọn tệp PDF');
  await send.click();
  await expect(page).toHaveURL(new RegExp(`${path}$`));
  await sound(page);

  const file = pdf('trên đường.pdf');
  await field.setInputFiles(file);
  await expect(page.locator('.p-field__error')).toHaveCount(0);
  let release = () => {};
  const held = new Promise<void>((done) => (release = done));
  await page.route(`**${path}`, async (route) => {
    if (route.request().method() !== 'POST') return route.fallback();
    await held;
    await route.abort('connectionreset').catch(() => {});
  });
  await send.click();
  await expect(status).toHaveText(/^Đã gửi \d+\s%$/);
  await expect(send).toBeDisabled();
  await sound(page);
  await page.getByRole('button', { name: 'Dừng gửi' }).click();
  await expect(status).toContainText('Đã dừng gửi');
  release();
  await page.getByRole('button', { name: 'Gửi lại' }).click();
  await expect(status).toContainText('Không mất gì');
  await expect(send).toBeEnabled();
  await sound(page);
  await page.unroute(`**${path}`);
  await page.getByRole('button', { name: 'Gửi lại' }).click();
  await expect(page.locator('.p-flash')).toContainText('Đã nhận đủ 1 tệp.');
  await expect(page.locator('li.p-file-upload__file')).toHaveCount(1);
  await expect(page.locator('li.p-file-upload__file')).toContainText(file.name);
}

test('a file on a broken line is sent again; a draft is deleted with its files', async ({ as, watch, scripts, sound }) => {
  test.setTimeout(120_000);
  watch.expectLost();
  const page = await as(CITIZEN);
  await page.goto('/thu-tuc/2.000635');
  await page.getByRole('button', { name: 'Bắt đầu nộp hồ sơ' }).first().click();
  await page.waitForURL(/\/nop\/N-/);
  const code = /\/nop\/([^/]+)/.exec(page.url())?.[1] ?? '';
  if (scripts) await withScript(page, code, sound);
  await page.goto('/ho-so-cua-toi');
  await page.getByRole('link', { name: 'Xóa bớt bản nháp' }).click();
  await sound(page);
  const draft = page.locator(`section#${code}`);
  await expect(draft.getByRole('link', { name: 'Làm tiếp' })).toHaveAttribute('href', `/nop/${code}`);
  await draft.locator('summary').click();
  await draft.getByRole('button', { name: `Xóa bản nháp ${code}` }).click();
  await expect(page.locator('.p-flash')).toContainText(`Đã xóa bản nháp ${code}.`);
  await expect(draft).toHaveCount(0);
  watch.expectStatus(404);
  await page.goto(`/nop/${code}`);
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Không tìm thấy');
});
