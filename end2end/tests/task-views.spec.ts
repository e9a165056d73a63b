// Views of the task lists (rows, columns, month), filters kept under a name, what is new; the leaderboard on a wall, as files, frozen;
// the figures by leader; scorecards of units.

import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';
import { Hands } from '../support/hands';
import { BOARD, boardJustCame } from '../support/screens';

const LIST = '/can-bo/nhiem-vu?pham-vi=don-vi';

/** The number of a heading or of the line below a list ("1–25 trong 34 nhiệm vụ"). */
async function total(page: Page): Promise<number> {
  if ((await page.locator('.p-pagination__total').count()) === 0) return 0;
  const words = await page.locator('.p-pagination__total').innerText();
  return Number((/(?:trong\s+)?([\d.]+)\s+nhiệm/.exec(words)?.[1] ?? '-1').replaceAll('.', ''));
}

interface Figure {
  number: number;
  href: string;
  cards: number;
}

/** The columns of the board: number in the heading, link to all rows, cards. */
async function columnsOf(page: Page): Promise<Figure[]> {
  await page.goto(`${LIST}&xem=bang`);
  return page.locator('.p-task-columns section').evaluateAll((sections) =>
    sections.map((section) => ({
      number: Number(/([\d.]+)$/.exec(section.querySelector('h2')?.textContent ?? '')?.[1]?.replaceAll('.', '')),
      href: Array.from(section.querySelectorAll('a')).pop()?.getAttribute('href') ?? '',
      cards: section.querySelectorAll('li').length,
    })),
  );
}

/** The days of the calendar with their numbers. */
async function daysOf(page: Page): Promise<Figure[]> {
  await page.goto(`${LIST}&xem=lich`);
  return page.locator('#theo-ngay li a').evaluateAll((links) =>
    links.map((link) => ({ number: Number(/\d+/.exec(link.textContent ?? '')?.[0]), href: link.getAttribute('href') ?? '', cards: 0 })),
  );
}

/** Each figure is the number of rows behind its link; read again if another test gave or ended a task between the two pages. */
async function agree(page: Page, read: (page: Page) => Promise<Figure[]>, most: number): Promise<Figure[]> {
  const figures = await read(page);
  for (const at of figures.slice(0, most).keys()) {
    await expect(async () => {
      const { number, href, cards } = (await read(page))[at] ?? { number: 0, href: '', cards: 0 };
      expect(cards).toBeLessThanOrEqual(Math.min(number, 10));
      if (number === 0) return;
      await page.goto(href);
      expect(await total(page), href).toBe(number);
    }).toPass({ timeout: 30_000 });
  }
  return figures;
}

test('columns and days show the numbers of the rows behind them (A04-10)', async ({ as, sound, phone }) => {
  test.setTimeout(180_000);
  const page = await as('lanh.dao');
  await page.goto(LIST);
  await sound(page);
  const views = page.getByRole('navigation', { name: 'Cách xem' });
  await views.getByRole('link', { name: 'Bảng theo nhóm' }).click();
  await expect(page.locator('.p-task-columns section')).toHaveCount(5);
  await sound(page);
  const columns = await agree(page, columnsOf, 5);
  expect(columns.every((column) => column.cards === Math.min(column.number, 10))).toBe(true);
  await page.goto(LIST);
  await views.getByRole('link', { name: 'Lịch đến hạn' }).click();
  await expect(page.getByRole('heading', { name: /theo ngày$/ })).toBeVisible();
  await expect(page.locator('.p-due-calendar')).toBeVisible({ visible: !phone });
  await sound(page);
  expect((await agree(page, daysOf, 4)).length).toBeGreaterThan(0);
  await expect(page.locator('main')).toContainText('Chỉ nhiệm vụ có hạn ngày');
  await page.goto(`${LIST}&xem=lich`);
  await page.getByRole('link', { name: /^Tháng trước/ }).click();
  await expect(page.getByRole('heading', { name: /tháng 10\/2026, theo ngày$/ })).toBeVisible();
  await sound(page);
});

