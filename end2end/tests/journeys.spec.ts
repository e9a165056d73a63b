// One dossier through the hands of a specialist, a leader and the post (A02-11: O08, O11–O13, C18, C22): a supplement that the leader
// agrees to, a draft that the leader reads before signing, a result that the postman brings, a rating. Another one is withdrawn (C19).
// The straight way over the counter is in `dossiers`, opinions are in `partners`, the apology is in `money`.

import type { Page } from '@playwright/test';
import { CITIZEN, answerSupplement, apply, atWork, openAtDesk, received, step } from '../support/dossiers';
import { pdf } from '../support/files';
import { type Check, expect, test } from '../support/fixtures';
import { Hands, tick } from '../support/hands';

const ITEM = 'Bản chụp trang bìa của giấy tờ cũ';
const POSTAL = 'EL999000111VN';

test('a specialist asks and drafts, a leader agrees and signs, the post brings the result (A02-11)', async ({ as, sound }) => {
  test.setTimeout(300_000);
  const nothing = async (): Promise<void> => {};
  const look = async (page: Page): Promise<void> => sound(page);
  const citizen = await as(CITIZEN);
  const code = await atWork(as, await apply(new Hands(citizen), pdf('gui-qua-buu-dien.pdf'), undefined, 'by_post'));
  const officer = await as('chuyen.vien');
  const leader = await as('lanh.dao');
  const counter = await as('mot.cua');
  const draft = pdf('du-thao.pdf');

  await test.step('chuyen.vien proposes to ask for what is missing (O06)', async () => {
    await openAtDesk(officer, code);
    await step(officer, 'Chuyển sang thẩm định', nothing, 'Chuyển sang thẩm định', /Đã chuyển hồ sơ/);
    const fill = async (page: Page): Promise<void> => {
      await page.locator('main [name=muc_1]').fill(ITEM);
      await page.locator('main [name=ly_do_1]').fill('Bản đã nộp thiếu trang bìa nên không đọc được số.');
      await page.locator('main [name=can_cu_1]').fill('Khoản 1 Điều 16 Luật Hộ tịch');
      await page.locator('main [name=han]').fill('2026-12-15');
      await sound(page);
    };
    await step(officer, 'Yêu cầu bổ sung', fill, 'Trình duyệt yêu cầu bổ sung', /Đã trình duyệt/);
  });
  await test.step('lanh.dao agrees: only now the citizen hears of it (O08)', async () => {
    await citizen.goto(`/ho-so-cua-toi/${code}`);
    await expect(citizen.locator('#bo-sung')).toHaveCount(0);
    await leader.goto('/can-bo/ho-so?hang=duyet-bo-sung');
    await expect(leader.locator(`main a[href*="${code}"]`).first()).toBeVisible();
    await sound(leader);
    await openAtDesk(leader, code);
    await step(leader, 'Duyệt yêu cầu bổ sung', look, 'Duyệt yêu cầu bổ sung', /Người nộp đã nhận yêu cầu bổ sung/);
  });
  await test.step('the citizen answers the one item (C18)', async () => {
    await citizen.reload();
    await expect(citizen.locator('#bo-sung')).toContainText(ITEM);
    await sound(citizen);
    await answerSupplement(citizen, [{ text: 'Tôi gửi bản chụp trang bìa.', file: pdf('trang-bia.pdf') }], sound);
    await expect(citizen.locator('#bo-sung')).toHaveCount(0);
  });
  await test.step('chuyen.vien drafts the result and lays it before the leader', async () => {
    await openAtDesk(officer, code);
    await step(officer, 'Chuyển sang dự thảo', nothing, 'Chuyển sang dự thảo', /Đã chuyển hồ sơ/);
    const lay = async (page: Page): Promise<void> => {
      await page.locator('main input[type=file]').setInputFiles(draft);
      await sound(page);
    };
    await step(officer, 'Dự thảo kết quả', lay, 'Đưa vào hồ sơ', /Đã đưa dự thảo vào hồ sơ/);
    await openAtDesk(officer, code);
    await step(officer, 'Trình ký', nothing, 'Trình ký', /Đã chuyển hồ sơ/);
  });
  await test.step('lanh.dao reads the very draft and signs (O11)', async () => {
    await leader.goto('/can-bo/ho-so?hang=trinh-ky');
    await sound(leader);
    await openAtDesk(leader, code);
    const read = async (page: Page): Promise<void> => {
      const href = await page.locator('#du-thao').getByRole('link', { name: draft.name, exact: true }).getAttribute('href');
      expect(Buffer.compare(await (await page.request.get(href ?? '')).body(), draft.buffer)).toBe(0);
      await sound(page);
    };
    await step(leader, 'Ký duyệt', read, 'Ký duyệt kết quả', /Đã chuyển hồ sơ/);
  });
  await test.step('van.thu publishes (O12)', async () => {
    const clerk = await as('van.thu');
    await openAtDesk(clerk, code);
    const fill = async (page: Page): Promise<void> => {
      await page.getByLabel('Số, ký hiệu kết quả').fill('126/TLKS-UBND');
      await page.locator('main input[type=file]').setInputFiles(pdf('ket-qua.pdf'));
      await tick(page.getByLabel(/^Tệp đã có chữ ký số của người ký/));
    };
    await step(clerk, 'Phát hành kết quả', fill, 'Phát hành kết quả', /Đã phát hành kết quả/);
  });
  await test.step('mot.cua takes the fee and brings the result to the post (O13)', async () => {
    await counter.goto(`/can-bo/ho-so/${code}?muc=phi`);
    await counter.locator('#phai-nop').getByRole('link', { name: 'Thu tiền' }).click();
    await tick(counter.getByLabel('Tiền mặt'));
    await counter.getByRole('button', { name: 'Ghi nhận đã thu' }).click();
    await expect(counter.getByRole('heading', { level: 1, name: 'Biên lai thu phí, lệ phí' })).toBeVisible();
    await openAtDesk(counter, code);
    const fill = async (page: Page): Promise<void> => {
      await expect(page.locator('main')).toContainText('Số 1 đường Lam Giang');
      await page.getByRole('button', { name: 'Ghi đã gửi bưu điện' }).click();
      await expect(page, 'no postal code').toHaveTitle(/^Lỗi: /);
      await sound(page);
      await page.getByLabel('Mã bưu gửi').fill(POSTAL.toLowerCase());
    };
    await step(counter, 'Gửi qua bưu chính', fill, 'Ghi đã gửi bưu điện', new RegExp(POSTAL));
    await citizen.goto(`/ho-so-cua-toi/${code}`);
    await expect(citizen.locator('#tien-trinh')).toContainText(POSTAL);
    await sound(citizen);
  });
  await test.step('the slip of the post is the proof of the return', async () => {
    await openAtDesk(counter, code);
    const fill = async (page: Page): Promise<void> => {
      await expect(page.getByLabel('Mã bưu gửi đã phát')).toHaveValue(POSTAL);
      await tick(page.locator('main input[name=giay_to_tuy_than]'));
      await tick(page.locator('main input[name=chung_cu][value=tep]'));
      await page.locator('main input[type=file][name=tep_chung_cu]').setInputFiles(pdf('phieu-phat.pdf'));
      await sound(page);
    };
    await step(counter, 'Trả kết quả', fill, 'Trả kết quả', /Đã trả kết quả/);
    await citizen.reload();
    await expect(citizen.locator('main')).toContainText('Đã trả kết quả');
  });
  await test.step('the citizen is asked how it went, rates, and thinks better of it (C22)', async () => {
    await rate(citizen, code, sound);
  });
  await test.step('the page of the rating leads to the survey, which is answered once and counted', async () => {
    await survey(citizen, code, sound);
  });
});

