// Opinions of other units (O10), the national portal as a channel with its simulator, cases of a ministry's system.

import type { Page } from '@playwright/test';
import { CITIZEN, apply, atWork, openAtDesk, step } from '../support/dossiers';
import { pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { Hands, tick } from '../support/hands';

const nothing = async (): Promise<void> => {};

/** A day to answer: a Wednesday, two weeks after the demo begins. */
const DUE = '09/12/2026';

/** Receives, assigns and begins to examine; returns the dossier code. */
async function examined(as: (username: string) => Promise<Page>, submission: string): Promise<string> {
  const code = await atWork(as, submission);
  const officer = await as('chuyen.vien');
  await openAtDesk(officer, code);
  await step(officer, 'Chuyển sang thẩm định', nothing, 'Chuyển sang thẩm định', /Đã chuyển hồ sơ/);
  return code;
}

test('an officer asks another unit; without the mandatory answer only the word of the head opens the way to the signature', async ({ as, sound }) => {
  test.setTimeout(420_000);
  const citizen = await as(CITIZEN);
  const submission = await apply(new Hands(citizen), pdf('xin-y-kien.pdf'));
  const code = await examined(as, submission);
  const officer = await as('chuyen.vien');

  await test.step('chuyen.vien asks', async () => {
    await openAtDesk(officer, code);
    await officer.locator('main').getByRole('link', { name: 'Xin ý kiến', exact: true }).first().click();
    await expect(officer.getByRole('heading', { level: 1, name: 'Xin ý kiến đơn vị khác' })).toBeVisible();
    await sound(officer);
    await officer.getByRole('button', { name: 'Gửi xin ý kiến' }).click();
    await expect(officer, 'an empty question is refused').toHaveTitle(/^Lỗi: /);
    await officer.getByLabel('Đơn vị được hỏi').selectOption({ index: 1 });
    await officer.getByLabel('Nội dung xin ý kiến').fill('Đề nghị cho ý kiến về thông tin trong hồ sơ lưu');
    await officer.getByLabel('Hạn trả lời').fill(DUE);
    await tick(officer.getByLabel('Bắt buộc có ý kiến rồi mới trình ký'));
    await officer.getByRole('button', { name: 'Gửi xin ý kiến' }).click();
    await expect(officer.locator('.p-flash')).toContainText('Đã gửi xin ý kiến');
    await expect(officer.locator('main')).toContainText('Chưa trình ký được.');
    await sound(officer);
  });
  await test.step('nothing goes to the signature', async () => {
    await openAtDesk(officer, code);
    await step(officer, 'Chuyển sang dự thảo', nothing, 'Chuyển sang dự thảo', /Đã chuyển hồ sơ/);
    await expect(officer.locator('main')).toContainText('còn chờ ý kiến của');
    await expect(officer.locator('main').getByRole('link', { name: 'Trình ký', exact: true })).toHaveCount(0);
  });
  await test.step('truong.phong says why it goes on', async () => {
    const head = await as('truong.phong');
    await head.goto(`/can-bo/ho-so/${code}?muc=y-kien`);
    await head.locator('main table').getByRole('link').first().click();
    await sound(head);
    await head.locator('summary').filter({ hasText: 'Trình ký không chờ ý kiến này' }).click();
    const form = head.locator('form[action$="/giai-trinh"]');
    await form.getByLabel('Lý do').fill('Đã trao đổi qua điện thoại, có ghi biên bản');
    await form.getByRole('button', { name: 'Trình ký không chờ ý kiến này' }).click();
    await expect(head.locator('.p-flash')).toContainText('Đã ghi giải trình');
  });
  await test.step('chuyen.vien submits for signature', async () => {
    await openAtDesk(officer, code);
    await step(officer, 'Trình ký', nothing, 'Trình ký', /Đã chuyển hồ sơ/);
  });
  await test.step('the citizen reads that opinions are taken, not whose', async () => {
    await citizen.goto(`/ho-so-cua-toi/${code}`);
    await expect(citizen.locator('#tien-trinh')).toContainText('Đang lấy ý kiến cơ quan liên quan');
    await expect(citizen.locator('#tien-trinh')).not.toContainText('hồ sơ lưu');
  });
});

test('the asked unit answers, and replaces its answer', async ({ as, sound }) => {
  test.setTimeout(180_000);
  const leader = await as('lanh.dao');
  await leader.goto('/can-bo/xin-y-kien');
  await expect(leader.getByRole('heading', { level: 1, name: 'Xin ý kiến' })).toBeVisible();
  await sound(leader);
  await leader.locator('main table').getByRole('link').first().click();
  await sound(leader);
  for (const text of ['Người này cư trú tại phường từ năm 2023.', 'Đính chính: cư trú tại phường từ năm 2024.']) {
    const form = leader.locator('form[action$="/tra-loi"]');
    await form.locator('textarea[name=noi_dung]').fill(text);
    await form.getByRole('button', { name: /^Gửi (ý kiến|bản mới)$/ }).click();
    await expect(leader.locator('.p-flash')).toContainText('Đã gửi ý kiến');
    await expect(leader.locator('#tra-loi')).toContainText(text);
  }
  await expect(leader.locator('#tra-loi')).toContainText('bản đã thay');
  await leader.goto('/can-bo/xin-y-kien?muc=da-hoi');
  await sound(leader);
});

test('the simulated national portal submits once, however often it sends, and is told what becomes of it (A02-03)', async ({ as, visitor, sound }) => {
  test.setTimeout(240_000);
  const page = await visitor();
  await page.goto('/thu-tuc/1.004873');
  await sound(page);
  await page.getByRole('link', { name: 'Nộp trên Cổng Dịch vụ công quốc gia' }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Cổng Dịch vụ công quốc gia mô phỏng' })).toBeVisible();
  await expect(page.getByLabel('Mã thủ tục')).toHaveValue('1.004873');
  await sound(page);
  await page.getByLabel('Họ và tên').fill('Hoàng Mẫu Liên Thông');
  await page.getByLabel('Gửi bản tin').selectOption('5');
  await page.getByRole('button', { name: 'Nộp hồ sơ' }).click();
  // Messages and statuses go over HTTP in the background; the page looks again by itself.
  await expect(page.locator('#trang-thai')).toContainText('1 Mới đăng ký', { timeout: 60_000 });
  await expect(page.locator('#da-gui')).toContainText('Nộp hồ sơ (5 lần): Đã xử lý');
  await sound(page);
  const here = page.url();

  const counter = await as('mot.cua');
  await counter.goto('/can-bo/ho-so?hang=cho-tiep-nhan&q=Lien+Thong');
  await expect(counter.locator('main a[href*="/can-bo/ho-so/N-"]').first()).toBeVisible();
  await expect(counter.locator('main')).toContainText('Cổng DVCQG');

  await page.goto(here);
  await page.getByRole('button', { name: 'Rút hồ sơ' }).click();
  await expect(page.locator('#trang-thai')).toContainText('7 Công dân yêu cầu rút hồ sơ', { timeout: 60_000 });
});

test('a message that cannot be applied waits for the administrator', async ({ as, sound }) => {
  const admin = await as('quan.tri');
  await admin.goto('/quan-tri/lien-thong');
  await sound(admin);
  await expect(admin.locator('main table')).toContainText('Không tìm thấy thủ tục');
  await admin.locator('main table').getByRole('link').first().click();
  await sound(admin);
  await admin.getByRole('button', { name: 'Xử lý lại' }).click();
  await expect(admin.locator('.p-flash')).toContainText('vẫn ở trạng thái');
  await admin.goto('/quan-tri/lien-thong/gui');
  await sound(admin);
});

test('the counter records the code of a ministry and settles a contradiction (A02-13)', async ({ as, sound }, info) => {
  const counter = await as('mot.cua');
  await counter.goto('/can-bo/ho-so-bo-nganh');
  await sound(counter);
  await counter.getByRole('link', { name: 'Ghi nhận hồ sơ' }).click();
  await sound(counter);
  await counter.getByLabel('Thủ tục').selectOption({ index: 1 });
  await counter.getByLabel('Mã hồ sơ của bộ, ngành').fill(`G01.899.107-261123-${info.project.name}`);
  await counter.getByLabel('Họ và tên người nộp').fill('Nguyễn Mẫu Sơn');
  await counter.getByRole('button', { name: 'Ghi nhận' }).click();
  await expect(counter.locator('.p-flash')).toContainText('Đã ghi nhận mã');
  await expect(counter.locator('main')).toContainText('Hồ sơ do hệ thống của Bộ Công an xử lý');
  await sound(counter);
});
