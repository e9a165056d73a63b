// The front page and the fixed pages that header and footer lead to.

import { expect, test } from '../support/fixtures';

test('the front page answers first: search, four actions, news, figures', async ({ page, sound }, info) => {
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Bạn cần làm việc gì?');
  for (const action of ['Nộp hồ sơ', 'Tra cứu hồ sơ', 'Văn bản mới', 'Tin mới']) {
    await expect(page.locator('.p-front-actions').getByRole('link', { name: action })).toBeVisible();
  }
  await expect(page.locator('#tin-tuc a').first()).toBeVisible();
  await expect(page.locator('#phuc-vu')).toContainText('Tính đến');
  await expect(page.locator('body')).toContainText('Dữ liệu mô phỏng');
  await sound(page);
  await page.screenshot({ path: info.outputPath('trang-chu.png'), fullPage: true });
});

test('the large search finds without diacritics, and so does the search of every other page', async ({ page, phone, sound }) => {
  await page.goto('/');
  await page.locator('main').getByRole('searchbox').first().fill('ban sao trich luc');
  await page.keyboard.press('Enter');
  await expect(page.locator('main')).toContainText('Cấp bản sao trích lục hộ tịch');
  await sound(page);
  await page.goto('/dang-nhap');
  if (phone) await page.locator('.p-header__fold > summary').first().click();
  const search = page.locator('header').getByRole('searchbox').locator('visible=true');
  await search.fill('khai sinh');
  await search.press('Enter');
  await expect(page.locator('main')).toContainText('Đăng ký khai sinh');
});

test('every link of the front page opens', async ({ page }) => {
  test.setTimeout(180_000);
  await page.goto('/');
  const hrefs = await page.locator('a[href^="/"]').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  for (const href of new Set(hrefs.map((href) => href.split('#')[0] ?? ''))) {
    if (href === '') continue;
    const answer = await page.request.get(href);
    expect.soft(answer.status(), href).toBeLessThan(400);
  }
});

const FIXED: [string, string][] = [
  ['/thu-tuc', 'Thủ tục hành chính'],
  ['/tra-cuu', 'Tra cứu hồ sơ'],
  ['/van-ban', 'Văn bản'],
  ['/lich-lanh-dao', 'Lịch'],
  ['/cong-thanh-phan', 'Cổng'],
  ['/cap-nhat-cong', 'cập nhật'],
  ['/danh-ba', 'Danh bạ'],
  ['/lich-nghi', 'nghỉ'],
  ['/huong-dan', 'Hướng dẫn'],
  ['/gop-y', 'Phản ánh, kiến nghị'],
  ['/du-lieu-mo', 'Dữ liệu mở'],
  ['/kha-nang-tiep-can', 'tiếp cận'],
  ['/xep-hang', 'Xếp hạng'],
  ['/dang-nhap', 'Đăng nhập'],
];

for (const [path, heading] of FIXED) {
  test(`${path} is sound and makes no request to another host (A07-07)`, async ({ page, sound }) => {
    await page.goto(path);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(heading, { ignoreCase: true });
    await sound(page);
  });
}

test('the page of a procedure answers who, how long, how much, what, and computes the due date', async ({ page, sound }, info) => {
  await page.goto('/thu-tuc/2.000635');
  await expect(page.getByRole('heading', { level: 1, name: 'Cấp bản sao trích lục hộ tịch' })).toBeVisible();
  for (const question of ['Ai làm được', 'Bao lâu', 'Bao nhiêu tiền', 'Nhận được gì']) await expect(page.getByText(question)).toBeVisible();
  await expect(page.locator('main')).toContainText('Nếu nộp và được tiếp nhận bây giờ, hạn trả là');
  await expect(page.locator('#le-phi')).toContainText('8.000');
  await sound(page);
  await page.screenshot({ path: info.outputPath('thu-tuc.png'), fullPage: true });
});

test('starting an application without an account asks how to go on; the way to sign in leads back', async ({ page }) => {
  await page.goto('/thu-tuc/2.000635');
  await page.getByRole('button', { name: 'Bắt đầu nộp hồ sơ' }).first().click();
  await expect(page).toHaveURL(/\/nop\/2\.000635\/dang-nhap/);
  await page.locator('#tai-khoan').getByRole('link', { name: 'Đăng nhập' }).click();
  await expect(page).toHaveURL(/\/dang-nhap\?ve=/);
  expect(new URL(page.url()).searchParams.get('ve')).toMatch(/^\/thu-tuc\/2\.000635/);
});

test('the answers carry the headers that keep pages closed to others (A10-06)', async ({ request }) => {
  const answer = await request.get('/');
  const headers = answer.headers();
  expect(headers['content-security-policy']).toContain("default-src 'none'");
  expect(headers['content-security-policy']).not.toContain('unsafe-inline');
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('same-origin');
  expect(headers['set-cookie']).toBeUndefined();
});
