// The leaderboard of tasks with the numbers of 2017 (fixture F000): 556 tasks, 249 = 81 + 168 done, 307 = 177 + 130 open.

import type { Page } from '@playwright/test';
import { parseCsv } from '../support/csv';
import { expect, test } from '../support/fixtures';

const PERIOD = 'tu=2017-09-01&den=2017-12-13&tinh-den=2017-12-13';
const BOARD = `/xep-hang/nhiem-vu?${PERIOD}`;

/** A figure on the page: its number, where its link leads, whose it is and which one. */
interface Figure {
  count: number;
  href: string;
  unit: string;
  which: string;
}

/** Every number on the page that links to rows. */
async function figures(page: Page): Promise<Figure[]> {
  const links = await page.locator('main a[href*="/danh-sach?"]').evaluateAll((anchors) =>
    anchors.map((anchor) => ({ text: (anchor.textContent ?? '').trim(), href: anchor.getAttribute('href') ?? '' })),
  );
  return links
    .filter(({ text }) => /^[\d.]+$/.test(text))
    .map(({ text, href }) => {
      const query = new URL(href, 'http://localhost').searchParams;
      return { count: Number(text.replaceAll('.', '')), href, unit: query.get('don-vi') ?? query.get('nhom') ?? '', which: query.get('muc') ?? '' };
    });
}

/** How many rows stand behind a link, over all its pages. */
async function rowsBehind(page: Page, href: string): Promise<{ rows: number; said: number }> {
  let rows = 0;
  let said = -1;
  for (let number = 1; number < 200; number += 1) {
    const html = await (await page.request.get(`${href}&trang=${number}`)).text();
    const heading = /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1] ?? '';
    said = Number(/([\d.]+)\s*nhiệm\s*vụ/.exec(heading.replaceAll(/<[^>]*>/g, ''))?.[1]?.replaceAll('.', '') ?? -1);
    const here = html.split('class="p-table__name"').length - 1;
    rows += here;
    if (here === 0 || rows >= said) break;
  }
  return { rows, said };
}

test('the numbers of 2017 stand on the page with their shares (A04-01)', async ({ page, sound }) => {
  await page.goto(BOARD);
  const heading = page.locator('#toan-tinh');
  await expect(heading).toHaveText(/556\s+nhiệm\s+vụ, 249 đã hoàn thành, 307 chưa hoàn thành/);
  const share = async (row: RegExp): Promise<string> =>
    (await page.locator('.p-bucket-table__row').filter({ hasText: row }).allInnerTexts()).map((text) => text.replace(/\s+/g, ' ').trim()).join(' | ');
  expect(await share(/^\s*Đúng hạn/)).toMatch(/81 32,53/);
  expect(await share(/Quá hạn/)).toMatch(/168 67,47.*130 42,35/);
  expect(await share(/Trong hạn/)).toMatch(/177 57,65/);
  await expect(page.locator('main')).toContainText('tính đến hết ngày 13/12/2017');
  await expect(page.locator('main')).toContainText('để đơn vị có ít nhiệm vụ không đứng đầu do may mắn');
  await sound(page);
  // On paper the same figures.
  await page.emulateMedia({ media: 'print' });
  await expect(heading).toBeVisible();
  expect(await share(/^\s*Đúng hạn/)).toMatch(/81 32,53/);
  expect(await share(/Quá hạn/)).toMatch(/168 67,47.*130 42,35/);
  expect(await share(/Trong hạn/)).toMatch(/177 57,65/);
  expect(await share(/Không thời hạn/)).toMatch(/0 0,00/);
});

test('the count on each figure is the number of rows behind its link (A04-10)', async ({ page, phone, scripts }) => {
  test.setTimeout(300_000);
  await page.goto(BOARD);
  let all = await figures(page);
  if (phone || !scripts) {
    // The links are the same HTML everywhere: the desktop project opens every one of them, the others the totals.
    all = all.filter((figure) => figure.unit === '');
  } else {
    await page.goto(`${BOARD}&nhom=huyen`);
    all.push(...(await figures(page)));
  }
  const byHref = new Map(all.map((figure) => [figure.href, figure]));
  expect(byHref.size).toBeGreaterThanOrEqual(phone || !scripts ? 8 : 150);
  for (const figure of byHref.values()) {
    const { rows, said } = await rowsBehind(page, figure.href);
    expect.soft({ rows, said }, figure.href).toEqual({ rows: figure.count, said: figure.count });
  }
});

