// The due-date calculator: the vectors of the law on paper, typed into the form.

import { expect, test } from '../support/fixtures';

interface Vector {
  id: string;
  day: string;
  time: string;
  count?: string;
  kind: 'ngay-lam-viec' | 'gio-lam-viec' | 'ngay' | 'trong-ngay';
  due: string;
}

const wd = (id: string, day: string, count: string, due: string): Vector => ({ id, day, time: '08:00', count, kind: 'ngay-lam-viec', due: `17:00 ${due}` });

const VECTORS: Vector[] = [
  wd('V01', '2026-02-12', '3', 'thứ Ba, 24/02/2026'),
  wd('V02', '2026-02-13', '5', 'thứ Sáu, 27/02/2026'),
  wd('V03', '2026-01-08', '3', 'thứ Hai, 12/01/2026'),
  wd('V04', '2026-08-20', '3', 'thứ Hai, 24/08/2026'),
  wd('V05', '2026-08-28', '5', 'thứ Tư, 09/09/2026'),
  wd('V06', '2026-11-23', '1', 'thứ Tư, 25/11/2026'),
  wd('V07', '2026-11-23', '15', 'thứ Ba, 15/12/2026'),
  wd('V08', '2026-12-30', '3', 'thứ Ba, 05/01/2027'),
  wd('V09', '2027-02-03', '10', 'thứ Tư, 24/02/2027'),
  wd('V10', '2027-04-29', '3', 'thứ Năm, 06/05/2027'),
  { id: 'V11', day: '2026-11-23', time: '16:00', count: '4', kind: 'gio-lam-viec', due: '10:00 thứ Tư, 25/11/2026' },
  { id: 'V12', day: '2026-11-23', time: '10:30', count: '2', kind: 'gio-lam-viec', due: '14:30 thứ Hai, 23/11/2026' },
  { id: 'V13', day: '2026-11-21', time: '09:00', count: '8', kind: 'gio-lam-viec', due: '17:00 thứ Hai, 23/11/2026' },
  { id: 'V14', day: '2026-08-21', time: '15:30', count: '8', kind: 'gio-lam-viec', due: '15:30 thứ Bảy, 22/08/2026' },
  { id: 'V16a', day: '2026-11-23', time: '14:59', kind: 'trong-ngay', due: '17:00 thứ Hai, 23/11/2026' },
  { id: 'V16b', day: '2026-11-23', time: '15:01', kind: 'trong-ngay', due: '17:00 thứ Tư, 25/11/2026' },
  { id: 'V17', day: '2026-11-23', time: '15:00', kind: 'trong-ngay', due: '17:00 thứ Hai, 23/11/2026' },
  { id: 'V18', day: '2026-10-02', time: '08:00', count: '45', kind: 'ngay', due: 'thứ Hai, 16/11/2026' },
  { id: 'V19', day: '2026-10-10', time: '08:00', count: '45', kind: 'ngay', due: 'thứ Tư, 25/11/2026' },
  { id: 'V20', day: '2026-12-24', time: '08:00', count: '45', kind: 'ngay', due: 'thứ Sáu, 12/02/2027' },
];

test('vectors V01–V20 (A03-01)', async ({ page }) => {
  for (const vector of VECTORS) {
    await test.step(vector.id, async () => {
      const query = new URLSearchParams({ ngay: vector.day, gio: vector.time, so: vector.count ?? '1', loai: vector.kind });
      await page.goto(`/cong-cu/tinh-han?${query}`);
      await expect.soft(page.locator('#ket-qua'), vector.id).toContainText(vector.due);
    });
  }
});

test('typed into the form: the answer stands below it, day by day, and what was typed stays', async ({ page, sound }) => {
  await page.goto('/cong-cu/tinh-han');
  await page.getByLabel('Ngày tiếp nhận').fill('28/08/2026');
  await page.getByLabel('Giờ tiếp nhận').fill('09:15');
  await page.getByLabel('Thời hạn').fill('5');
  await page.getByLabel('Tính theo').selectOption('ngay-lam-viec');
  await page.getByRole('button', { name: 'Tính hạn trả' }).click();
  await expect(page.locator('#ket-qua')).toContainText('thứ Tư, 09/09/2026');
  const explanation = page.locator('.p-explanation');
  await expect(explanation).toContainText('Tiếp nhận lúc 09:15 thứ Sáu, 28/08/2026');
  await expect(explanation).toContainText('Bắt đầu tính từ ngày làm việc tiếp theo: thứ Năm, 03/09/2026');
  await expect(explanation).toContainText('Ngày 5: 09/09');
  await expect(page.getByLabel('Ngày tiếp nhận')).toHaveValue('28/08/2026');
  await expect(page.getByLabel('Thời hạn')).toHaveValue('5');
  await sound(page);
});

test('a year without a calendar is refused in words, not guessed (A03-04)', async ({ page, sound }) => {
  await page.goto('/cong-cu/tinh-han?ngay=2027-12-30&gio=08:00&so=10&loai=ngay-lam-viec');
  await expect(page.locator('#ket-qua')).toHaveCount(0);
  await expect(page).toHaveTitle(/^Lỗi: /);
  await expect(page.locator('main')).toContainText('2028');
  await sound(page);
});

test('nonsense keeps what was typed and says what to correct', async ({ page, sound }) => {
  await page.goto('/cong-cu/tinh-han?ngay=2026-11-23&gio=08:00&so=-3&loai=la');
  await expect(page).toHaveTitle(/^Lỗi: /);
  const summary = page.locator('.p-error-summary');
  await expect(summary.getByRole('link')).toHaveCount(2);
  await expect(page.getByLabel('Thời hạn')).toHaveValue('-3');
  await sound(page);
  await summary.getByRole('link').first().click();
  await expect(page.locator('#loai')).toBeFocused();
});

test('days and times that no browser would send are refused in words', async ({ request }) => {
  for (const query of ['ngay=khong-phai-ngay', 'ngay=2026-02-30', 'ngay=2026-11-23&gio=99:99', 'ngay=99999-01-01', 'ngay=2026-11-23&so=99999999999999999999']) {
    const answer = await request.get(`/cong-cu/tinh-han?${query}`);
    expect.soft(answer.status(), query).toBe(200);
    expect.soft(await answer.text(), query).toContain('Có lỗi cần sửa');
  }
});
