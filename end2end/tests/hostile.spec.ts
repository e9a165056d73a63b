// Hostile input: it comes back as text, or is refused in words; never a script that runs, never a 5xx.

import type { APIRequestContext, Page } from '@playwright/test';
import { expect, test } from '../support/fixtures';

const PAYLOADS = [
  '</title><script>alert(1)</script>',
  '</textarea><script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  '" onmouseover="alert(1)',
  '<!--><svg onload=alert(1)>',
  '{{constructor.constructor("alert(1)")()}}',
  "'; DROP TABLE account; --",
  '%00%0d%0aSet-Cookie: a=b',
  '../../../../etc/passwd',
  '\u202egnp.exe',
  '𝕏🧑‍🤝‍🧑\u0301\u0301\u0301',
  'ạ'.repeat(10_000),
  'x'.repeat(10_000),
];

/** Public pages with a query field that comes back on the page. */
const ECHOES: [string, string][] = [
  ['/thu-tuc', 'q'],
  ['/tim', 'q'],
  ['/tra-cuu', 'ma'],
  ['/cong-cu/tinh-han', 'ngay'],
  ['/cong-cu/tinh-han', 'so'],
  ['/xep-hang/nhiem-vu', 'tu'],
  ['/xep-hang/nhiem-vu', 'nhom'],
  ['/xep-hang/nhiem-vu/danh-sach', 'don-vi'],
  ['/thong-ke/ho-so', 'don-vi'],
  ['/thong-ke/ho-so', 'linh-vuc'],
  ['/tin-tuc', 'cong'],
  ['/tin-tuc', 'trang'],
  ['/danh-ba', 'q'],
  ['/minh-hoa/tin-nhan', 'so'],
  ['/dang-nhap', 've'],
];

/** No markup of a payload may stand in the HTML unescaped. */
const ALIVE = /<script>alert|<img src=x|<svg onload|" onmouseover="alert/i;

test('payloads in addresses come back as text on every public page (A10-05)', async ({ request, phone, scripts }) => {
  test.skip(phone || !scripts, 'about the answers of the server; one project is enough');
  test.setTimeout(300_000);
  for (const [path, name] of ECHOES) {
    for (const payload of PAYLOADS) {
      const answer = await request.get(`${path}?${new URLSearchParams({ [name]: payload })}`);
      const where = `${path}?${name}=${payload.slice(0, 40)}`;
      expect.soft(answer.status(), where).toBeLessThan(500);
      expect.soft(await answer.text(), where).not.toMatch(ALIVE);
    }
  }
});

test('NUL bytes, broken UTF-8 and strange paths are not server errors (A10-05)', async ({ request, phone, scripts }) => {
  test.skip(phone || !scripts, 'about the answers of the server; one project is enough');
  const addresses = [
    '/thu-tuc?q=%00',
    '/thu-tuc?q=a%00b&linh-vuc=%00',
    '/thu-tuc/%00',
    '/tra-cuu/%00',
    '/tra-cuu/%ff%fe',
    '/thu-tuc?q=%ff%fe%fd',
    '/tin-tuc/%2e%2e%2f%2e%2e',
    '/s/%00',
    '/nop/%00/kiem-tra',
    '/tep/..%2f..%2fportal.db',
    '/pkg/..%2f..%2fportal.db',
    '/xep-hang/nhiem-vu?tu=0000-00-00&den=9999-12-31',
    '/xep-hang/nhiem-vu?tu=9999-12-31&den=0001-01-01&tinh-den=-1',
    '/xep-hang/nhiem-vu/danh-sach?muc=%00',
    '/thu-tuc?trang=-1',
    '/thu-tuc?trang=99999999999999999999',
    '/cong-cu/tinh-han?ngay=9999-12-31&so=5000&loai=ngay',
    `/thu-tuc?${'a=b&'.repeat(2_000)}`,
    `/${'a/'.repeat(500)}`,
    '/dang-nhap?phieu=%00',
    `/dang-nhap?phieu=${'0'.repeat(64)}`,
  ];
  for (const address of addresses) expect.soft((await request.get(address)).status(), address.slice(0, 80)).toBeLessThan(500);
});

