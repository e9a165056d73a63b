// Official mail: write, send, undo, find, recall; the badge of the receiver without a reload.

import type { Page } from '@playwright/test';
import { largest } from '../support/display';
import { pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { Hands } from '../support/hands';

/** Receivers, one per project, so that projects do not count each other's messages. */
const RECEIVER: Record<string, { username: string; name: string }> = {
  desktop: { username: 'ke.toan', name: 'Vũ Mẫu Hà' },
  phone: { username: 'kiem.soat', name: 'Đặng Mẫu Lan' },
  nojs: { username: 'giam.sat', name: 'Hồ Mẫu Oanh' },
};
const SENDER = 'chu.tich';

/** The field of the text; the search in the top bar has the word in its name, too. */
const text = (page: Page) => page.getByRole('textbox', { name: /^Nội dung/ });
const subjectOf = (page: Page) => page.getByRole('textbox', { name: /^Tiêu đề/ });

/** Begins a message with one receiver; returns the hands that go on with it. */
async function compose(hands: Hands, to: string, subject: string, body: string): Promise<void> {
  const { page } = hands;
  await page.goto('/can-bo/thu');
  await hands.press(page.getByRole('link', { name: 'Soạn thư' }).locator('visible=true').first());
  await hands.type(subjectOf(page), subject);
  await hands.type(text(page), body);
  await hands.press(page.getByRole('button', { name: 'Thêm người nhận' }));
  await hands.type(page.getByRole('searchbox', { name: 'Người, cơ quan hoặc nhóm' }), to);
  await hands.press(page.locator('main').getByRole('button', { name: 'Tìm', exact: true }));
  await hands.press(page.locator('.p-mail-hit').filter({ hasText: to }).getByRole('button', { name: /^Đến/ }).first());
  await expect(page.locator('.p-flash')).toContainText('Đã thêm người nhận');
  await hands.press(page.getByRole('link', { name: 'Quay lại thư', exact: true }));
  await expect(page.locator('.p-mail-recipients')).toContainText(to);
  await expect(text(page)).toHaveValue(body);
}

/** Sends and waits until the ten seconds of undoing are over. */
async function send(hands: Hands): Promise<void> {
  await hands.press(hands.page.getByRole('button', { name: 'Gửi thư' }));
  await expect(hands.page.getByRole('heading', { level: 1 })).toHaveText(/Thư sẽ gửi đi sau \d+ giây/);
  await expect(hands.page.getByRole('heading', { level: 1 })).toHaveText('Đã gửi thư', { timeout: 30_000 });
}

test('keyboard only, 175 % text: compose with attachment, send, undo, send again, find, recall (A06-10, A06-03)', async ({ as, baseURL, phone, sound }, info) => {
  test.setTimeout(240_000);
  const receiver = RECEIVER[info.project.name] ?? { username: '', name: '' };
  const page = await as(SENDER);
  await largest(page, baseURL);
  // Phones have no Tab key; everything else is the same.
  const hands = new Hands(page, !phone);
  const subject = `Chuẩn bị giao ban ${info.project.name} ${Date.now()}`;
  const file = pdf('tài liệu.pdf');

  await compose(hands, receiver.name, subject, 'Kính gửi đồng chí,\nxem tệp đính kèm.');
  await page.locator('main input[type=file]').setInputFiles(file);
  await hands.press(page.getByRole('button', { name: 'Tải lên' }));
  await expect(page.locator('.p-file-upload__file')).toContainText('tài liệu.pdf');
  await sound(page);
  await hands.press(page.getByRole('button', { name: 'Gửi thư' }));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Thư sẽ gửi đi sau \d+ giây/);

  const other = await as(receiver.username);
  await other.goto('/can-bo/thu');
  await expect(other.locator('main')).not.toContainText(subject);
  await hands.press(page.getByRole('button', { name: 'Hoàn tác gửi' }));
  await expect(page.locator('.p-flash')).toContainText('Đã hoàn tác gửi');
  await expect(subjectOf(page)).toHaveValue(subject);
  await expect(page.locator('.p-file-upload__file')).toContainText('tài liệu.pdf');

  await send(hands);
  await sound(page);
  await page.goto('/can-bo/thu');
  await hands.type(page.locator('#tim-thu'), subject.normalize('NFD').replace(/\p{M}/gu, ''));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Tìm thư' })).toBeVisible();
  await hands.press(page.locator('main').getByRole('link', { name: subject }).first());
  await expect(page.locator('.p-mail-body')).toContainText('xem tệp đính kèm');
  await sound(page);
  await hands.press(page.getByRole('link', { name: /^Đã mở/ }).first());
  await sound(page);
  await hands.press(page.getByRole('button', { name: 'Thu hồi với người chưa mở' }));
  await expect(page.locator('.p-flash')).toContainText('Đã thu hồi thư với 1 người chưa mở');
  await other.goto('/can-bo/thu');
  await expect(other.locator('main')).toContainText('Thư đã được người gửi thu hồi');
  await expect(other.locator('main')).not.toContainText(subject);
});

