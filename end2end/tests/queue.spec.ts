// Numbers of a one-stop centre: kiosk, ticket, counter, calling screen, booking, and ratings of what was returned (C22, C25, O16).

import { expect, test } from '../support/fixtures';
import { tick } from '../support/hands';

const CENTRE = 'H99.101.04';

test('somebody takes a number, is called to a counter and served; the screen on the wall says so (O16)', async ({ as, visitor, sound }) => {
  test.setTimeout(120_000);
  const holder = await visitor();
  await holder.goto('/lay-so?q=thanh lam');
  await sound(holder);
  await holder.getByRole('link', { name: /^Lấy số ở Trung tâm .*phường Thành Lam$/ }).click();
  await sound(holder);
  await holder.getByRole('button', { name: 'D – Trả kết quả' }).click();
  await expect(holder.getByRole('heading', { level: 1, name: 'Số của bạn' })).toBeVisible();
  const number = (await holder.locator('.p-queue-number').innerText()).trim();
  expect(number).toMatch(/^D\d{3}$/);
  await sound(holder);

  const clerk = await as('mot.cua');
  await clerk.goto(`/can-bo/goi-so?trung-tam=${CENTRE}&nhom=D&quay=4`);
  await sound(clerk);
  const button = (name: RegExp) => clerk.locator('main').getByRole('button', { name });
  // Whoever came earlier is served first; each number is called once.
  for (let n = 0; n < 20; n += 1) {
    await button(/^Gọi số tiếp theo/).click();
    const called = (await clerk.locator('#so-cua-ban .p-queue-number').innerText()).trim();
    await sound(clerk);
    if (called === number) break;
    await button(/^Bắt đầu phục vụ/).click();
    await button(/^Phục vụ xong/).click();
  }
  await expect(clerk.locator('#so-cua-ban .p-queue-number')).toHaveText(number);
  await holder.reload();
  await expect(holder.locator('main')).toContainText('Mời bạn đến quầy 4 ngay.');
  const wall = await visitor();
  await wall.goto(`/goi-so/${CENTRE}`);
  await expect(wall.locator('.p-queue-list li').filter({ hasText: number })).toContainText('Quầy 4');
  await sound(wall);
  await button(/^Bắt đầu phục vụ/).click();
  await button(/^Phục vụ xong/).click();
  await holder.reload();
  await expect(holder.locator('main')).toContainText('Đã phục vụ xong');
});

test('a half hour is booked page by page, looked up by its code and given up (C25)', async ({ visitor, sound }) => {
  test.setTimeout(120_000);
  const page = await visitor();
  await page.goto('/dat-lich');
  await sound(page);
  await page.getByLabel('Trung tâm', { exact: true }).selectOption(CENTRE);
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await sound(page);
  await page.getByRole('link', { name: 'Đất đai, xây dựng, môi trường' }).click();
  await sound(page);
  await page.locator('.p-link-list a').last().click();
  await page.getByRole('button', { name: 'Đặt lịch', exact: true }).click();
  await expect(page, 'no half hour was chosen').toHaveTitle(/^Lỗi: /);
  await sound(page);
  await tick(page.locator('main input[name=gio]').last());
  await page.getByRole('button', { name: 'Đặt lịch', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lịch hẹn của bạn' })).toBeVisible();
  await sound(page);
  const code = (await page.locator('.p-queue-number').innerText()).trim();
  await page.goto('/dat-lich');
  await page.getByLabel('Mã lịch hẹn').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Xem lịch hẹn' }).click();
  await page.getByRole('button', { name: 'Hủy lịch hẹn này' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lịch hẹn đã hủy' })).toBeVisible();
});

test('what people say is public with its number, and the unit answers it (C22, O19)', async ({ as, visitor, sound }) => {
  test.setTimeout(120_000);
  const page = await visitor();
  await page.goto('/danh-gia?q=thanh lam');
  await sound(page);
  await page.getByRole('link', { name: 'UBND phường Thành Lam' }).click();
  await expect(page.locator('main')).toContainText('Cộng (n)');
  await sound(page);
  const leader = await as('lanh.dao');
  await leader.goto('/can-bo/danh-gia');
  await sound(leader);
  await leader.locator('main tbody a').first().click();
  await sound(leader);
  await leader.locator('main summary').filter({ hasText: 'Trả lời người dân' }).click();
  await leader.getByLabel('Câu trả lời').fill('Cảm ơn ông bà đã góp ý; trung tâm đã bố trí thêm một quầy buổi sáng.');
  await leader.getByRole('button', { name: 'Gửi trả lời' }).click();
  await expect(leader.locator('#danh-gia')).toContainText('bố trí thêm một quầy');
});
