// Reminders and digests of tasks (04 §5, §6): a bundle opened from its message, the page Bản tin, a word by hand.

import type { Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';

/** The newest message of a person that opens a bundle of reminders. */
async function bundle(page: Page): Promise<string> {
  for (let number = 1; number <= 8; number += 1) {
    await page.goto(`/can-bo/thong-bao?trang=${number}`);
    const link = page.locator('main a[href^="/can-bo/nhac-viec/"]').first();
    if ((await link.count()) > 0) return (await link.getAttribute('href')) ?? '';
  }
  throw new Error('no message opens a bundle of reminders');
}

test('a bundle names each task and why the message came', async ({ as, watch, sound }) => {
  const chair = await as('chu.tich');
  const href = await bundle(chair);
  await chair.goto(href);
  await expect(chair.getByRole('heading', { level: 1, name: /^Nhắc\s+việc\s+\d\d\/\d\d\/2026$/ })).toBeVisible();
  await sound(chair);
  const why = chair.locator('summary').filter({ hasText: 'Vì sao tôi nhận tin này' }).first();
  await why.click();
  await expect(chair.locator('main')).toContainText(/Bạn nhận tin với vai trò (lãnh đạo giao nhiệm vụ|Chủ tịch Ủy ban nhân dân tỉnh), ngày \d\d\/\d\d\/2026\./);
  await sound(chair);
  const task = chair.locator('main a[href^="/can-bo/nhiem-vu/NV-"]').first();
  const code = (await task.getAttribute('href')) ?? '';
  await task.click();
  await expect(chair).toHaveURL(new RegExp(`${code}$`));

  // Nobody else opens it.
  watch.expectStatus(404);
  const other = await as('mot.cua');
  await other.goto(href);
  await expect(other.getByRole('heading', { level: 1 })).not.toContainText('Nhắc việc');
});

test('the digests of a day show their messages and the difference to now', async ({ as, sound }) => {
  const chair = await as('chu.tich');
  await chair.goto('/can-bo/nhiem-vu');
  await chair.getByRole('navigation', { name: 'Danh sách nhiệm vụ' }).getByRole('link', { name: 'Bản tin' }).click();
  await expect(chair.getByRole('heading', { level: 1, name: 'Bản tin' })).toBeVisible();
  await expect(chair.locator('main thead')).toContainText(/chênh lệch so với \d\d:\d\d \d\d\/11/);
  await expect(chair.locator('main tbody tr').first()).toContainText('Đã gửi');
  await expect(chair.locator('main tbody tr').first()).toContainText(/Thông báo trong cổng: \d+/);
  await sound(chair);
  await chair.getByRole('link', { name: /^Ngày trước/ }).click();
  await expect(chair).toHaveURL(/ngay=2026-11-/);
  await sound(chair);

  // The Monday before: the digest of the province, with the five units behind most.
  await chair.goto('/can-bo/ban-tin?ngay=2026-11-16');
  await chair.locator('main').getByRole('link', { name: 'Toàn tỉnh' }).first().click();
  await expect(chair).toHaveURL(/\/s\/[0-9A-Z]{6}$/);
  await expect(chair.getByRole('heading', { level: 2, name: /^Nhiều\s+nhiệm\s+vụ\s+quá\s+hạn\s+nhất$/ })).toBeVisible();
  await expect(chair.locator('#don-vi tbody tr').first()).toBeVisible();
  await sound(chair);
  await chair.locator('#don-vi tbody a').first().click();
  await expect(chair.locator('main')).toContainText(/Chênh lệch so với 07:31 16\/11/);
  await sound(chair);
});

test('a leader urges a unit: the words stand in the log of the task', async ({ as, sound }) => {
  const chair = await as('chu.tich');
  await chair.goto('/can-bo/nhiem-vu?pham-vi=toi&nhom=qua-han');
  const row = chair.locator('main tbody tr').filter({ hasText: /Đã giao|Đã tiếp nhận|Đang thực hiện/ }).first();
  await row.getByRole('link').first().click();
  const form = chair.locator('details').filter({ has: chair.locator('form[action$="/don-doc"]') });
  await form.locator('summary').first().click();
  await form.getByLabel('Nội dung đôn đốc').fill('Gấp');
  await form.getByRole('button', { name: 'Đôn đốc' }).click();
  await expect(chair, 'too short').toHaveTitle(/^Lỗi: /);
  await sound(chair);
  const words = `Báo cáo kết quả trước thứ Sáu ${Date.now()}`;
  await form.getByLabel('Nội dung đôn đốc').fill(words);
  await form.getByRole('button', { name: 'Đôn đốc' }).click();
  await expect(chair.locator('.p-flash')).toContainText('Đôn đốc: đã ghi nhận.');
  await expect(chair.locator('#dien-bien')).toContainText(words);
  await sound(chair);
});