test('a filter is kept under a name, opened by its address and removed', async ({ as, sound }, info) => {
  const page = await as('theo.doi');
  const name = `Khẩn ${info.project.name}`;
  await page.goto('/can-bo/nhiem-vu?pham-vi=toi&do-khan=urgent');
  await page.locator('summary').filter({ hasText: /Bộ lọc đã lưu|Lưu bộ lọc này/ }).click();
  await page.getByRole('button', { name: 'Lưu bộ lọc này' }).click();
  await expect(page, 'no name was given').toHaveTitle(/^Lỗi: /);
  await sound(page);
  await page.getByLabel('Tên bộ lọc').fill(name);
  await page.getByRole('button', { name: 'Lưu bộ lọc này' }).click();
  await expect(page.locator('main')).toContainText(`Đã lưu bộ lọc “${name}”.`);
  await page.goto('/can-bo/nhiem-vu');
  await page.locator('summary').filter({ hasText: 'Bộ lọc đã lưu' }).click();
  await sound(page);
  await page.getByRole('link', { name, exact: true }).click();
  await expect(page.getByLabel('Độ khẩn')).toHaveValue('urgent');
  await page.locator('summary').filter({ hasText: 'Bộ lọc đã lưu' }).click();
  await page.getByRole('button', { name: `Xóa bộ lọc ${name}` }).click();
  await expect(page.locator('main')).toContainText('Đã xóa bộ lọc.');
  await page.locator('summary').filter({ hasText: 'Bộ lọc đã lưu' }).click();
  await expect(page.getByRole('link', { name, exact: true })).toHaveCount(0);
});

/** The chair gives the ward a task of this title. */
async function give(page: Page, title: string): Promise<void> {
  await page.goto('/can-bo/nhiem-vu/giao');
  const main = page.locator('main');
  await main.locator('[name=noi_dung]').fill(title);
  await new Hands(page).pick(main.locator('[name=chu_tri]'), 'UBND phường Thành Lam');
  await main.locator('[name=han]').fill('18/12/2026');
  await main.locator('[name=san_pham]').fill('Báo cáo');
  await main.getByRole('button', { name: 'Giao nhiệm vụ', exact: true }).click();
  await expect(page.locator('.p-flash')).toContainText('Đã giao nhiệm vụ');
}

test('a list says what is new since the last visit, until it is marked as seen', async ({ as, sound }, info) => {
  const page = await as('lanh.dao');
  const title = `Báo cáo việc vừa giao (${info.project.name} ${Date.now()})`;
  // The words are in this task only, so nobody else's tasks count.
  const list = `${LIST}&q=${encodeURIComponent(title)}`;
  await page.goto(list);
  await expect(page.locator('main')).toContainText('Không có nhiệm vụ mới từ lần xem trước');
  await give(await as('chu.tich'), title);
  await page.goto(list);
  await page.getByRole('link', { name: '1 nhiệm vụ mới từ lần xem trước', exact: true }).click();
  await expect(page.getByRole('link', { name: 'Xem mọi nhiệm vụ của danh sách' })).toBeVisible();
  expect(await total(page)).toBe(1);
  await expect(page.locator('main tbody tr').filter({ hasText: title })).toContainText('Mới');
  await sound(page);
  await page.getByRole('button', { name: 'Đánh dấu đã xem' }).click();
  await page.waitForURL((url) => !url.searchParams.has('moi'));
  await page.goto(list);
  await expect(page.locator('main')).toContainText('Không có nhiệm vụ mới từ lần xem trước');
  await expect(page.locator('main tbody tr').filter({ hasText: title })).not.toContainText('Mới');
});

