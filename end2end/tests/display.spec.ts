// Text size and theme: plain forms, a cookie, every page.

import { chooseDisplay } from '../support/display';
import { expect, test } from '../support/fixtures';

test('no cookie before somebody chooses (A07-07)', async ({ page, context }) => {
  await page.goto('/');
  await page.goto('/dang-nhap');
  expect(await context.cookies()).toEqual([]);
});

test('a larger text stays on every page and comes back to the page it was chosen on', async ({ page }) => {
  await page.goto('/cong-cu/tinh-han?ngay=2026-11-23&gio=10%3A30&so=2&loai=gio-lam-viec');
  const before = await page.locator('h1').evaluate((heading) => parseFloat(getComputedStyle(heading).fontSize));
  const normal = await page.locator('html').evaluate((html) => parseFloat(getComputedStyle(html).fontSize));
  await chooseDisplay(page, '175 %');
  await expect(page).toHaveURL((url) => url.searchParams.get('loai') === 'gio-lam-viec');
  await expect(page.locator('html')).toHaveAttribute('data-text', '175');
  const larger = await page.locator('html').evaluate((html) => parseFloat(getComputedStyle(html).fontSize));
  expect(larger / normal).toBeCloseTo(1.75, 1);
  expect(await page.locator('h1').evaluate((heading) => parseFloat(getComputedStyle(heading).fontSize))).toBeGreaterThan(before);
  await page.goto('/dang-nhap');
  await expect(page.locator('html')).toHaveAttribute('data-text', '175');
  await page.goto('/cong-cu/tinh-han');
  await chooseDisplay(page, '100 %');
  await expect(page.locator('html')).not.toHaveAttribute('data-text', /.*/);
});

test('the theme stays, together with the text size', async ({ page }) => {
  await page.goto('/cong-cu/tinh-han');
  const light = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
  await chooseDisplay(page, 'Nền tối');
  await chooseDisplay(page, '150 %');
  await page.goto('/dang-nhap');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.locator('html')).toHaveAttribute('data-text', '150');
  expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).not.toBe(light);
});

test.describe('a device set to dark', () => {
  test.use({ colorScheme: 'dark' });

  test('gets the dark theme without choosing, and may choose the light one', async ({ page, sound }) => {
    await page.goto('/cong-cu/tinh-han');
    const dark = await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor);
    await sound(page);
    await chooseDisplay(page, 'Nền sáng');
    expect(await page.locator('body').evaluate((body) => getComputedStyle(body).backgroundColor)).not.toBe(dark);
  });
});

test('the skip link is the first stop of the keyboard and leads to the content', async ({ page, phone }) => {
  test.skip(phone, 'phones have no Tab key');
  await page.goto('/cong-cu/tinh-han');
  await page.keyboard.press('Tab');
  const skip = page.locator('a[href="#noi-dung-chinh"]');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#noi-dung-chinh$/);
});

test('an unknown address says so and shows ways on', async ({ page, watch, sound }) => {
  watch.expectStatus(404);
  const answer = await page.goto('/khong-co-trang-nay');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1, name: 'Không tìm thấy trang' })).toBeVisible();
  await expect(page.locator('main a').first()).toBeVisible();
  await sound(page);
});
