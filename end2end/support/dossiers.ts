// The citizen's journey, page by page, and the desk of officials: shared by the specs that need a dossier.

import { type Page, expect } from '@playwright/test';
import type { Upload } from './files';
import { Hands, tick } from './hands';

/** The citizen of the demo who applies. */
export const CITIZEN = '0999900001';

/** Answers by field name, for what the account does not fill in. */
const ANSWERS: [RegExp, string][] = [
  [/^(ho_ten|nguoi-trich-luc)$/, 'Nguyễn Mẫu Sơn'],
  [/^so_dinh_danh$/, '999090000001'],
  [/^(ngay_sinh|sinh-nguoi-trich-luc)_ngay$/, '15'],
  [/^(ngay_sinh|sinh-nguoi-trich-luc)_thang$/, '11'],
  [/^(ngay_sinh|sinh-nguoi-trich-luc)_nam$/, '1990'],
  [/^dien_thoai$/, CITIZEN],
  [/_chi_tiet$/, 'Số 1 đường Lam Giang'],
  [/^noi-dang-ky$/, 'Phường Thành Lam'],
  [/^so-ban$/, '2'],
];

/** Answers one page of questions: what is filled in already stays, choices take their first entry. */
async function answer(hands: Hands): Promise<void> {
  const form = hands.page.locator('main form.p-form');
  const fields = await form.locator('input:not([type=hidden], [type=file], [type=checkbox]), select, textarea').evaluateAll((all) =>
    all.map((field) => {
      const { name, type, value } = field as HTMLInputElement;
      return { name, type, value, checked: (field as HTMLInputElement).checked ?? false };
    }),
  );
  for (const name of new Set(fields.filter((field) => field.type === 'radio').map((field) => field.name))) {
    const group = fields.filter((field) => field.type === 'radio' && field.name === name);
    if (!group.some((field) => field.checked)) await hands.tick(form.locator(`input[name="${name}"]`).first());
  }
  for (const field of fields.filter((field) => field.type !== 'radio' && field.value === '')) {
    const control = form.locator(`[name="${field.name}"]`);
    const text = ANSWERS.find(([pattern]) => pattern.test(field.name))?.[1];
    if (field.type.startsWith('select')) await hands.pick(control, 'Thành Lam');
    else if (text !== undefined) await hands.type(control, text);
  }
}

/** One paper: with a file it is uploaded and its size and digest must stand on the page; without one it is brought, or not needed. */
async function paper(hands: Hands, file: Upload | undefined): Promise<void> {
  const { page } = hands;
  if (!file) return hands.tick(page.locator('main input[type=radio]:is([value=none], [value=paper])').last());
  await hands.tick(page.locator('main input[type=radio][value=upload]'));
  await page.locator('main input[type=file]').setInputFiles(file);
  await hands.press(page.getByRole('button', { name: 'Tải lên' }));
  const row = page.locator('.p-file-upload__file').filter({ hasText: file.name });
  await expect(row).toContainText(new RegExp(`Đã nhận đủ\\s+${file.buffer.length.toLocaleString('de-DE')}\\s+byte`));
  await row.locator('summary').click();
  expect((await row.locator('.p-file-upload__hash').innerText()).replace(/\s/g, '')).toContain(file.sha256);
}

/** How the result comes. */
export type Delivery = 'at_centre' | 'by_post';

/**
 * Applies for a copy of a civil-status record, from the search to the page "Đã nộp hồ sơ"; returns the submission code.
 * `each` sees every page of the journey before it is answered.
 */
export async function apply(hands: Hands, file: Upload, each: (page: Page) => Promise<void> = async () => {}, delivery: Delivery = 'at_centre'): Promise<string> {
  const { page } = hands;
  await page.goto('/thu-tuc');
  await hands.type(page.getByLabel('Việc cần làm hoặc mã thủ tục'), 'ban sao trich luc');
  await hands.press(page.getByRole('button', { name: 'Tìm thủ tục' }));
  await hands.press(page.getByRole('link', { name: 'Cấp bản sao trích lục hộ tịch' }).first());
  await each(page);
  await hands.press(page.getByRole('button', { name: 'Bắt đầu nộp hồ sơ' }).first());
  await page.waitForURL(/\/nop\/[^/]+\/[a-z-]+/);
  await journey(hands, file, each, delivery);
  return declare(hands, each);
}

/** The declaration, to the page "Đã nộp hồ sơ"; returns the submission code. */
export async function declare(hands: Hands, each: (page: Page) => Promise<void>): Promise<string> {
  const { page } = hands;
  await each(page);
  await hands.tick(page.getByLabel('Tôi đã đọc và cam đoan như trên'));
  await hands.press(page.getByRole('button', { name: 'Nộp hồ sơ' }));
  await page.waitForURL(/\/nop\/[^/]+\/xong$/);
  await each(page);
  return /\/nop\/([^/]+)\/xong/.exec(page.url())?.[1] ?? '';
}