test('the leaderboard says how units moved, and stands on a wall', async ({ page, sound }) => {
  test.setTimeout(120_000);
  await page.goto('/xep-hang/nhiem-vu?tu=2026-07-01&den=2026-09-30&tinh-den=2026-09-30');
  await expect(page.locator('#bang-nhom')).toContainText('so với kỳ giao 01/04/2026 – 30/06/2026');
  await expect(page.locator('.p-leaderboard__note').filter({ hasText: /Tăng \d+ bậc|Giảm \d+ bậc|Giữ hạng|Kỳ trước chưa xếp hạng/ }).first()).toBeVisible();
  await expect(page.locator('main')).toContainText('Bộ trọng số');
  await sound(page);
  await boardJustCame(page.request);
  await page.goto(BOARD);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Sở, ban, ngành|Xã, phường, đặc khu|Cơ quan khác|Huyện, thị xã, thành phố/);
  await expect(page.locator('.p-header, .p-side-nav')).toHaveCount(0);
  await sound(page);
});

test('the leaderboard is given away as files and as an address that never changes', async ({ as, visitor, sound }) => {
  const page = await as('giam.sat');
  await page.goto('/xep-hang/nhiem-vu');
  for (const [label, type] of [['Tải XLSX', 'spreadsheetml'], ['Tải JSON', 'application/json'], ['Tải CSV', 'text/csv']] as const) {
    const href = (await page.getByRole('link', { name: label }).getAttribute('href')) ?? '';
    const answer = await page.request.get(href);
    expect(answer.headers()['content-type'], label).toContain(type);
    expect(answer.headers()['content-disposition'], label).toContain('attachment');
  }
  const board = page.url();
  const cell = (page: Page) => page.locator('#hien-nay tbody tr').first().getByRole('link');
  let whole = '';
  await expect(async () => {
    // Frozen anew if another test gave or ended a task between the two pages.
    await page.goto(board);
    whole = /(\d[\d.]*)\s+nhiệm/.exec(await page.locator('#toan-tinh').innerText())?.[1] ?? '';
    await page.getByRole('button', { name: 'Chốt bảng xếp hạng' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Bảng xếp hạng nhiệm vụ đã chốt' })).toBeVisible();
    expect(await cell(page).innerText()).toBe(whole);
  }).toPass({ timeout: 30_000 });
  await sound(page);
  const guest = await visitor();
  await guest.goto(new URL(page.url()).pathname);
  await cell(guest).click();
  await expect(guest.getByRole('heading', { level: 1 })).toContainText(whole);
  await sound(guest);
});

/** Opens the figure that `find` shows on a page; its rows are as many. Read again if another test changed something between the two pages. */
async function opensItsRows(page: Page, address: string, find: (page: Page) => Locator): Promise<void> {
  await expect(async () => {
    await page.goto(address);
    const number = (await find(page).innerText()).trim();
    expect(number).toMatch(/^[\d.]+$/);
    await page.goto((await find(page).getAttribute('href')) ?? '');
    expect((await page.getByRole('heading', { level: 1 }).innerText()).split(/\s+/), page.url()).toContain(number);
  }).toPass({ timeout: 30_000 });
}

test('figures by leader and scorecards of units lead to their rows', async ({ as, sound }) => {
  const page = await as('giam.sat');
  await page.goto('/xep-hang/nhiem-vu');
  await page.getByRole('link', { name: 'Nhiệm vụ theo lãnh đạo giao' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toContainText('lãnh đạo');
  await sound(page);
  await opensItsRows(page, page.url(), (leaders) => leaders.locator('main tbody tr').first().getByRole('link').first());
  await sound(page);
  await page.goto('/can-bo/thong-ke/phieu-diem');
  await expect(page.locator('main')).toContainText('0,5 × điểm nhiệm vụ + 0,5 × điểm hồ sơ');
  await sound(page);
  await page.locator('main tbody a').first().click();
  await expect(page.getByRole('link', { name: 'Đề nghị kiểm tra số liệu' })).toBeVisible();
  await sound(page);
  const card = page.url();
  const figures = await page.locator('main tbody tr').getByRole('link').count();
  expect(figures).toBe(11);
  for (let at = 0; at < figures; at += 1) {
    await opensItsRows(page, card, (one) => one.locator('main tbody tr').getByRole('link').nth(at));
  }
});
