// The counter of the one-stop desk: receipt from a person (O03), hand-over of papers (O05), scans (O15).

import type { Locator, Page } from '@playwright/test';
import { largest } from '../support/display';
import { CITIZEN, apply } from '../support/dossiers';
import { pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { Hands, tick } from '../support/hands';

/** Answers by field name, for what is neither filled in nor chosen. */
const ANSWERS: [RegExp, string][] = [
  [/^(ho_ten|nguoi-trich-luc)$/, 'Nguyễn Mẫu Quầy'],
  [/^(ngay_sinh|sinh-nguoi-trich-luc)_ngay$/, '15'],
  [/^(ngay_sinh|sinh-nguoi-trich-luc)_thang$/, '11'],
  [/^(ngay_sinh|sinh-nguoi-trich-luc)_nam$/, '1990'],
  [/^dien_thoai$/, '0999912399'],
  [/_chi_tiet$/, 'Số 1 đường Lam Giang'],
  [/^noi-dang-ky$/, 'Phường Thành Lam'],
  [/^so-ban$/, '2'],
  [/^ten-ho$/, 'Hộ kinh doanh Mẫu Quầy'],
  [/^von$/, '50000000'],
];
/** Questions with several answers, of which one is needed. */
const SEVERAL = /^nganh-nghe$/;

/** What people ask for at the counter: words and name. */
interface Wanted {
  words: string;
  name: string;
}
const COPY: Wanted = { words: 'ban sao trich luc', name: 'Cấp bản sao trích lục hộ tịch' };
/** A procedure with three papers. */
const BUSINESS: Wanted = { words: 'thanh lap ho kinh doanh', name: 'Đăng ký thành lập hộ kinh doanh' };
/** How long a person at the keyboard may need for the form, milliseconds (O03). */
const AT_KEYBOARD_MS = 60_000;

/** Opens the form of a procedure from the search. */
async function begin(hands: Hands, wanted = COPY): Promise<void> {
  const { page } = hands;
  await page.goto('/can-bo/tiep-nhan');
  await hands.type(page.getByRole('searchbox', { name: 'Tên, từ khóa hoặc mã thủ tục' }), wanted.words);
  await hands.press(page.getByRole('button', { name: 'Tìm thủ tục' }));
  await page.waitForURL(/q=/);
  await hands.press(page.getByRole('button', { name: `Chọn ${wanted.name}` }));
  await page.waitForURL(/\/can-bo\/tiep-nhan\/N-/);
}

/** Fills in what is still blank, from top to bottom, without the ticks at the end. */
async function fill(hands: Hands): Promise<void> {
  const form = hands.page.locator('main form.p-form');
  const fields = await form.locator('input:not([type=hidden], [type=file]), select, textarea').evaluateAll((all) =>
    all.map((field) => {
      const { name, type, value } = field as HTMLInputElement;
      return { name, type, value, checked: (field as HTMLInputElement).checked ?? false };
    }),
  );
  const done = new Set<string>();
  for (const field of fields) {
    if (done.has(field.name)) continue;
    done.add(field.name);
    if (field.type === 'checkbox') {
      if (SEVERAL.test(field.name)) await hands.tick(form.locator(`input[name="${field.name}"]`).first());
      continue;
    }
    if (field.type === 'radio') {
      const group = fields.filter((other) => other.name === field.name);
      if (!group.some((other) => other.checked)) await hands.tick(form.locator(`input[name="${field.name}"]`).first());
      continue;
    }
    if (field.value !== '') continue;
    const control = form.locator(`[name="${field.name}"]`);
    const text = ANSWERS.find(([pattern]) => pattern.test(field.name))?.[1];
    if (field.type.startsWith('select')) await hands.pick(control, 'Thành Lam');
    else if (text !== undefined) await hands.type(control, text);
  }
}

/** Confirms and receives; returns the code of the dossier. */
async function receive(hands: Hands): Promise<string> {
  const { page } = hands;
  await hands.tick(page.locator('main input[name=giay_to_tuy_than]'));
  await hands.tick(page.locator('main input[name=cam_doan]'));
  await hands.press(page.getByRole('button', { name: 'Tiếp nhận hồ sơ', exact: true }));
  await expect(page.locator('.p-confirmation-panel__code')).toContainText(/^H99\./);
  return (await page.locator('.p-confirmation-panel__code').innerText()).trim();
}

/** Every paper of the checklist is there: one original each. */
async function papers(hands: Hands): Promise<void> {
  const { page } = hands;
  for (const box of await page.locator('main input[type=checkbox][name^="nhan_"]').all()) {
    await hands.tick(box);
    const id = ((await box.getAttribute('name')) ?? '').replace('nhan_', '');
    await hands.type(page.locator(`main input[name="ban_chinh_${id}"]`), '1');
  }
}

/** A dossier of a person at the counter. */
async function dossier(page: Page): Promise<string> {
  const hands = new Hands(page);
  await begin(hands);
  await hands.type(page.getByLabel('Số định danh cá nhân'), '999012340777');
  await fill(hands);
  await papers(hands);
  return receive(hands);
}

/** The box of a dossier in a list; what is due later may stand on a later page. */
async function listed(page: Page, code: string): Promise<Locator> {
  const box = page.locator(`main input[name=ho_so][value^="${code}|"]`);
  const next = page.getByRole('link', { name: 'Trang sau' });
  while ((await box.count()) === 0 && (await next.count()) > 0) {
    const before = page.url();
    await next.click();
    await page.waitForURL((url) => url.href !== before);
  }
  return box;
}

test('a person at the counter goes home with code, due date and form 01 (A02-11: O03)', async ({ as, sound }) => {
  test.setTimeout(240_000);
  const page = await as('mot.cua');
  const hands = new Hands(page);
  await begin(hands);
  await sound(page);

  await test.step('the portal knows the person by the identity number', async () => {
    await page.getByLabel('Số định danh cá nhân').fill('999000000001');
    await page.getByRole('button', { name: 'Tìm người' }).click();
    await expect(page.locator('.p-flash')).toContainText('Đã tìm thấy Nguyễn Mẫu Sơn');
    await expect(page.locator('main input[name=ho_ten]')).toHaveValue('Nguyễn Mẫu Sơn');
  });

  await test.step('what is refused comes back as it was typed, every gap at its field', async () => {
    await fill(hands);
    await page.locator('main [name=so-ban]').fill('hai');
    await page.getByRole('button', { name: 'Tiếp nhận hồ sơ', exact: true }).click();
    await expect(page).toHaveTitle(/^Lỗi: /);
    const summary = page.locator('.p-error-summary');
    await expect(summary).toContainText('Chưa xác nhận người nộp');
    await expect(summary).toContainText('Chỉ nhập chữ số');
    await expect(page.locator('main [name=so-ban]')).toHaveValue('hai');
    await sound(page);
    await page.locator('main [name=so-ban]').fill('2');
  });

  const file = pdf('quet-tai-quay.pdf');
  await test.step('a scan goes to its paper', async () => {
    await page.locator('main input[type=file][name^="tep_"]').first().setInputFiles(file);
    await page.getByRole('button', { name: 'Tải lên' }).first().click();
    await expect(page.locator('.p-file-upload__file').filter({ hasText: file.name })).toBeVisible();
    await expect(page.locator('main [name=so-ban]')).toHaveValue('2');
  });

  const code = await receive(hands);
  await expect(page.locator('.p-confirmation-panel')).toContainText('Hẹn trả kết quả');
  await expect(page.locator('#ho-so')).toContainText('Trần Mẫu An');
  await sound(page);
  await page.getByRole('link', { name: 'Biên nhận' }).click();
  expect((await page.locator('#tep').innerText()).replace(/\s/g, '')).toContain(file.sha256);
  await page.goto(`/can-bo/ho-so/${code}/mau/01-3`);
  await expect(page.locator('main')).toContainText('Giấy tiếp nhận hồ sơ và hẹn trả kết quả');
  await sound(page);

  await test.step('somebody looks at the scan before the paper counts as digitised (O15)', async () => {
    await page.goto(`/can-bo/so-hoa?hang=cho-kiem-tra&q=${encodeURIComponent('Nguyễn Mẫu Sơn')}`);
    await sound(page);
    await page.locator('main table a').first().click();
    await sound(page);
    await tick(page.locator('main input[name=ket_qua][value=dat]'));
    await page.getByRole('button', { name: 'Ghi kết quả kiểm tra' }).click();
    await expect(page.locator('.p-flash')).toContainText('Đã ghi bản quét đạt');
    await page.goto(`/can-bo/ho-so/${code}?muc=giay-to`);
    await expect(page.locator('main')).toContainText('Đã số hóa');
  });
});

test('a dossier with three papers is received in a minute with nothing but the keyboard, at text size 175 % (A02-11: O03)', async ({ as, baseURL, phone }) => {
  test.skip(phone, 'phones have no keyboard');
  test.setTimeout(240_000);
  const page = await as('mot.cua');
  await largest(page, baseURL);
  const hands = new Hands(page, true);
  const begun = Date.now();
  await begin(hands, BUSINESS);
  await expect(page.locator('html')).toHaveAttribute('data-text', '175');
  await expect(page.locator('main input[type=checkbox][name^="nhan_"]')).toHaveCount(3);
  await hands.type(page.getByLabel('Số định danh cá nhân'), '999012340888');
  await fill(hands);
  await papers(hands);
  expect(await receive(hands)).toMatch(/^H99\.101-/);
  expect(Date.now() - begun, 'from the search to the receipt, ms').toBeLessThanOrEqual(AT_KEYBOARD_MS);
});

test('papers are handed over by sheet, the others are named, the officer takes them (O05)', async ({ as, sound }) => {
  test.setTimeout(240_000);
  const counter = await as('mot.cua');
  const code = await dossier(counter);
  await counter.goto('/can-bo/ban-giao?hang=giao');
  await sound(counter);
  await counter.getByRole('button', { name: 'Bàn giao các hồ sơ đã chọn' }).click();
  await expect(counter, 'nothing ticked is refused').toHaveTitle(/^Lỗi: /);
  await counter.goto('/can-bo/ban-giao?hang=giao');
  await tick(await listed(counter, code));
  await counter.getByRole('button', { name: 'Bàn giao các hồ sơ đã chọn' }).click();
  const said = counter.locator('.p-flash');
  await expect(said).toContainText('Đã bàn giao 1 hồ sơ');
  const sheet = /BG-\d{6}-\d{4}/.exec(await said.innerText())?.[0] ?? '';
  await counter.locator('#phieu').getByRole('link', { name: sheet }).click();
  await expect(counter.getByRole('heading', { level: 1, name: 'Phiếu kiểm soát quá trình giải quyết hồ sơ' })).toBeVisible();
  await expect(counter.locator('main')).toContainText(code);
  await sound(counter);

  const officer = await as('chuyen.vien');
  await officer.goto('/can-bo/ban-giao');
  await sound(officer);
  await tick(await listed(officer, code));
  await officer.getByRole('button', { name: 'Nhận các hồ sơ đã chọn' }).click();
  await expect(officer.locator('.p-flash')).toContainText('Đã nhận 1 hồ sơ');
  await officer.goto(`/can-bo/ho-so/${code}`);
  await expect(officer.locator('main')).toContainText('Đang xử lý');
});

test('complete submissions are received together (O02)', async ({ as, sound }) => {
  test.setTimeout(180_000);
  const citizen = new Hands(await as(CITIZEN));
  const submit = (): Promise<string> => apply(citizen, pdf('tiep-nhan-chung.pdf'));
  let own = [await submit(), await submit()];
  const page = await as('mot.cua');
  const boxes = async (): Promise<Locator[]> => {
    await page.goto('/can-bo/cho-tiep-nhan');
    const found: Locator[] = [];
    for (const code of own) found.push(await listed(page, code));
    return found;
  };
  let [first, second] = await boxes();
  // Other submissions may have put the end of a page between the two: the next one stands beside the second.
  if (first && (await first.count()) === 0) {
    own = [own[1] ?? '', await submit()];
    [first, second] = await boxes();
  }
  if (!first || !second) throw new Error('no submission to receive');
  await sound(page);
  await tick(first);
  await tick(second);
  await page.getByRole('button', { name: 'Tiếp nhận các hồ sơ đã chọn' }).click();
  await expect(page, 'the look at papers has to be confirmed').toHaveTitle(/^Lỗi: /);
  await expect(second, 'what was ticked stays ticked').toBeChecked();
  await tick(page.locator('main input[name=xac_nhan]'));
  await page.getByRole('button', { name: 'Tiếp nhận các hồ sơ đã chọn' }).click();
  await expect(page.locator('.p-flash')).toContainText('Đã tiếp nhận 2 hồ sơ');
  await page.goto('/can-bo/cho-tiep-nhan');
  for (const code of own) await expect(await listed(page, code)).toHaveCount(0);
});