/** Every page between the start and the declaration; without a file every paper is brought later, or not needed. */
export async function journey(hands: Hands, file: Upload | undefined, each: (page: Page) => Promise<void>, delivery: Delivery = 'at_centre'): Promise<void> {
  const { page } = hands;
  let uploaded = false;
  for (let n = 0; n < 25; n += 1) {
    const step = /\/nop\/[^/]+\/(.+?)(\?|$)/.exec(page.url())?.[1] ?? '';
    if (step === 'cam-doan') return;
    await each(page);
    if (step === 'kiem-tra') {
      if (file) await expect(page.locator('main')).toContainText(file.name);
      await hands.press(page.getByRole('link', { name: 'Tiếp tục' }));
    } else {
      if (step === 'co-quan') await hands.pick(page.getByLabel('Cơ quan giải quyết'), 'phường Thành Lam');
      else if (step.startsWith('giay-to/')) await paper(hands, uploaded ? undefined : file);
      else if (step === 'nhan-ket-qua') await hands.tick(page.locator(`main input[name=nhan_ket_qua][value=${delivery}]`));
      else if (step !== 'thong-bao') await answer(hands);
      uploaded ||= step.startsWith('giay-to/');
      await hands.press(page.getByRole('button', { name: /^(Tiếp tục|Lưu và tiếp tục)$/ }));
    }
    await page.waitForURL((url) => !url.pathname.endsWith(`/${step}`));
  }
  throw new Error(`no end of the journey: ${page.url()}`);
}

/** Opens a dossier at the desk: from the list it stands in, else by its address, as from a notice. */
export async function openAtDesk(page: Page, code: string): Promise<void> {
  await page.goto(`/can-bo/ho-so?q=${encodeURIComponent(code)}`);
  const row = page.locator(`main a[href*="/can-bo/ho-so/${code}"]`).first();
  if (await row.isVisible()) await row.click();
  else await page.goto(`/can-bo/ho-so/${code}`);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Takes a step of the desk: the link on the dossier, the form of the step, the sentence that says what was done. */
export async function step(page: Page, link: string, fill: (page: Page) => Promise<void>, button: string, said: RegExp): Promise<void> {
  const target = page.locator('main').getByRole('link', { name: link, exact: true });
  if (!(await target.isVisible())) await page.locator('main summary').filter({ hasText: 'Việc khác' }).click();
  await target.click();
  await fill(page);
  await page.locator('main').getByRole('button', { name: button, exact: true }).click();
  await expect(page.locator('.p-flash')).toContainText(said);
}

/** Takes a submission over at the desk of the one-stop centre (O02); returns the code of the dossier. */
export async function received(counter: Page, submission: string): Promise<string> {
  await openAtDesk(counter, submission);
  const fill = async (page: Page): Promise<void> => {
    for (const box of await page.locator('main input[name=thanh_phan]').all()) await tick(box);
    await tick(page.locator('main input[name=giay_to_tuy_than]'));
  };
  await step(counter, 'Tiếp nhận hồ sơ', fill, 'Tiếp nhận hồ sơ', /Đã tiếp nhận hồ sơ/);
  return decodeURIComponent(/\/can-bo\/ho-so\/([^/?]+)/.exec(counter.url())?.[1] ?? '');
}

/** From the submission to an officer at work on it (O02, O07); returns the code. */
export async function atWork(as: (who: string) => Promise<Page>, submission: string): Promise<string> {
  const code = await received(await as('mot.cua'), submission);
  const head = await as('truong.phong');
  await openAtDesk(head, code);
  await step(head, 'Phân công xử lý', async (page) => tick(page.getByLabel('Lê Mẫu Bình')), 'Phân công xử lý', /Đã phân công/);
  return code;
}

/** C18 from the page of the dossier: item by item, the check of everything, the sending. */
export async function answerSupplement(page: Page, answers: { text: string; file?: Upload }[], each: (page: Page) => Promise<void> = async () => {}): Promise<void> {
  await page.locator('#bo-sung').getByRole('link', { name: 'Bổ sung hồ sơ' }).click();
  await each(page);
  await page.getByRole('link', { name: 'Bắt đầu bổ sung' }).click();
  for (const [i, { text, file }] of answers.entries()) {
    await page.waitForURL(new RegExp(`/bo-sung/${i + 1}(\\?|$)`));
    await each(page);
    if (file) {
      await page.locator('main input[type=file]').setInputFiles(file);
      await page.getByRole('button', { name: 'Tải lên' }).click();
      await expect(page.locator('li.p-file-upload__file')).toContainText(file.name);
    }
    await page.getByLabel('Trả lời').fill(text);
    await page.getByRole('button', { name: 'Lưu và tiếp tục' }).click();
  }
  await page.waitForURL(/\/bo-sung(\?|$)/);
  for (const { text } of answers) await expect(page.locator('#bo-sung')).toContainText(text);
  await each(page);
  await page.getByRole('button', { name: 'Gửi bổ sung' }).click();
  await expect(page.locator('.p-flash')).toContainText('Đã gửi bổ sung');
}
