// Money of a dossier: asked for at the desk, paid over the network, kept in the books (C20, O14), and form 04 (D24).

import { CITIZEN, apply, atWork, openAtDesk, step } from '../support/dossiers';
import { expect, test } from '../support/fixtures';
import { pdf } from '../support/files';
import { Hands, tick } from '../support/hands';
import type { Page } from '@playwright/test';

test('an officer asks for money, the citizen pays at the simulated partner, ten notices count once (A02-12, C20, O14)', async ({ as, sound }) => {
  test.setTimeout(300_000);
  const code = await atWork(as, await apply(new Hands(await as(CITIZEN)), pdf('thu-phi.pdf')));
  const officer = await as('chuyen.vien');
  await openAtDesk(officer, code);
  const nothing = async (): Promise<void> => {};
  await step(officer, 'Chuyển sang thẩm định', nothing, 'Chuyển sang thẩm định', /Đã chuyển hồ sơ/);
  await officer.goto(`/can-bo/ho-so/${code}?muc=phi`);
  await sound(officer);
  await officer.locator('main').getByRole('link', { name: 'Yêu cầu nộp tiền' }).click();
  await sound(officer);
  await tick(officer.getByLabel('Theo thông báo của cơ quan thuế hoặc cơ quan khác'));
  await officer.getByLabel('Số thông báo').fill('12/TB-CT');
  await officer.getByLabel('Nội dung khoản nộp').fill('Lệ phí cấp bản sao theo thông báo');
  await officer.locator('main input[name=so_tien]').fill('24.000');
  await officer.locator('main input[name=han]').fill('2026-12-15');
  await officer.getByRole('button', { name: 'Gửi yêu cầu nộp tiền' }).click();
  await expect(officer.locator('.p-flash')).toBeVisible();
  await officer.goto(`/can-bo/ho-so/${code}`);
  await expect(officer.locator('main')).toContainText('Tạm dừng');

  const citizen = await as(CITIZEN);
  await citizen.goto(`/ho-so-cua-toi/${code}/thanh-toan`);
  await expect(citizen.locator('#phai-nop')).toContainText('24.000');
  // The fee of the copies is due at the return: what holds the dossier up is paid first.
  await expect(citizen.locator('main')).toContainText(/Lần này nộp khoản P-[^:]+: 24\.000/);
  await sound(citizen);
  await citizen.getByRole('button', { name: 'Thanh toán' }).click();
  await expect(citizen, 'no way to pay was chosen').toHaveTitle(/^Lỗi: /);
  await tick(citizen.locator('main input[name=hinh_thuc][value=viet_qr]'));
  await citizen.getByRole('button', { name: 'Thanh toán' }).click();
  await expect(citizen.getByRole('img', { name: /^Mã VietQR/ })).toBeVisible();
  await sound(citizen);
  await citizen.getByRole('link', { name: 'Mở điện thoại mô phỏng để trả' }).click();
  await citizen.getByLabel('Báo về cổng').selectOption('10');
  await sound(citizen);
  await citizen.getByRole('button', { name: 'Trả tiền' }).click();
  await expect(citizen.locator('main')).toContainText('Cổng trả lời', { timeout: 30_000 });
  await citizen.goto(`/ho-so-cua-toi/${code}/thanh-toan`);
  await expect(citizen.locator('#da-nop tbody tr')).toHaveCount(1);
  await expect(citizen.locator('#phai-nop')).toContainText(/Đã nộp 24\.000/);
  await sound(citizen);
  await citizen.locator('#da-nop tbody a').first().click();
  await expect(citizen.getByRole('heading', { level: 1, name: /^Biên lai/ })).toBeVisible();
  await sound(citizen);

  const books = await as('ke.toan');
  await books.goto('/can-bo/thu-phi?muc=da-thu');
  await expect(books.locator('main tbody tr').first()).toBeVisible();
  await expect(books.locator('main'), 'the books of another agency').not.toContainText(code);
  await sound(books);
});

test('an officer proposes form 04, a leader signs, the citizen reads the apology with the new date (D24)', async ({ as, sound }) => {
  test.setTimeout(300_000);
  const code = await atWork(as, await apply(new Hands(await as(CITIZEN)), pdf('hen-lai.pdf')));
  const officer = await as('chuyen.vien');
  await openAtDesk(officer, code);
  const propose = async (page: Page): Promise<void> => {
    await page.getByLabel('Lý do chậm').fill('ngắn');
    await page.getByLabel('Ngày hẹn mới').fill('29/11/2026');
    await page.getByRole('button', { name: 'Trình ký văn bản xin lỗi' }).click();
    await expect(page, 'a reason too short, and a Sunday').toHaveTitle(/^Lỗi: /);
    await sound(page);
    await page.getByLabel('Lý do chậm').fill('Sổ gốc năm 1990 đang được số hóa nên phải đối chiếu tại kho lưu trữ.');
    await page.getByLabel('Ngày hẹn mới').fill('07/12/2026');
  };
  await step(officer, 'Xin lỗi và hẹn lại', propose, 'Trình ký văn bản xin lỗi', /./);
  const leader = await as('lanh.dao');
  await openAtDesk(leader, code);
  const look = async (page: Page): Promise<void> => sound(page);
  await step(leader, 'Ký văn bản xin lỗi, hẹn lại', look, 'Ký văn bản xin lỗi', /./);
  const citizen = await as(CITIZEN);
  await citizen.goto(`/ho-so-cua-toi/${code}`);
  await expect(citizen.locator('main')).toContainText('07/12/2026');
  await expect(citizen.locator('main')).toContainText(/xin lỗi/i);
  await sound(citizen);
});