test('a figure opens its rows, page by page, and back', async ({ page, sound }) => {
  await page.goto(BOARD);
  await page.locator('.p-bucket-table__row').filter({ hasText: 'Quá hạn' }).getByRole('link', { name: '168', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Xong quá hạn: 168\s+nhiệm\s+vụ/);
  await expect(page.locator('.p-table tbody tr')).toHaveCount(100);
  await expect(page.locator('main')).toContainText('1–100 trong 168');
  await sound(page);
  await page.getByRole('link', { name: 'Trang sau' }).click();
  await expect(page.locator('main')).toContainText('101–168 trong 168');
  await page.goBack();
  await page.goBack();
  await expect(page.locator('#toan-tinh')).toBeVisible();
});

test('the CSV file holds the numbers of the page (A08-02)', async ({ page }) => {
  await page.goto(BOARD);
  const shown = await figures(page);
  await page.goto(`${BOARD}&nhom=huyen`);
  shown.push(...(await figures(page)));
  const link = page.getByRole('link', { name: 'Tải CSV' });
  const answer = await page.request.get((await link.getAttribute('href')) ?? '');
  expect(answer.headers()['content-type']).toContain('text/csv');
  expect(answer.headers()['content-disposition']).toContain('attachment');
  const lines = parseCsv(await answer.text());
  const total = lines.find((line) => line['Cơ quan chủ trì'] === 'Toàn tỉnh');
  expect(total).toMatchObject({
    'Tổng số': '556',
    'Đã hoàn thành': '249',
    'Xong đúng hạn': '81',
    'Xong quá hạn': '168',
    'Chưa hoàn thành': '307',
    'Chưa xong, trong hạn': '177',
    'Chưa xong, quá hạn': '130',
    'Chưa xong, không thời hạn': '0',
    'Đúng hạn / đã hoàn thành': expect.stringContaining('32,53'),
    'Trong hạn / chưa hoàn thành': expect.stringContaining('57,65'),
  });
  const columns: Record<string, string> = {
    tong: 'Tổng số',
    'da-xong': 'Đã hoàn thành',
    'xong-dung-han': 'Xong đúng hạn',
    'xong-qua-han': 'Xong quá hạn',
    'chua-xong': 'Chưa hoàn thành',
    'trong-han': 'Chưa xong, trong hạn',
    'qua-han': 'Chưa xong, quá hạn',
    'khong-han': 'Chưa xong, không thời hạn',
    'phoi-hop': 'Phối hợp',
    'thu-hoi': 'Thu hồi, hủy',
  };
  const units = lines.filter((line) => line['Mã đơn vị']?.startsWith('H98'));
  // Units that only take part have a line too; 20 departments and 9 districts lead.
  expect(units.filter((line) => line['Tổng số'] !== '0').length).toBe(29);
  for (const line of units) {
    for (const figure of shown.filter((figure) => figure.unit === line['Mã đơn vị'] && columns[figure.which])) {
      expect.soft(String(figure.count), `${figure.unit} ${figure.which}`).toBe(line[columns[figure.which] ?? '']);
    }
  }
});

test('the print version is a page of its own with the time of printing', async ({ page, sound }) => {
  await page.goto(BOARD);
  await page.getByRole('link', { name: 'In trang này' }).click();
  await expect(page.locator('.p-print-header')).toContainText('Ủy ban nhân dân tỉnh Lam Giang');
  await expect(page.locator('main')).toContainText('556');
  await sound(page);
});

/** Phones fold the filter: whoever wants it opens it. */
async function openFilter(page: Page): Promise<void> {
  const fold = page.locator('.p-filter-bar__summary');
  if (await fold.isVisible()) await fold.click();
}

test('the choice of a period keeps what was typed', async ({ page, sound }) => {
  await page.goto('/xep-hang');
  await expect(page.getByRole('heading', { level: 1, name: 'Xếp hạng' })).toBeVisible();
  await sound(page);
  await page.getByRole('link', { name: 'Xem bảng xếp hạng nhiệm vụ' }).click();
  await openFilter(page);
  await page.getByLabel('Giao từ ngày').fill('01/09/2017');
  await page.getByLabel('Giao đến ngày').fill('13/12/2017');
  await page.getByLabel('Số liệu hết ngày').fill('13/12/2017');
  await page.getByRole('button', { name: 'Xem', exact: true }).click();
  await expect(page.locator('#toan-tinh')).toContainText('556');
  await expect(page.getByLabel('Giao từ ngày')).toHaveValue('01/09/2017');
});

test('a period without tasks is an answer, not an error', async ({ page, sound }) => {
  await page.goto('/xep-hang/nhiem-vu?tu=2011-01-01&den=2011-12-31');
  await expect(page.getByText('Kỳ này chưa có nhiệm vụ nào')).toBeVisible();
  await sound(page);
});

test('a period that ends before it begins is named at its field, with what was typed', async ({ page, sound }) => {
  await page.goto('/xep-hang/nhiem-vu?tu=2017-12-13&den=2017-09-01');
  await expect(page).toHaveTitle(/^Lỗi: /);
  const summary = page.locator('.p-error-summary');
  await expect(summary).toBeVisible();
  await expect(summary.getByRole('link')).toHaveText(/Ngày cuối kỳ/);
  await expect(page.getByLabel('Giao đến ngày')).toBeVisible();
  await sound(page);
  await summary.getByRole('link').click();
  await expect(page.getByLabel('Giao đến ngày')).toBeFocused();
});
