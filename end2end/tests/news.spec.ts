// News: what readers see, and the way of an article from draft to the public and down again.

import { expect, test } from '../support/fixtures';
import { tick } from '../support/hands';

test('lists, an article, comments and feeds of the demo province', async ({ page, sound }, info) => {
  await page.goto('/tin-tuc');
  await sound(page);
  const first = page.locator('main a[href^="/tin-tuc/"]').filter({ hasText: /\S{3,}/ });
  await page.locator('main .p-news-list a, main ul a.p-visited').first().click();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.p-article__meta')).toContainText(/\d{2}\/\d{2}\/\d{4}/);
  await sound(page);
  await page.screenshot({ path: info.outputPath('bai-viet.png'), fullPage: true });
  expect(await first.count()).toBeGreaterThan(0);
});

test('an article without comments prints "Ý kiến (0)" (A07-03)', async ({ as, page }) => {
  const { url } = await published(as, `Bài chưa có ý kiến ${Date.now()}`, 'Nội dung ngắn.');
  await page.goto(url);
  await expect(page.locator('#y-kien')).toContainText('Ý kiến (0)');
});

test('feeds and site map are XML and hold what the list holds (A07-04)', async ({ page }) => {
  await page.goto('/tin-tuc');
  const rss = await page.getByRole('link', { name: 'RSS' }).first().getAttribute('href');
  const feed = await page.request.get(rss ?? '');
  expect(feed.headers()['content-type']).toMatch(/xml/);
  const text = await feed.text();
  expect(text).toMatch(/^<\?xml/);
  const title = (await page.locator('main a.p-visited').first().innerText()).replace(/\s+/g, ' ').trim();
  expect(text.replace(/\s+/g, ' ').replaceAll('&quot;', '"')).toContain(title.slice(0, 30));
  const map = await page.request.get('/sitemap.xml');
  expect(await map.text()).toContain('<urlset');
});

type As = (username: string) => Promise<import('@playwright/test').Page>;

/** Writes, submits and approves an article with the people of the demo; returns its code and public address. */
async function published(as: As, title: string, body: string): Promise<{ code: string; url: string }> {
  const writer = await as('bien.tap');
  await writer.goto('/can-bo/tin-bai/moi');
  await writer.getByLabel('Tiêu đề', { exact: true }).fill(title);
  await writer.getByLabel('Trích yếu').fill('Tóm tắt của bài kiểm tra.');
  await writer.getByLabel('Nội dung', { exact: true }).fill(body);
  await writer.getByRole('button', { name: 'Lưu bài nháp' }).click();
  await expect(writer.locator('.p-flash')).toContainText('Đã lưu bài nháp');
  const code = /\/can-bo\/tin-bai\/([^/?]+)/.exec(writer.url())?.[1] ?? '';
  await writer.getByRole('button', { name: /^(Trình duyệt|Gửi biên tập)$/ }).first().click();
  await expect(writer.locator('.p-flash')).toBeVisible();
  const chief = await as('truong.bien.tap');
  await chief.goto(`/can-bo/tin-bai/${code}`);
  const pass = chief.getByRole('button', { name: 'Chuyển duyệt', exact: true });
  if (await pass.isVisible()) {
    await pass.click();
    await expect(chief.locator('.p-flash')).toBeVisible();
  }
  await chief.getByRole('button', { name: 'Duyệt', exact: true }).click();
  await expect(chief.locator('.p-flash')).toContainText('Đã duyệt và xuất bản');
  const url = (await chief.getByRole('link', { name: 'Xem trang công khai' }).getAttribute('href')) ?? '';
  return { code, url };
}

