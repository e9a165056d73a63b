// Applying with a verified telephone instead of an account, coming back on another device, asking by message.

import type { Page, TestInfo } from '@playwright/test';
import { newestCode } from '../support/accounts';
import { CITIZEN, journey } from '../support/dossiers';
import { disguised, pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { Hands, tick } from '../support/hands';

/** A telephone of its own for each test and project: a number gets three codes an hour. */
function telephone(info: TestInfo, test: number): string {
  return `09998${test}${['desktop', 'phone', 'nojs'].indexOf(info.project.name) + 1}${String(info.workerIndex % 1000).padStart(3, '0')}`;
}

/** From the page of the procedure to the first page of the draft; returns the submission code. */
async function begin(page: Page, phone: string, sound: (page: Page) => Promise<void>): Promise<string> {
  await page.goto('/thu-tuc/2.000635');
  await page.getByRole('button', { name: 'Bắt đầu nộp hồ sơ' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Đăng nhập' })).toBeVisible();
  await sound(page);
  await page.getByLabel('Số điện thoại').fill('12');
  await page.getByRole('button', { name: 'Tiếp tục với số điện thoại' }).click();
  await expect(page.locator('.p-error-summary')).toBeVisible();
  await sound(page);
  await page.getByLabel('Số điện thoại').fill(phone);
  await page.getByRole('button', { name: 'Tiếp tục với số điện thoại' }).click();
  await confirm(page, phone, sound);
  await page.waitForURL(/\/nop\/N-[^/]+\/co-quan/);
  return /\/nop\/([^/]+)\//.exec(page.url())?.[1] ?? '';
}

/** Types the code that the simulated telephone received. */
async function confirm(page: Page, phone: string, sound: (page: Page) => Promise<void>): Promise<void> {
  await expect(page.getByRole('heading', { level: 1, name: 'Mã xác thực' })).toBeVisible();
  await sound(page);
  await page.getByLabel('Mã xác thực').fill(await newestCode(page, phone));
  await page.locator('main').getByRole('button', { name: 'Tiếp tục' }).click();
}

test('applying without an account, and back on another device with code and telephone (A02-11)', async ({ visitor, sound }, info) => {
  test.setTimeout(240_000);
  const phone = telephone(info, 1);
  const page = await visitor();
  const code = await begin(page, phone, sound);
  await expect(page.locator('main')).toContainText('Nộp không cần tài khoản');
  const file = pdf('không tài khoản.pdf');
  await journey(new Hands(page), file, async (page) => {
    if (page.url().endsWith('/thong-bao')) await tick(page.locator('main input[name=thong_bao][value=sms]'));
    await sound(page);
  });
  await tick(page.getByLabel('Tôi đã đọc và cam đoan như trên'));
  await page.getByRole('button', { name: 'Nộp hồ sơ' }).click();
  await page.waitForURL(/\/xong$/);
  await sound(page);
  await page.getByRole('link', { name: 'Xem biên nhận' }).click();
  expect((await page.locator('#tep').innerText()).replace(/\s/g, '')).toContain(file.sha256);

  const other = await visitor();
  await other.goto(`/tra-cuu/${code}`);
  await other.getByRole('link', { name: 'vào bằng mã và số điện thoại' }).click();
  await expect(other.getByLabel('Mã nộp hoặc mã hồ sơ')).toHaveValue(code);
  await sound(other);
  await other.getByLabel('Số điện thoại đã dùng khi nộp').fill(phone);
  await other.locator('main').getByRole('button', { name: 'Tiếp tục' }).click();
  await confirm(other, phone, sound);
  await other.waitForURL(new RegExp(`/ho-so-cua-toi/${code}$`));
  await expect(other.locator('main')).toContainText('Chờ tiếp nhận');
  await sound(other);
  await other.goto('/ho-so-cua-toi');
  await sound(other);
  await other.getByRole('button', { name: 'Thoát khỏi hồ sơ trên máy này' }).click();
  await other.goto(`/ho-so-cua-toi/${code}`);
  await expect(other).toHaveURL(/\/dang-nhap\?ve=/);
});

test('what an official begins at the counter is finished at home with code and telephone', async ({ as, visitor, sound }, info) => {
  test.setTimeout(180_000);
  const phone = telephone(info, 4);
  const counter = await as('mot.cua');
  await counter.goto('/can-bo/tiep-nhan?q=ban+sao+trich+luc');
  await counter.getByRole('button', { name: 'Chọn Cấp bản sao trích lục hộ tịch' }).click();
  await counter.waitForURL(/\/can-bo\/tiep-nhan\/N-/);
  const code = /N-[\w-]+/.exec(counter.url())?.[0] ?? '';
  await counter.locator('main input[name=ho_ten]').fill('Nguyễn Mẫu Quầy');
  const home = counter.getByRole('button', { name: 'Gửi người nộp làm tiếp ở nhà' });
  await home.click();
  await expect(counter.locator('.p-error-summary'), 'without a telephone it stays here').toContainText('Số điện thoại gồm 10 chữ số');
  await expect(counter.locator('main input[name=ho_ten]')).toHaveValue('Nguyễn Mẫu Quầy');
  await sound(counter);
  await counter.locator('main input[name=dien_thoai]').fill(phone);
  await home.click();
  await expect(counter.locator('.p-flash')).toContainText(`Đã gửi mã ${code}`);
  await expect(counter.locator('main').getByRole('link', { name: code })).toHaveCount(0);
  await sound(counter);

  const page = await visitor();
  await page.goto(`/vao-ho-so?ma=${code}`);
  await expect(page.getByLabel('Mã nộp hoặc mã hồ sơ')).toHaveValue(code);
  await page.getByLabel('Số điện thoại đã dùng khi nộp').fill(phone);
  await page.locator('main').getByRole('button', { name: 'Tiếp tục' }).click();
  await confirm(page, phone, sound);
  await page.waitForURL(new RegExp(`/nop/${code}/`));
  await page.goto(`/nop/${code}/thong-tin/1`);
  await expect(page.locator('main input[name=ho_ten]')).toHaveValue('Nguyễn Mẫu Quầy');
  await expect(page.locator('main')).toContainText('Cán bộ đã ghi giúp');
  await sound(page);
});

test('a question of the form takes a file; a page that calls itself a PDF is refused (A10-09)', async ({ visitor, sound }, info) => {
  test.setTimeout(120_000);
  const page = await visitor();
  const code = await begin(page, telephone(info, 2), sound);
  await page.goto(`/nop/${code}/to-khai/3`);
  await page.getByLabel('Nơi đã đăng ký').fill('Phường Thành Lam');
  await page.locator('main input[type=file]').setInputFiles(disguised('gia.pdf'));
  await page.getByRole('button', { name: 'Tải lên' }).click();
  await expect(page.locator('.p-error-summary')).toBeVisible();
  await expect(page.getByLabel('Nơi đã đăng ký')).toHaveValue('Phường Thành Lam');
  await sound(page);
  const file = pdf('bản cũ.pdf');
  await page.locator('main input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Tải lên' }).click();
  await expect(page.locator('.p-file-upload__file')).toContainText(file.name);
  await expect(page.getByLabel('Nơi đã đăng ký')).toHaveValue('Phường Thành Lam');
  await sound(page);
  await page.getByRole('button', { name: `Xóa ${file.name}` }).click();
  await expect(page.locator('.p-file-upload__file')).toHaveCount(0);
  // Families share a number: the page of drafts shows one only to whoever types its code.
  await page.goto('/nop/ban-nhap');
  await expect(page.locator('main')).toContainText('có 1 bản nháp chưa nộp');
  await expect(page.locator('main')).not.toContainText(code);
  await sound(page);
  await page.getByRole('textbox', { name: 'Mã nộp' }).fill(code);
  await page.getByRole('button', { name: 'Mở bản nháp' }).click();
  await expect(page.locator(`section#${code}`).getByRole('link', { name: 'Làm tiếp' })).toBeVisible();
  await sound(page);
});

test('a procedure that needs an account says so before the start', async ({ page, sound }) => {
  await page.goto('/thu-tuc/1.001612');
  await expect(page.locator('main')).toContainText('cần tài khoản');
  await page.getByRole('button', { name: 'Bắt đầu nộp hồ sơ' }).first().click();
  await expect(page.locator('main')).toContainText('Thủ tục này cần tài khoản');
  await expect(page.getByLabel('Số điện thoại')).toHaveCount(0);
  await sound(page);
});

test('a message asks for a dossier and is answered on the telephone', async ({ page, sound }) => {
  await page.goto(`/minh-hoa/tin-nhan?so=${CITIZEN}`);
  await page.getByText('Nhắn tin đến cổng để tra cứu hồ sơ').click();
  await page.getByLabel('Nhắn từ số').fill('0999899001');
  await page.getByLabel('Nội dung tin').fill('TRACUU N-261123-AAAAAA');
  await page.getByRole('button', { name: 'Gửi tin' }).click();
  await expect(page.locator('main li.p-list-row').first()).toContainText('Khong tim thay ho so voi thong tin nay');
  await sound(page);
});