/** Posts a form as a browser of the same site does. */
async function post(request: APIRequestContext, address: string, form: Record<string, string>): Promise<{ status: number; text: string }> {
  const answer = await request.post(address, { form, headers: { 'sec-fetch-site': 'same-origin', accept: 'text/html' } });
  return { status: answer.status(), text: await answer.text() };
}

test('payloads in public forms are refused or come back as text (A10-05)', async ({ request, phone, scripts }) => {
  test.skip(phone || !scripts, 'about the answers of the server; one project is enough');
  test.setTimeout(240_000);
  for (const payload of [...PAYLOADS, 'a\0b']) {
    for (const [address, form] of [
      ['/tra-cuu', { ma: payload, so_cuoi: payload }],
      ['/tuy-chon', { co_chu: payload, nen: payload, ve: payload }],
      ['/dang-nhap/ma', { ma_xac_thuc: payload, ve: payload }],
    ] as [string, Record<string, string>][]) {
      const { status, text } = await post(request, address, form);
      expect.soft(status, `${address} ${payload.slice(0, 30)}`).toBeLessThan(500);
      expect.soft(text, `${address} ${payload.slice(0, 30)}`).not.toMatch(ALIVE);
    }
  }
});

test('a form from another site is refused; a redirect never leaves our host', async ({ request, baseURL }) => {
  const foreign = await request.post('/tuy-chon', {
    form: { co_chu: '150' },
    headers: { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
    maxRedirects: 0,
  });
  expect(foreign.status()).toBe(403);
  for (const to of ['https://evil.example/', '//evil.example/', '/\\evil.example', 'javascript:alert(1)', '/\t/evil.example']) {
    const answer = await request.post('/tuy-chon', { form: { co_chu: '150', ve: to }, headers: { 'sec-fetch-site': 'same-origin' }, maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    const target = new URL(answer.headers()['location'] ?? '', baseURL);
    expect.soft(target.origin, to).toBe(new URL(baseURL ?? '').origin);
  }
});

/** A browser that would run an injected script would show a dialog. */
function noDialog(page: Page): void {
  page.on('dialog', (dialog) => {
    void dialog.dismiss();
    throw new Error(`a script ran: ${dialog.message()}`);
  });
}

test('what was typed comes back into the fields of a refused form, letter by letter', async ({ page }) => {
  noDialog(page);
  for (const payload of ['</title><script>alert(1)</script>', '"><img src=x onerror=alert(1)>']) {
    await page.goto('/tra-cuu');
    await page.getByLabel('Mã hồ sơ hoặc mã nộp').fill(payload);
    await page.getByRole('button', { name: 'Tra cứu' }).click();
    await expect(page).toHaveTitle(/^Lỗi: /);
    await expect(page.getByLabel('Mã hồ sơ hoặc mã nộp')).toHaveValue(payload);
  }
});

test('an article with </textarea> in its text is edited and shown as text (A06-06, A07-11)', async ({ as }) => {
  const page = await as('bien.tap');
  noDialog(page);
  const body = 'Trước </textarea><script>alert(1)</script> sau';
  await page.goto('/can-bo/tin-bai/moi');
  await page.getByLabel('Nội dung', { exact: true }).fill(body);
  await page.getByRole('button', { name: 'Lưu bài nháp' }).click();
  await expect(page).toHaveTitle(/^Lỗi: /);
  await expect(page.getByLabel('Nội dung', { exact: true })).toHaveValue(body);
  expect(await page.locator('main script').count()).toBe(0);
});

test('six wrong passwords in a row: the sixth is refused even if it were right (A01-10)', async ({ page }, info) => {
  // A name of its own for each project: the limit counts by account.
  const username = `khong.co.${info.project.name}`;
  for (let i = 0; i < 6; i += 1) {
    await page.goto('/dang-nhap');
    await page.locator('main input[name=ten_dang_nhap]').fill(username);
    await page.locator('main input[name=mat_khau]').fill(`sai-mat-khau-${i}-dai-dai`);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await expect(page.locator('.p-error-summary')).toBeVisible();
    await expect(page.locator('main input[name=ten_dang_nhap]')).toHaveValue(username);
    await expect(page.locator('main input[name=mat_khau]')).toHaveValue('');
  }
  await expect(page.locator('.p-error-summary')).toContainText(/phút|chờ/i);
});
