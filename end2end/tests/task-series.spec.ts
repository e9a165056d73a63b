// Tasks that come again, tasks in parts, and many tasks from one table: the journeys of the people who use them.

import type { Page } from '@playwright/test';
import { documentWith } from '../support/document';
import { expect, test } from '../support/fixtures';
import { tick } from '../support/hands';

const WARD = 'UBND phường Thành Lam';

/** Words of this project and run only: every project writes into the same portal. */
function own(words: string): string {
  return `${words} (${test.info().project.name} ${Date.now()})`;
}

/** Chooses the ward in a list of units, however the seed calls it. */
async function chooseWard(page: Page, label: string): Promise<void> {
  const list = page.getByLabel(label, { exact: true });
  const value = await list.locator('option', { hasText: /^UBND phường Thành Lam$/ }).first().getAttribute('value');
  await list.selectOption(value ?? '');
}

test('a series is set up, shows its days and gives its task on the day', async ({ as, sound }) => {
  const page = await as('chu.tich');
  const title = own('Báo cáo tiến độ giải ngân');
  await page.goto('/can-bo/nhiem-vu');
  await page.getByRole('link', { name: 'Định kỳ', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Nhiệm vụ định kỳ' })).toBeVisible();
  await sound(page);
  await page.getByRole('link', { name: 'Lập chuỗi nhiệm vụ' }).click();
  await page.getByLabel('Nội dung nhiệm vụ').fill(title);
  await chooseWard(page, 'Đơn vị chủ trì');
  await page.getByLabel('Sản phẩm phải nộp').fill('Báo cáo');
  await tick(page.getByLabel('Hằng tuần'));
  await page.getByLabel('Thứ trong tuần').selectOption({ label: 'Thứ Hai' });
  await page.getByLabel('Hoàn thành trong').fill('');
  await page.getByRole('button', { name: 'Xem các kỳ tới' }).click();
  // What is missing stands at its field, and nothing typed is lost.
  await expect(page.locator('.p-error-summary')).toContainText('Số ngày làm việc');
  await expect(page.getByLabel('Nội dung nhiệm vụ')).toHaveValue(title);
  await sound(page);
  await page.getByLabel('Hoàn thành trong').fill('3');
  await page.getByRole('button', { name: 'Xem các kỳ tới' }).click();
  await expect(page.locator('#ky li')).toHaveCount(6);
  await expect(page.locator('#ky')).toContainText('Thứ Hai, ');
  await page.getByRole('button', { name: 'Lập chuỗi' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Báo cáo tiến độ giải ngân');
  await expect(page.locator('main')).toContainText('Hằng tuần, thứ Hai');
  await sound(page);
  await page.locator('.p-accordion__summary', { hasText: 'Tạm dừng chuỗi' }).click();
  await page.getByLabel('Lý do tạm dừng').fill('Chờ quy chế mới của tỉnh');
  await page.getByRole('button', { name: 'Tạm dừng chuỗi' }).click();
  await expect(page.getByRole('button', { name: 'Chạy tiếp từ hôm nay' })).toBeVisible();
  await page.getByRole('button', { name: 'Chạy tiếp từ hôm nay' }).click();
  await expect(page.locator('.p-accordion__summary', { hasText: 'Tạm dừng chuỗi' })).toBeVisible();
});

test('a series of the demo lists its tasks, and each task links to it', async ({ as, sound }) => {
  const page = await as('chu.tich');
  await page.goto('/can-bo/nhiem-vu/dinh-ky');
  await page.getByRole('link', { name: /giải ngân vốn đầu tư công trong tuần/ }).first().click();
  const task = page.locator('#cac-ky').getByRole('link', { name: /^NV-2026-/ }).first();
  const code = await task.innerText();
  await sound(page);
  await task.click();
  await expect(page.locator('main')).toContainText(code);
  await expect(page.locator('#thong-tin').getByRole('link', { name: /^CN-2026-/ })).toBeVisible();
});

test('the leader of the ward sees a task in parts and adds one', async ({ as, sound, scripts, phone }) => {
  test.skip(phone || !scripts, 'one part is enough; the page is the same HTML');
  const page = await as('lanh.dao');
  await page.goto('/can-bo/nhiem-vu?pham-vi=don-vi&q=hoi+dong+nhan+dan');
  await page.getByRole('link', { name: /trình kỳ họp Hội đồng nhân dân/ }).first().click();
  const tree = page.locator('#nhiem-vu-con');
  await expect(tree).toContainText('Thu thập số liệu thu ngân sách');
  await expect(tree).toContainText('Đã hoàn thành');
  await sound(page);
  await tree.locator('.p-accordion__summary', { hasText: 'Chia nhỏ nhiệm vụ' }).click();
  await tree.getByLabel('Phần việc', { exact: true }).fill('Soát lại số liệu lần cuối trước khi trình');
  await tick(tree.getByLabel('Một người của đơn vị'));
  await tree.getByLabel('Người thực hiện').selectOption({ index: 1 });
  await tree.getByLabel('Hạn của phần việc').fill('31/12/2027');
  await tree.getByRole('button', { name: 'Chia nhỏ nhiệm vụ' }).click();
  await expect(page.locator('.p-error-summary')).toContainText('không được sau hạn');
  await page.locator('#nhiem-vu-con').getByLabel('Hạn của phần việc').fill('');
  await page.locator('#nhiem-vu-con').getByRole('button', { name: 'Chia nhỏ nhiệm vụ' }).click();
  await expect(page.locator('#nhiem-vu-con')).toContainText('Soát lại số liệu lần cuối');
  await sound(page);
});

test('a pasted table is corrected in place and given at once (A04-05)', async ({ as, sound }) => {
  const page = await as('chu.tich');
  const [first, second] = [own('Rà soát quy hoạch'), own('Lập kế hoạch năm 2027')];
  await page.goto('/can-bo/nhiem-vu');
  await page.getByRole('link', { name: 'Giao nhiều nhiệm vụ' }).click();
  await page.getByLabel('Số, ký hiệu văn bản').fill(own('245/TB-UBND'));
  await page
    .getByLabel('Dán bảng vào đây')
    .fill(
      `STT\tNội dung\tĐơn vị chủ trì\tĐơn vị phối hợp\tHạn\tSản phẩm\n1\t${first}\t${WARD}\t\t01/12/2027\tBáo cáo\n2\t${second}\tThành Lam\t${WARD}\t01/01/2020\tKế hoạch\n`,
    );
  await page.getByRole('button', { name: 'Kiểm tra bảng' }).click();
  await expect(page.locator('main')).toContainText('1 dòng đúng, 1 dòng cần sửa');
  await expect(page.locator('.p-error-summary')).toContainText('Dòng 3');
  await expect(page.getByRole('button', { name: /^Giao 2 nhiệm vụ/ })).toHaveCount(0);
  await sound(page);
  await page.getByRole('button', { name: /^Chọn UBND phường Thành Lam/ }).first().click();
  // The lead may not take part beside itself.
  await page.getByLabel('Hạn', { exact: true }).fill('02/12/2027');
  await page.getByRole('button', { name: 'Lưu và kiểm tra lại' }).click();
  await expect(page.locator('.p-error-summary')).toContainText('không thể đồng thời là đơn vị phối hợp');
  await page.getByLabel(/^Đơn vị phối hợp/).fill('');
  await page.getByRole('button', { name: 'Lưu và kiểm tra lại' }).click();
  await expect(page.getByText('2 dòng đúng, 0 dòng cần sửa')).toBeVisible();
  await sound(page);
  await page.getByRole('button', { name: 'Giao 2 nhiệm vụ' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Đã giao 2\s+nhiệm\s+vụ/);
  await sound(page);
  await page.getByRole('link', { name: /^NV-/ }).first().click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('Rà soát quy hoạch');
});

test('a table in a document of Word is checked as a pasted one; a broken file loses nothing', async ({ as, sound }) => {
  const page = await as('chu.tich');
  const [title, number] = [own('Rà soát quy hoạch'), own('246/TB-UBND')];
  await page.goto('/can-bo/nhiem-vu/giao-nhieu');
  await page.getByLabel('Số, ký hiệu văn bản').fill(number);
  await page.locator('main input[type=file]').setInputFiles({ name: 'ket-luan.docx', mimeType: 'application/zip', buffer: Buffer.from('PK\x03\x04hỏng') });
  await page.getByRole('button', { name: 'Kiểm tra bảng' }).click();
  await expect(page.locator('.p-error-summary')).toContainText('Tệp bị hỏng nên không đọc được');
  await expect(page.getByLabel('Số, ký hiệu văn bản')).toHaveValue(number);
  await sound(page);
  const buffer = documentWith([
    ['TT', 'Nội dung', 'Đơn vị chủ trì', 'Thời hạn', 'Sản phẩm'],
    ['1', title, WARD, '01/12/2027', 'Báo cáo'],
    ['2', 'Ngắn', WARD, 'mai', 'Báo cáo'],
  ]);
  await page.locator('main input[type=file]').setInputFiles({ name: 'ket-luan.docx', mimeType: 'application/zip', buffer });
  await page.getByRole('button', { name: 'Kiểm tra bảng' }).click();
  await expect(page.locator('main')).toContainText('1 dòng đúng, 1 dòng cần sửa');
  await expect(page.locator('.p-error-summary')).toContainText('Dòng 3');
  await sound(page);
  await page.getByRole('button', { name: /^Bỏ dòng này/ }).click();
  await page.getByRole('button', { name: 'Giao 1 nhiệm vụ' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Đã giao 1\s+nhiệm\s+vụ/);
});

test('a monitor sets up a series in the name of a leader', async ({ as, sound }) => {
  const page = await as('theo.doi');
  await page.goto('/can-bo/nhiem-vu/dinh-ky/lap');
  await page.getByLabel('Nội dung nhiệm vụ').fill(own('Báo cáo công tác tháng'));
  await page.getByLabel('Ý kiến chỉ đạo').fill('Theo kết luận của Chủ tịch');
  await chooseWard(page, 'Đơn vị chủ trì');
  await page.getByLabel('Sản phẩm phải nộp').fill('Báo cáo');
  const leader = page.getByLabel('Lãnh đạo giao');
  await leader.selectOption({ index: 1 });
  const name = (await leader.locator('option:checked').innerText()).split(',')[0] ?? '';
  await page.getByRole('button', { name: 'Lập chuỗi' }).click();
  await expect(page.locator('#thong-tin')).toContainText(name);
  await sound(page);
});