test('write, submit, approve, read, take down: the old address says what became of it (A07-02, A07-11)', async ({ as, visitor, watch, sound }) => {
  test.setTimeout(240_000);
  watch.expectStatus(410);
  const title = `Khai trương điểm hỗ trợ số ${Date.now()}`;
  const body = [
    'Người dân được **hướng dẫn** tại nhà văn hóa.',
    '## Thời gian',
    '- Thứ Hai',
    '<script>alert(1)</script> <img src=x onerror=alert(1)> <iframe src="https://vi-du.example"></iframe>',
    '[thủ tục](/thu-tuc)',
    '| Cột | Số |\n|---|---|\n| Một | 1 |',
  ].join('\n\n');
  const { code, url } = await published(as, title, body);

  const reader = await visitor();
  await reader.goto(url);
  await expect(reader.getByRole('heading', { level: 1 })).toContainText('Khai trương điểm hỗ trợ số');
  await expect(reader.locator('article strong').first()).toHaveText('hướng dẫn');
  await expect(reader.locator('article table')).toBeVisible();
  const html = await (await reader.request.get(url)).text();
  expect(html).not.toMatch(/<script>alert|onerror=|<iframe|javascript:/i);
  await sound(reader);

  const chief = await as('truong.bien.tap');
  await chief.goto(`/can-bo/tin-bai/${code}`);
  await sound(chief);
  await chief.locator('summary').filter({ hasText: 'Gỡ bài' }).click();
  await tick(chief.getByLabel('Sai sót'));
  await chief.getByLabel('Ghi chú cho ban biên tập').fill('Thông tin chưa chính xác, cần xác minh.');
  await chief.getByRole('button', { name: 'Gỡ bài' }).click();
  await expect(chief.locator('.p-flash')).toContainText('Đã gỡ bài');
  const gone = await reader.goto(url);
  expect(gone?.status()).toBe(410);
  await expect(reader.getByRole('heading', { level: 1, name: 'Bài đã được gỡ' })).toBeVisible();
  await sound(reader);
});

test('an author finds no button to approve the own article (A07-02)', async ({ as }) => {
  const writer = await as('truong.bien.tap');
  await writer.goto('/can-bo/tin-bai/moi');
  await writer.getByLabel('Tiêu đề', { exact: true }).fill(`Bài của trưởng ban ${Date.now()}`);
  await writer.getByLabel('Trích yếu').fill('Tóm tắt.');
  await writer.getByLabel('Nội dung', { exact: true }).fill('Nội dung.');
  await writer.getByRole('button', { name: 'Lưu bài nháp' }).click();
  await expect(writer.locator('.p-flash')).toBeVisible();
  await writer.getByRole('button', { name: /^(Trình duyệt|Gửi biên tập)$/ }).first().click();
  await expect(writer.locator('.p-flash')).toBeVisible();
  await expect(writer.getByRole('button', { name: 'Duyệt', exact: true })).toHaveCount(0);
});

test('a link that would run a script becomes words (A07-11)', async ({ as }) => {
  const page = await as('bien.tap');
  await page.goto('/can-bo/tin-bai/moi');
  await page.getByLabel('Tiêu đề', { exact: true }).fill('Liên kết nguy hiểm');
  await page.getByLabel('Trích yếu').fill('Tóm tắt.');
  await page.getByLabel('Nội dung', { exact: true }).fill('[xem thêm](javascript:alert(1))');
  await page.getByRole('button', { name: 'Lưu bài nháp' }).click();
  await expect(page.locator('.p-flash')).toContainText('Đã lưu bài nháp');
  await expect(page.locator('main')).toContainText('xem thêm');
  await expect(page.locator('main a[href^="javascript:" i]')).toHaveCount(0);
});

test('a refused article keeps what was typed', async ({ as, sound }) => {
  const page = await as('bien.tap');
  await page.goto('/can-bo/tin-bai');
  await sound(page);
  await page.goto('/can-bo/tin-bai/moi');
  await sound(page);
  await page.getByLabel('Nội dung', { exact: true }).fill('Nội dung không có tiêu đề.');
  await page.getByRole('button', { name: 'Lưu bài nháp' }).click();
  await expect(page).toHaveTitle(/^Lỗi: /);
  await expect(page.getByLabel('Nội dung', { exact: true })).toHaveValue('Nội dung không có tiêu đề.');
  await sound(page);
});