/** Opens the invitation among the notices; other dossiers of the same person may have brought notices since. */
async function openInvitation(page: Page, code: string): Promise<void> {
  const link = page.locator('main a[href^="/danh-gia/"]').filter({ hasText: code });
  for (let number = 1; number <= 5; number += 1) {
    await page.goto(`/thong-bao?trang=${number}`);
    if ((await link.count()) > 0) return link.first().click();
  }
  throw new Error(`no notice invites to rate ${code}`);
}

/** From the notice to the rating; only what was chosen last counts, and words wait for a decision before others see them. */
async function rate(page: Page, code: string, sound: Check): Promise<void> {
  await openInvitation(page, code);
  await expect(page.locator('main')).toContainText(`Hồ sơ ${code}`);
  await page.getByRole('button', { name: 'Gửi đánh giá' }).click();
  await expect(page, 'no level was chosen').toHaveTitle(/^Lỗi: /);
  await sound(page);
  await tick(page.locator('main input[name=muc][value="4"]'));
  await page.locator('main [name=noi_dung]').fill('Kết quả đến tận nhà, đúng hẹn.');
  await page.getByRole('button', { name: 'Gửi đánh giá' }).click();
  const given = page.locator('#da-danh-gia');
  await expect(given).toContainText('Kết quả đến tận nhà, đúng hẹn.');
  await expect(given).toContainText('Chờ duyệt trước khi đăng');
  await page.locator('main summary').filter({ hasText: 'Sửa đánh giá' }).click();
  await tick(page.locator('main input[name=muc][value="5"]'));
  await page.getByRole('button', { name: 'Lưu đánh giá' }).click();
  await expect(given).toContainText('Rất hài lòng');
  await sound(page);
}