test('the receiver reads, the sender sees the receipt, markup stays text (A06-06)', async ({ as, sound }, info) => {
  test.setTimeout(180_000);
  const receiver = RECEIVER[info.project.name] ?? { username: '', name: '' };
  const page = await as(SENDER);
  const subject = `</title><script>alert(1)</script> ${Date.now()}`;
  const body = '</textarea><script>alert(1)</script>\n<svg onload=alert(1)>\nhttps://lamgiang.example/a?b=1.';
  await compose(new Hands(page), receiver.name, subject, body);
  await send(new Hands(page));

  const other = await as(receiver.username);
  await other.goto('/can-bo/thu');
  await sound(other);
  await other.locator('main').getByRole('link', { name: subject }).first().click();
  await expect(other.locator('.p-mail-body').first()).toHaveText(/<svg onload=alert\(1\)>/);
  expect((await other.locator('.p-mail-body').first().innerText()).trim()).toBe(body);
  await sound(other);
  await page.getByRole('link', { name: 'Xem ai đã mở' }).click();
  await expect(page.locator('main')).toContainText('đã mở 1 trong 1 người nhận');
  await expect(page.locator('main')).toContainText('Không còn ai chưa mở');
});

test('the badge of the receiver changes without a reload', async ({ as, scripts, phone }, info) => {
  test.skip(!scripts || phone, 'live counts are comfort for wide screens with scripts');
  test.setTimeout(120_000);
  // Nobody else reads this person's mail during a run: the crawl does not sign in as them.
  const other = await as('van.thu');
  await other.goto('/can-bo');
  const badge = other.locator('.p-side-nav [data-badge="mail"]');
  const before = Number((await badge.textContent())?.match(/\d+/)?.[0] ?? 0);
  let loads = 0;
  other.on('framenavigated', () => (loads += 1));
  const page = await as(SENDER);
  await compose(new Hands(page), 'Đỗ Mẫu Giang', `Báo có thư mới ${info.project.name} ${Date.now()}`, 'Thử số đếm.');
  await send(new Hands(page));
  await expect(badge).toHaveText(new RegExp(`^${before + 1}\\b`), { timeout: 20_000 });
  await expect(badge).toBeVisible();
  expect(loads).toBe(0);
});

test('Enter in the subject line saves the draft and takes nobody off it', async ({ as }, info) => {
  const receiver = RECEIVER[info.project.name] ?? { username: '', name: '' };
  const page = await as(SENDER);
  await compose(new Hands(page), receiver.name, 'Nháp', 'Chưa gửi.');
  await subjectOf(page).press('Enter');
  await page.waitForLoadState();
  await page.goto(`/can-bo/thu/soan?thu=${new URL(page.url()).searchParams.get('thu') ?? /\/thu\/(\d+)/.exec(page.url())?.[1] ?? ''}`);
  await expect(page.locator('.p-mail-recipients')).toContainText(receiver.name);
});

test('sending without receiver or subject keeps the text and says what is missing', async ({ as, sound }) => {
  const page = await as(SENDER);
  await page.goto('/can-bo/thu/soan');
  await sound(page);
  await text(page).fill('Chưa có người nhận.');
  await page.getByRole('button', { name: 'Gửi thư' }).click();
  await expect(page).toHaveTitle(/^Lỗi: /);
  await expect(text(page)).toHaveValue('Chưa có người nhận.');
  await sound(page);
});

test('the controls of mail are large: 44 px, "Soạn thư" 48 × 160 px, rows 56 px (A06-11)', async ({ as, phone }) => {
  const page = await as(SENDER);
  for (const address of ['/can-bo/thu', '/can-bo/thu?muc=da-gui', '/can-bo/thu/tim', '/can-bo/thu/soan']) {
    await page.goto(address);
    const small = await page.locator('main :is(button:not([aria-hidden=true]), select, textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), summary)').evaluateAll((controls) =>
      controls
        .filter((control) => control.getClientRects().length > 0 && control.getBoundingClientRect().height < 43.5)
        .map((control) => control.outerHTML.slice(0, 120)),
    );
    expect.soft(small, address).toEqual([]);
    const button = await page.getByRole('link', { name: 'Soạn thư' }).locator('visible=true').first().boundingBox();
    expect.soft(button?.height, address).toBeGreaterThanOrEqual(48);
    if (!phone) expect.soft(button?.width, address).toBeGreaterThanOrEqual(160);
  }
  await page.goto('/can-bo/thu?muc=da-gui');
  for (const row of await page.locator('.p-list-row').all()) expect.soft((await row.boundingBox())?.height).toBeGreaterThanOrEqual(56);
});
