// A supplement before the receipt (D05, C18, D06), its receipt, and a withdrawal that is taken back (C19, D20).

import type { Page } from '@playwright/test';
import { CITIZEN, answerSupplement, apply, atWork, openAtDesk, step } from '../support/dossiers';
import { pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { Hands, tick } from '../support/hands';

/** How far the first field stands below what is above its form, in pixels. */
const above = (page: Page): Promise<number> =>
  page.locator('main .p-form').first().evaluate((form) => {
    const holder = form.closest('.p-section') ?? form;
    const before = holder.previousElementSibling;
    return form.getBoundingClientRect().top - (before?.getBoundingClientRect().bottom ?? 0);
  });

test('two items one after the other, the receipt, and a withdrawal taken back (A02-11)', async ({ as, sound }) => {
  test.setTimeout(240_000);
  const citizen = await as(CITIZEN);
  const submission = await apply(new Hands(citizen), pdf('ban-dau.pdf'));
  const counter = await as('mot.cua');
  await openAtDesk(counter, submission);
  const ask = async (page: Page): Promise<void> => {
    await page.locator('main summary').filter({ hasText: 'Thêm mục 2' }).click();
    for (const n of [1, 2]) {
      await page.locator(`main [name=muc_${n}]`).fill(`Giấy tờ thứ ${n}`);
      await page.locator(`main [name=ly_do_chon_${n}]`).selectOption({ label: 'Bản chụp mờ' });
      await page.locator(`main [name=ly_do_${n}]`).fill('không đọc được.');
      await page.locator(`main [name=can_cu_${n}]`).fill('Khoản 1 Điều 16 Luật Hộ tịch');
    }
    await page.locator('main [name=han]').fill('2026-12-15');
  };
  await step(counter, 'Yêu cầu bổ sung', ask, 'Gửi yêu cầu bổ sung', /Đã gửi yêu cầu bổ sung/);
  await counter.goto(`/can-bo/ho-so/${submission}/bo-sung`);
  await expect(counter.getByLabel('Người mang đến')).toBeVisible();
  await sound(counter);

  const file = pdf('bổ sung.pdf');
  await citizen.goto(`/ho-so-cua-toi/${submission}`);
  const spaced = async (page: Page): Promise<void> => {
    if (/\/bo-sung\/\d/.test(page.url())) expect(await above(page)).toBeGreaterThanOrEqual(40);
    await sound(page);
  };
  await answerSupplement(citizen, [{ text: 'Tôi gửi bản mới.', file }, { text: 'Tôi đã ký lại.' }], spaced);
  await citizen.getByRole('link', { name: 'Biên nhận bổ sung lần 1' }).click();
  await expect(citizen.getByRole('heading', { level: 1, name: 'Biên nhận bổ sung lần 1' })).toBeVisible();
  expect((await citizen.locator('#tep').innerText()).replace(/\s/g, '')).toContain(file.sha256);
  await sound(citizen);

  // The counter says what is in order and what is not; the applicant reads it, and the next request has it filled in.
  await openAtDesk(counter, submission);
  const judge = async (page: Page): Promise<void> => {
    await sound(page);
    await tick(page.locator('main input[name^=ket_luan_][value=dat]').first());
    await tick(page.locator('main input[name^=ket_luan_][value=khong_dat]').last());
    await page.locator('main textarea[name^=ly_do_]').last().fill('Vẫn thiếu chữ ký của mẹ');
  };
  await step(counter, 'Đánh giá mục bổ sung', judge, 'Ghi kết luận', /1 mục không đạt/);
  await expect(counter.locator('main')).toContainText('Bổ sung cho mục Giấy tờ thứ 1');
  await expect(counter.locator('#bo-sung')).toContainText('không đạt: Vẫn thiếu chữ ký của mẹ');
  await sound(counter);
  await counter.goto(`/can-bo/ho-so/${submission}/bo-sung-tiep-nhan`);
  await expect(counter.locator('main [name=muc_1]')).toHaveValue('Giấy tờ thứ 2');
  await expect(counter.locator('main [name=ly_do_1]')).toHaveValue('Vẫn thiếu chữ ký của mẹ');
  await sound(counter);
  await citizen.goto(`/ho-so-cua-toi/${submission}`);
  await expect(citizen.locator('#ket-luan-bo-sung')).toContainText('Vẫn thiếu chữ ký của mẹ');
  await sound(citizen);

  const code = await atWork(as, submission);
  await citizen.goto(`/ho-so-cua-toi/${code}`);
  await citizen.getByRole('link', { name: 'Rút hồ sơ' }).click();
  await expect(citizen.locator('#tien')).toContainText('chưa nộp');
  expect(await above(citizen)).toBeGreaterThanOrEqual(40);
  await sound(citizen);
  await citizen.getByLabel('Lý do').fill('Gia đình đổi ý, không làm nữa');
  await citizen.getByRole('button', { name: 'Gửi yêu cầu rút' }).click();
  await expect(citizen.locator('.p-flash')).toContainText('Đã gửi yêu cầu rút hồ sơ');
  await sound(citizen);
  await citizen.getByRole('button', { name: 'Không rút nữa' }).click();
  await expect(citizen.locator('.p-flash')).toContainText('Đã hủy yêu cầu rút');
  await expect(citizen.getByRole('button', { name: 'Không rút nữa' })).toHaveCount(0);
});
