// The desk of dossiers with nothing but the keyboard, at text size 175 %: from the list to the dossier, its receipt and who works on it
// (A02-11: O02, O04, O07). The form of the counter is in `counter`, the citizen's journey in `dossiers`, mail in `mailbox`.

import type { Page } from '@playwright/test';
import { largest } from '../support/display';
import { CITIZEN, apply } from '../support/dossiers';
import { pdf } from '../support/files';
import { expect, test } from '../support/fixtures';
import { Hands } from '../support/hands';

/** Looks a dossier up in a list and opens it. */
async function open(hands: Hands, list: string, code: string): Promise<void> {
  const { page } = hands;
  await page.goto(`/can-bo/ho-so?hang=${list}`);
  await expect(page.locator('html')).toHaveAttribute('data-text', '175');
  const words = page.locator('main form[action="/can-bo/ho-so"] [name=q]');
  if (!(await words.isVisible())) await hands.press(page.locator('main details').filter({ has: page.locator('form[action="/can-bo/ho-so"]') }).last().locator('> summary'));
  await hands.type(words, code);
  await page.keyboard.press('Enter');
  await page.waitForURL(/[?&]q=/);
  await hands.press(page.locator(`main a[href^="/can-bo/ho-so/${code}?"]`).first());
  await page.waitForURL((url) => url.pathname === `/can-bo/ho-so/${code}`);
}

/** Follows a step of the dossier to its page. */
async function begin(hands: Hands, name: string): Promise<void> {
  const { page } = hands;
  const link = page.locator('main').getByRole('link', { name, exact: true });
  if (!(await link.isVisible())) await hands.press(page.locator('main summary').filter({ hasText: 'Việc khác' }));
  const before = new URL(page.url()).pathname;
  await hands.press(link);
  await page.waitForURL((url) => url.pathname !== before);
}

test('an official finds a dossier, receives it and a head of division assigns it, by keyboard at text size 175 % (A02-11: O02, O04, O07)', async ({ as, baseURL, phone }) => {
  test.skip(phone, 'phones have no keyboard');
  test.setTimeout(240_000);
  const submission = await apply(new Hands(await as(CITIZEN)), pdf('ban-phim-can-bo.pdf'));
  const at = async (who: string): Promise<Hands> => {
    const page: Page = await as(who);
    await largest(page, baseURL);
    return new Hands(page, true);
  };
  let code = '';

  await test.step('mot.cua: list, dossier, form of the receipt', async () => {
    const hands = await at('mot.cua');
    const { page } = hands;
    await open(hands, 'cho-tiep-nhan', submission);
    await begin(hands, 'Tiếp nhận hồ sơ');
    for (const box of await page.locator('main input[name=thanh_phan]').all()) await hands.tick(box);
    await hands.tick(page.locator('main input[name=giay_to_tuy_than]'));
    await hands.press(page.locator('main').getByRole('button', { name: 'Tiếp nhận hồ sơ', exact: true }));
    await expect(page.locator('.p-flash')).toContainText('Đã tiếp nhận hồ sơ');
    code = decodeURIComponent(/\/can-bo\/ho-so\/([^/?]+)/.exec(page.url())?.[1] ?? '');
    expect(code).toMatch(/^H99\./);
  });
  await test.step('truong.phong: list, dossier, who works on it', async () => {
    const hands = await at('truong.phong');
    const { page } = hands;
    await open(hands, 'phan-cong', code);
    await begin(hands, 'Phân công xử lý');
    await hands.tick(page.getByLabel('Lê Mẫu Bình'));
    await hands.press(page.locator('main').getByRole('button', { name: 'Phân công xử lý', exact: true }));
    await expect(page.locator('.p-flash')).toContainText(/Đã phân công/);
  });
});