/** From the thanks to the eleven questions: a forgotten one is named, wrong digits keep what was chosen, a second answer is refused. */
async function survey(page: Page, code: string, sound: Check): Promise<void> {
  await page.getByRole('link', { name: 'Trả lời khảo sát 11 câu của quý này' }).click();
  const address = page.url();
  await expect(page.getByLabel('Mã hồ sơ hoặc mã nộp')).toHaveValue(code);
  await sound(page);
  const digits = page.getByLabel('4 số cuối điện thoại hoặc giấy tờ');
  const send = page.getByRole('button', { name: 'Gửi câu trả lời' });
  for (let at = 1; at <= 10; at += 1) await tick(page.locator(`main input[name=cau_${at}][value="${at === 8 ? 0 : 4}"]`));
  await page.getByLabel('Bạn muốn góp ý thêm điều gì?').fill('Nên có thêm ghế ngồi chờ.');
  await digits.fill('0000');
  await send.click();
  await expect(page.locator('.p-error-summary')).toContainText('Chưa trả lời câu 11');
  await sound(page);
  await tick(page.locator('main input[name=cau_11][value="5"]'));
  await send.click();
  await expect(page.locator('.p-error-summary')).toContainText('Không tìm thấy hồ sơ với mã và 4 số này');
  await expect(page.locator('main input[name=cau_8][value="0"]')).toBeChecked();
  await digits.fill('0001');
  await send.click();
  await expect(page.locator('.p-flash')).toContainText('Đã ghi nhận câu trả lời');
  await expect(page.locator('main')).toContainText(/[1-9]\d* lượt trả lời/);
  await expect(page.locator('main'), 'words are for officials').not.toContainText('Nên có thêm ghế ngồi chờ');
  await sound(page);
  await page.goto(address);
  for (let at = 1; at <= 11; at += 1) await tick(page.locator(`main input[name=cau_${at}][value="1"]`));
  await digits.fill('0001');
  await send.click();
  await expect(page.locator('.p-error-summary')).toContainText('đã trả lời khảo sát');
}

test('a citizen withdraws a received dossier: the leader lets it go and says what becomes of the money (A02-11: C19)', async ({ as, sound, phone }) => {
  test.skip(phone, 'the pages are opened at 360 px by the crawl');
  test.setTimeout(180_000);
  const citizen = await as(CITIZEN);
  const code = await received(await as('mot.cua'), await apply(new Hands(citizen), pdf('rut-ho-so.pdf')));
  await citizen.goto(`/ho-so-cua-toi/${code}`);
  await citizen.getByRole('link', { name: 'Rút hồ sơ' }).click();
  const ask = async (reason: string): Promise<void> => {
    await citizen.locator('main [name=ly_do]').fill(reason);
    await citizen.getByRole('button', { name: 'Gửi yêu cầu rút' }).click();
  };
  await ask('ngắn');
  await expect(citizen.locator('.p-error-summary')).toContainText('Lý do cần ít nhất 10 ký tự');
  await sound(citizen);
  await ask('Tôi đã tìm thấy bản gốc nên không cần nữa.');
  await expect(citizen.locator('.p-flash')).toContainText('Đã gửi yêu cầu rút hồ sơ');
  const leader = await as('lanh.dao');
  await openAtDesk(leader, code);
  const decide = async (page: Page): Promise<void> => {
    await expect(page.locator('main')).toContainText('Tôi đã tìm thấy bản gốc');
    await page.locator('main [name=ly_do]').fill('Hồ sơ chưa nộp khoản nào nên không phải hoàn trả.');
    await sound(page);
  };
  await step(leader, 'Quyết định việc rút hồ sơ', decide, 'Đồng ý cho rút', /Đã đồng ý cho rút hồ sơ/);
  await citizen.reload();
  await expect(citizen.locator('main')).toContainText('Hồ sơ đã được rút theo yêu cầu.');
  await expect(citizen.locator('main')).toContainText('không phải hoàn trả');
  await expect(citizen.locator('main a[href$="/rut"]')).toHaveCount(0);
});
