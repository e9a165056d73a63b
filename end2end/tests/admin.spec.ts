// Administration: a job template in three pages, in effect at the person's next request.

import { sample, signIn } from '../support/accounts';
import { expect, test } from '../support/fixtures';
import { tick } from '../support/hands';

/**
 * Granting asks for a second code and renews the session, so every project has an administrator of its own; and a grantee
 * of its own, so that the question "before" has an answer.
 */
const PEOPLE: Record<string, { admin: string; grantee: string; name: string }> = {
  desktop: { admin: 'quan.tri.xa', grantee: 'uy.quyen', name: 'Cao Mẫu Việt' },
  phone: { admin: 'quan.tri', grantee: 'van.thu', name: 'Đỗ Mẫu Giang' },
  nojs: { admin: 'quan.tri.2', grantee: 'truong.phong', name: 'Phạm Mẫu Châu' },
};

test('granting a job takes three pages and is in effect at the next request (A01-04)', async ({ as, visitor, sound }, info) => {
  test.setTimeout(240_000);
  const people = PEOPLE[info.project.name];
  if (!people) throw new Error(`no administrator for ${info.project.name}`);
  const person = await as(people.grantee);
  await person.goto('/can-bo/ho-so');
  await expect(person.locator('main')).not.toContainText('Chờ tiếp nhận');

  const page = await visitor();
  await signIn(page, people.admin);
  await page.goto('/quan-tri');
  await sound(page);
  await page.locator('main').getByRole('link', { name: 'Phân quyền', exact: true }).click();

  await test.step('page 1: who', async () => {
    await page.locator('#tim-nguoi').fill(people.name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D'));
    await page.locator('#tim-nguoi').press('Enter');
    await sound(page);
    await page.locator('main').getByRole('link', { name: people.name }).click();
  });
  await test.step('page 2: which job', async () => {
    await sound(page);
    await tick(page.locator('input[value=tpl_receptionist]'));
    await page.getByLabel(/^Có thời hạn đến ngày/).fill('2026-12-31');
    await page.getByRole('button', { name: 'Xem trước' }).click();
  });
  await test.step('page 3: preview and save', async () => {
    await expect(page.locator('#se-lam')).toBeVisible();
    await expect(page.locator('#se-mat')).toBeVisible();
    await sound(page);
    await expect(async () => {
      const code = page.getByLabel(/^Mã xác thực của bạn/);
      if (await code.isVisible()) {
        const table = await page.context().newPage();
        await table.goto('/dang-nhap');
        await code.fill((await sample(table, people.admin)).code);
        await table.close();
      }
      await page.getByRole('button', { name: 'Lưu phân quyền' }).click();
      await expect(page.locator('.p-flash')).toContainText('Đã lưu phân quyền', { timeout: 5_000 });
    }).toPass({ timeout: 75_000, intervals: [5_000] });
    await sound(page);
  });

  await person.goto('/can-bo/ho-so');
  await expect(person.locator('main')).toContainText('Chờ tiếp nhận');
});

test('a page that needs a right says which one is missing (A01-08)', async ({ as, watch, sound }) => {
  watch.expectStatus(403);
  const page = await as('chuyen.vien');
  const answer = await page.goto('/quan-tri');
  expect(answer?.status()).toBe(403);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('main')).toContainText(/cấp|quản trị/i);
  await sound(page);
});

test('every sample official signs in and sees an own desk (A11-04)', async ({ as, phone, scripts }) => {
  test.skip(phone || !scripts, 'the pages are the same; one project opens them all');
  test.setTimeout(600_000);
  const people = ['mot.cua', 'chuyen.vien', 'truong.phong', 'lanh.dao', 'van.thu', 'ke.toan', 'theo.doi', 'kiem.soat', 'bien.tap', 'truong.bien.tap', 'giam.sat', 'chu.tich', 'kiem.soat.2'];
  for (const username of people) {
    await test.step(username, async () => {
      const page = await as(username);
      await page.goto('/can-bo');
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await page.context().close();
    });
  }
});
