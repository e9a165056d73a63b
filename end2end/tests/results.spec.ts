// The result store: /kiem-tra for everybody, "Dùng giấy tờ đã có" for the owner, the store and the counter for officials.

import { CITIZEN, apply } from '../support/dossiers';
import { pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { Hands, tick } from '../support/hands';

/** Sends a file to be checked. */
async function check(page: import('@playwright/test').Page, file: { name: string; mimeType: string; buffer: Buffer }): Promise<void> {
  await page.goto('/kiem-tra');
  await page.locator('main input[type=file]').setInputFiles(file);
  await page.locator('main').getByRole('button', { name: 'Kiểm tra', exact: true }).click();
  await page.waitForURL(/\/kiem-tra\?/);
}

test('a receipt and a paper are checked by file; an edited receipt is told apart (02 §20)', async ({ as, visitor, sound }) => {
  test.setTimeout(240_000);
  const citizen = await as(CITIZEN);
  const paper = pdf('kiểm tra.pdf');
  const code = await apply(new Hands(citizen), paper);
  await citizen.goto(`/bien-nhan/${code}`);
  const receipt = Buffer.from(await (await citizen.request.get(`/bien-nhan/${code}/tai-ve`)).body());

  const page = await visitor();
  await page.goto('/kiem-tra');
  await sound(page);
  await check(page, { name: 'bien-nhan.html', mimeType: 'text/html', buffer: receipt });
  await expect(page.locator('main')).toContainText('Biên nhận đúng và nguyên vẹn');
  await expect(page.locator('#bien-nhan')).toContainText(code);
  for (const secret of ['Nguyễn Mẫu Sơn', CITIZEN, paper.name]) await expect(page.locator('main')).not.toContainText(secret);
  await sound(page);

  const edited = Buffer.from(receipt.toString('utf8').replace('Cấp bản sao', 'Cấp bản chính'));
  await check(page, { name: 'bien-nhan.html', mimeType: 'text/html', buffer: edited });
  await expect(page.locator('main')).toContainText('Tệp biên nhận khác bản cổng đã cấp');

  await check(page, paper);
  await expect(page.locator('main')).toContainText('Cổng giữ đúng tệp này');
  await check(page, pdf('cua-ai.pdf'));
  await expect(page.locator('main')).toContainText('Không tìm thấy');
  await sound(page);
});

test('a code that cannot be read says so and keeps what was typed', async ({ page, sound }) => {
  await page.goto('/kiem-tra');
  await page.getByLabel(/^Hoặc mã/).fill('ab'.repeat(31));
  await page.locator('main').getByRole('button', { name: 'Kiểm tra', exact: true }).click();
  await expect(page).toHaveTitle(/^Lỗi: /);
  await expect(page.locator('main')).toContainText('64 ký tự');
  await expect(page.getByLabel(/^Hoặc mã/)).toHaveValue('ab'.repeat(31));
  await sound(page);
});

test('a paper of the citizen is reused with consent, and the citizen reads who used it (02 §16)', async ({ as, sound }) => {
  test.setTimeout(180_000);
  const page = await as(CITIZEN);
  await page.goto('/giay-to-cua-toi');
  await sound(page);
  await page.getByRole('link', { name: /Giấy xác nhận tình trạng hôn nhân/ }).first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'Ai đã dùng giấy tờ này' })).toBeVisible();
  await sound(page);
  const check = page.locator('main').getByRole('link', { name: 'Kiểm tra', exact: true });
  await check.click();
  await expect(page.locator('main')).toContainText('Giấy tờ thật, còn giá trị');
  await expect(page.locator('main')).not.toContainText('Nguyễn Mẫu Sơn');
  await sound(page);

  await page.goto('/thu-tuc/1.000894');
  await page.getByRole('button', { name: 'Bắt đầu nộp hồ sơ' }).first().click();
  await page.waitForURL(/\/nop\/[^/]+\/[a-z-]+/);
  const draft = /\/nop\/([^/]+)\//.exec(page.url())?.[1] ?? '';
  await page.goto(`/nop/${draft}/giay-to/1`);
  await sound(page);
  await tick(page.getByLabel('Dùng giấy tờ đã có'));
  await tick(page.getByLabel(/^Giấy xác nhận tình trạng hôn nhân số/).first());
  await page.getByRole('button', { name: 'Lưu và tiếp tục' }).click();
  await expect(page.locator('.p-error-summary')).toContainText('Chưa đồng ý');
  await sound(page);
  await tick(page.getByLabel('Dùng giấy tờ đã có'));
  await tick(page.getByLabel(/^Giấy xác nhận tình trạng hôn nhân số/).first());
  await tick(page.getByLabel(/^Tôi đồng ý cho cơ quan dùng giấy tờ này/));
  await page.getByRole('button', { name: 'Lưu và tiếp tục' }).click();
  await page.waitForURL((url) => !url.pathname.endsWith('/giay-to/1'));
  await page.goto(`/nop/${draft}/giay-to/1`);
  await expect(page.locator('.p-file-upload__file')).toContainText('từ Giấy tờ của tôi');
});

test('officials see the store of their scope and what nobody fetched', async ({ as, sound }) => {
  const page = await as('mot.cua');
  await page.goto('/can-bo/kho-ket-qua');
  await sound(page);
  await page.getByLabel(/^Mã, số, loại giấy/).fill('Giấy xác nhận tình trạng hôn nhân');
  await page.getByRole('button', { name: 'Lọc giấy tờ' }).click();
  await page.locator('main table').getByRole('link', { name: 'Giấy xác nhận tình trạng hôn nhân' }).first().click();
  await expect(page.getByRole('heading', { level: 2, name: 'Ai đã dùng giấy tờ này' })).toBeVisible();
  await sound(page);
  await page.goto('/can-bo/ket-qua-chua-nhan');
  await expect(page.locator('main')).toContainText('Lê Mẫu Hạnh');
  await sound(page);
  const code = await page.locator('main table').getByRole('link', { name: /^H99\./ }).first().innerText();
  await page.goto('/can-bo/tra-ket-qua');
  await sound(page);
  await page.getByLabel('Mã QR hoặc mã hồ sơ').fill(`https://motcong.example/tra-cuu/${code}`);
  await page.getByRole('button', { name: 'Mở hồ sơ' }).click();
  await page.waitForURL(/\/tra-ket-qua$/);
  await sound(page);
});
