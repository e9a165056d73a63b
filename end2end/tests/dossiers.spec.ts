// From the citizen's first search to the returned result: every page of both sides.

import { newestCode } from '../support/accounts';
import { chooseDisplay } from '../support/display';
import { CITIZEN, apply, openAtDesk, step } from '../support/dossiers';
import { disguised, pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { Hands, tick } from '../support/hands';

test('a citizen applies page by page and gets a receipt with the digest of each file (A02-11, A02-06)', async ({ as, sound }) => {
  test.setTimeout(240_000);
  const page = await as(CITIZEN);
  const file = pdf('to-khai trích lục.pdf');
  const code = await apply(new Hands(page), file, sound);
  await expect(page.locator('main')).toContainText(code);
  await page.getByRole('link', { name: 'Xem biên nhận' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Biên nhận điện tử' })).toBeVisible();
  // Digests stand in groups of eight digits.
  expect((await page.locator('#tep').innerText()).replace(/\s/g, '')).toContain(file.sha256);
  await expect(page.locator('#tep')).toContainText(`${file.buffer.length.toLocaleString('de-DE')} byte`);
  await expect(page.locator('#tep')).toContainText(file.name);
  await sound(page);
  const kept = await page.request.get(`/bien-nhan/${code}/tai-ve`);
  expect(kept.headers()['content-disposition']).toContain('attachment');
  expect(await kept.text()).toContain(file.sha256);
  await page.goto('/ho-so-cua-toi');
  await expect(page.locator('#dang-giai-quyet')).toContainText(code);
  await sound(page);
});

test('the journey works with nothing but the keyboard, at text size 175 % (A02-11)', async ({ as, phone }) => {
  test.skip(phone, 'phones have no keyboard');
  test.setTimeout(240_000);
  const page = await as(CITIZEN);
  await page.goto('/thu-tuc');
  await chooseDisplay(page, '175 %');
  const code = await apply(new Hands(page, true), pdf('ban-phim.pdf'));
  expect(code).not.toBe('');
  await chooseDisplay(page, '100 %');
});

test('the journey fits a phone at text size 175 % (A02-11)', async ({ as, phone, sound }) => {
  test.skip(!phone, 'about the narrow screen');
  test.setTimeout(240_000);
  const page = await as(CITIZEN);
  await page.goto('/thu-tuc');
  await chooseDisplay(page, '175 %');
  await apply(new Hands(page), pdf('dien-thoai.pdf'), sound);
});

test('public tracking shows neither name nor phone; four digits show more (A02-07)', async ({ as, visitor, sound }) => {
  test.setTimeout(180_000);
  const code = await apply(new Hands(await as(CITIZEN)), pdf('tra-cuu.pdf'));
  const page = await visitor();
  await page.goto('/tra-cuu');
  await sound(page);
  await page.getByLabel('Mã hồ sơ hoặc mã nộp').fill(code.toLowerCase());
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Cấp bản sao trích lục hộ tịch' })).toBeVisible();
  for (const secret of ['Nguyễn Mẫu Sơn', CITIZEN, '999090000001', 'đường Lam Giang']) await expect(page.locator('main')).not.toContainText(secret);
  await sound(page);
  await page.goto('/tra-cuu');
  await page.getByLabel('Mã hồ sơ hoặc mã nộp').fill(code);
  await page.getByLabel(/^4 số cuối/).fill(CITIZEN.slice(-4));
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await expect(page.locator('#thong-tin')).toContainText('Nhận kết quả');
  expect(page.url()).not.toContain(CITIZEN.slice(-4));
});

test('a code that does not exist says so and keeps what was typed', async ({ page, sound }) => {
  await page.goto('/tra-cuu');
  await page.getByLabel('Mã hồ sơ hoặc mã nộp').fill('H99.101-261123-9999');
  await page.getByRole('button', { name: 'Tra cứu' }).click();
  await expect(page).toHaveTitle(/^Lỗi: /);
  await expect(page.getByLabel('Mã hồ sơ hoặc mã nộp')).toHaveValue('H99.101-261123-9999');
  await expect(page.locator('.p-error-summary')).toBeVisible();
  await sound(page);
});

test('a draft is kept and goes on where it stopped; a file that is not what it says is refused (A10-09)', async ({ as, sound }) => {
  test.setTimeout(180_000);
  const page = await as(CITIZEN);
  const stop = new Error('stop at the papers');
  const reached = apply(new Hands(page), pdf('khong-dung.pdf'), async (page) => {
    if (page.url().includes('/giay-to/1')) throw stop;
  });
  await expect(reached).rejects.toBe(stop);
  const code = /\/nop\/([^/]+)\//.exec(page.url())?.[1] ?? '';
  await tick(page.locator('main input[type=radio][value=upload]'));
  await page.locator('main input[type=file]').setInputFiles(disguised('gia.pdf'));
  await page.getByRole('button', { name: 'Tải lên' }).click();
  await expect(page.locator('.p-error-summary')).toBeVisible();
  await expect(page).toHaveTitle(/^Lỗi: /);
  await sound(page);
  await page.goto('/ho-so-cua-toi');
  await page.locator('#ban-nhap').locator(`a[href="/nop/${code}"]`).click();
  await expect(page).toHaveURL(new RegExp(`/nop/${code}/giay-to/1`));
});

test('officials receive, assign, examine, sign, publish and return; the citizen gets the very file (A02-11: O02–O13)', async ({ as, sound }) => {
  test.setTimeout(420_000);
  const citizen = await as(CITIZEN);
  const submission = await apply(new Hands(citizen), pdf('ho-so-can-bo.pdf'));
  let code = '';

  await test.step('mot.cua receives', async () => {
    const page = await as('mot.cua');
    await openAtDesk(page, submission);
    await sound(page);
    await page.locator('main').getByRole('link', { name: 'Tiếp nhận hồ sơ', exact: true }).click();
    await expect(page.locator('#hen-tra')).toContainText('hẹn trả');
    await sound(page);
    await page.locator('main').getByRole('button', { name: 'Tiếp nhận hồ sơ' }).click();
    await expect(page, 'nothing checked is refused').toHaveTitle(/^Lỗi: /);
    for (const box of await page.locator('main input[name=thanh_phan]').all()) await tick(box);
    await tick(page.locator('main input[name=giay_to_tuy_than]'));
    await page.locator('main').getByRole('button', { name: 'Tiếp nhận hồ sơ' }).click();
    await expect(page.locator('.p-flash')).toContainText('Đã tiếp nhận hồ sơ');
    code = decodeURIComponent(/\/can-bo\/ho-so\/([^/?]+)/.exec(page.url())?.[1] ?? '');
    expect(code).toMatch(/^H99\./);
    await page.goto(`/can-bo/ho-so/${code}/mau/01-2`);
    await expect(page.locator('main')).toContainText('Giấy tiếp nhận hồ sơ và hẹn trả kết quả');
    await sound(page);
  });
  await test.step('truong.phong assigns', async () => {
    const page = await as('truong.phong');
    await openAtDesk(page, code);
    await step(page, 'Phân công xử lý', async (page) => tick(page.getByLabel('Lê Mẫu Bình')), 'Phân công xử lý', /Đã phân công/);
  });
  await test.step('chuyen.vien examines, drafts and submits for signature', async () => {
    const page = await as('chuyen.vien');
    await openAtDesk(page, code);
    await sound(page);
    const nothing = async (): Promise<void> => {};
    await step(page, 'Chuyển sang thẩm định', nothing, 'Chuyển sang thẩm định', /Đã chuyển hồ sơ/);
    await step(page, 'Chuyển sang dự thảo', nothing, 'Chuyển sang dự thảo', /Đã chuyển hồ sơ/);
    await step(page, 'Trình ký', nothing, 'Trình ký', /Đã chuyển hồ sơ/);
  });
  await test.step('lanh.dao signs', async () => {
    const page = await as('lanh.dao');
    await openAtDesk(page, code);
    await step(page, 'Ký duyệt', async () => {}, 'Ký duyệt kết quả', /Đã chuyển hồ sơ/);
  });
  const result = pdf('ket-qua.pdf');
  await test.step('van.thu publishes', async () => {
    const page = await as('van.thu');
    await openAtDesk(page, code);
    const fill = async (): Promise<void> => {
      await page.getByLabel('Số, ký hiệu kết quả').fill('125/TLKS-UBND');
      await page.locator('main input[type=file]').setInputFiles(result);
      await tick(page.getByLabel(/^Tệp đã có chữ ký số của người ký/));
      await sound(page);
    };
    await step(page, 'Phát hành kết quả', fill, 'Phát hành kết quả', /Đã phát hành kết quả/);
  });
  await test.step('mot.cua takes the fee of two copies', async () => {
    const page = await as('mot.cua');
    await page.goto(`/can-bo/ho-so/${code}?muc=phi`);
    await expect(page.locator('#phai-nop')).toContainText('16.000');
    await sound(page);
    await page.locator('#phai-nop').getByRole('link', { name: 'Thu tiền' }).click();
    await tick(page.getByLabel('Tiền mặt'));
    await sound(page);
    await page.getByRole('button', { name: 'Ghi nhận đã thu' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Biên lai thu phí, lệ phí' })).toBeVisible();
    await sound(page);
  });
  await test.step('mot.cua returns', async () => {
    const page = await as('mot.cua');
    await openAtDesk(page, code);
    await step(page, 'Trả kết quả', async () => tick(page.locator('main input[name=giay_to_tuy_than]')), 'Trả kết quả', /Đã trả kết quả/);
  });
  await test.step('the citizen sees the result', async () => {
    await citizen.goto(`/ho-so-cua-toi/${code}`);
    await expect(citizen.locator('main')).toContainText('Đã trả kết quả');
    await sound(citizen);
    const href = await citizen.locator('#ket-qua a').first().getAttribute('href');
    const sent = await citizen.request.get(href ?? '');
    expect(Buffer.compare(await sent.body(), result.buffer)).toBe(0);
    expect(sent.headers()['content-disposition']).toContain('attachment');
  });
});

test('an official of another unit cannot open a dossier: the answer is the one for a code that does not exist (A01-07, A01-08)', async ({ as, watch }) => {
  test.setTimeout(180_000);
  watch.expectStatus(403, 404);
  const code = await apply(new Hands(await as(CITIZEN)), pdf('pham-vi.pdf'));
  const page = await as('ke.toan');
  const foreign = await page.goto(`/can-bo/ho-so/${code}`);
  const missing = await page.goto('/can-bo/ho-so/H99.101-261123-99999');
  expect(foreign?.status()).toBe(missing?.status());
  expect([403, 404]).toContain(foreign?.status());
});

test('the code of the sign-in arrives on the simulated telephone', async ({ page }) => {
  await page.goto('/dang-nhap');
  await page.locator('main input[name=ten_dang_nhap]').fill('0999900002');
  await page.locator('main input[name=mat_khau]').fill('gao-trang-song-lam-2026');
  await page.getByRole('button', { name: 'Tiếp tục' }).click();
  await page.waitForURL(/\/dang-nhap\/ma/);
  expect(await newestCode(page, '0999900002')).toMatch(/^\d{6}$/);
});
