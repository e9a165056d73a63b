// Every screen of the specifications in a browser that runs no scripts: it answers, has its heading, and fits a phone of 360 px, also at
// text size 175 %. The same HTML is looked at more closely by `crawl`, which has scripts; what the pages do is the business of the
// journeys.

import type { Page } from '@playwright/test';
import { expectFitsLargeText, expectNoSidewaysScroll } from '../support/checks';
import { expect, test } from '../support/fixtures';
import { BOARD, CENTRE, KIOSK, PEOPLE, WALL, boardJustCame, screensOf } from '../support/screens';

const PHONE = { width: 360, height: 740 };

// People do not disturb each other: both cores open pages to the end.
test.describe.configure({ mode: 'parallel' });

test.beforeEach(({ scripts }) => {
  test.skip(scripts, 'about pages without scripts');
});

/** Opens a page; its title and its one heading say what it is. */
async function opens(page: Page, address: string, title: RegExp): Promise<void> {
  const answer = await page.goto(address);
  expect.soft(answer?.status(), address).toBe(200);
  await expect.soft(page.locator('h1'), `one h1 on ${address}`).toHaveCount(1);
  const words = [await page.title(), await page.locator('h1').first().innerText()].join('\n').replace(/[^\S\n]+/g, ' ');
  expect.soft(words, address).toMatch(title);
}

for (const who of PEOPLE) {
  test(`the screens of ${who ?? 'everybody'} open without scripts at 360 px and at text size 175 % (A02-11)`, async ({ as, visitor }) => {
    test.setTimeout(240_000);
    const page = who === null ? await visitor() : await as(who);
    const screens = await screensOf(who, page);
    expect(screens.length).toBeGreaterThan(0);
    await page.setViewportSize(PHONE);
    for (const { id, title, address } of screens) {
      await test.step(`${id} ${address}`, async () => {
        await opens(page, address, title);
        await expectNoSidewaysScroll(page);
        await expectFitsLargeText(page);
      });
    }
  });
}

test('kiosk, calling screen and leaderboard on a wall stand without scripts (A02-11)', async ({ visitor }) => {
  const page = await visitor();
  await page.setViewportSize(KIOSK);
  await opens(page, `/lay-so/${CENTRE}`, /Bạn đến làm việc gì\?/);
  expect(await page.locator('.p-queue-list button').count(), 'groups to take a number for').toBeGreaterThanOrEqual(4);
  await expectNoSidewaysScroll(page);
  await page.setViewportSize(WALL);
  await opens(page, `/goi-so/${CENTRE}`, /Số đang gọi/);
  await expectNoSidewaysScroll(page);
  await boardJustCame(page.request);
  await opens(page, BOARD, /Sở, ban, ngành|Xã, phường, đặc khu|Cơ quan khác|Huyện, thị xã, thành phố/);
  await expect(page.locator('tbody tr').first()).toBeVisible();
  await expectNoSidewaysScroll(page);
});
