// Screens that nobody holds in the hand: the kiosk of a centre (768 × 1024, upright, touched) and the displays on a wall
// (1920 × 1080, read from afar, scrolled by nobody).

import type { Page } from '@playwright/test';
import { expectNoSidewaysScroll } from '../support/checks';
import { expect, test } from '../support/fixtures';
import { BOARD, CENTRE, KIOSK, WALL, boardJustCame } from '../support/screens';

/** Letters of a text: at least so many CSS pixels high. */
const SMALLEST = 16;
/** What people read from their chairs: the words beside the large numbers, and the numbers. */
const FROM_AFAR = 24;
const NUMBER = 96;
/** A button that a finger finds without aiming. */
const TOUCH = 48;

/** Visible texts whose letters are smaller than that. */
async function tooSmall(page: Page, selector: string, least: number): Promise<string[]> {
  return page.locator(selector).evaluateAll(
    (places, least) =>
      places
        .flatMap((place) => [place, ...place.querySelectorAll('*')])
        .filter((element) => [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim()))
        .filter((element) => element.getClientRects().length > 0 && !element.closest('.p-visually-hidden'))
        .map((element) => ({ px: parseFloat(getComputedStyle(element).fontSize), text: element.textContent?.trim().slice(0, 40) ?? '' }))
        .filter(({ px, text }) => px < least && text !== '')
        .map(({ px, text }) => `${text}: ${px} px`),
    least,
  );
}

/** Expects that the last of these stands above the lower edge: a display is not scrolled. */
async function expectOnOneScreen(page: Page, selector: string): Promise<void> {
  const lowest = await page.locator(selector).evaluateAll((all) => Math.max(...all.map((element) => element.getBoundingClientRect().bottom + window.scrollY)));
  expect.soft(lowest, `lower edge of ${selector} on ${page.url()}`).toBeLessThanOrEqual(page.viewportSize()?.height ?? 0);
}

test('the kiosk of a centre: a number is taken by touch, upright', async ({ visitor, sound }) => {
  const page = await visitor();
  await page.setViewportSize(KIOSK);
  await page.goto(`/lay-so/${CENTRE}`);
  const groups = page.locator('.p-queue-list button');
  expect(await groups.count()).toBeGreaterThanOrEqual(4);
  for (const button of await groups.all()) expect.soft((await button.boundingBox())?.height ?? 0, 'height of a group').toBeGreaterThanOrEqual(2 * TOUCH);
  await expectOnOneScreen(page, '.p-queue-list button');
  expect.soft(await tooSmall(page, 'main', SMALLEST)).toEqual([]);
  await sound(page);
  await groups.first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Số của bạn' })).toBeVisible();
  expect.soft(await tooSmall(page, '.p-queue-number', 64)).toEqual([]);
  await sound(page);
  await page.goto(BOARD);
  await expectNoSidewaysScroll(page);
});

test('the calling screen on a wall: number and counter are read from the chairs', async ({ as, visitor, sound }) => {
  const clerk = await as('mot.cua');
  const holder = await visitor();
  await holder.goto(`/lay-so/${CENTRE}`);
  await holder.getByRole('button', { name: 'C – Người có công' }).click();
  await clerk.goto(`/can-bo/goi-so?trung-tam=${CENTRE}&nhom=C&quay=9`);
  await clerk.locator('main').getByRole('button', { name: /^Gọi số tiếp theo/ }).click();
  const number = (await clerk.locator('#so-cua-ban .p-queue-number').innerText()).trim();
  const wall = await visitor();
  await wall.setViewportSize(WALL);
  await wall.goto(`/goi-so/${CENTRE}`);
  const called = wall.locator('.p-queue-list li').filter({ hasText: number });
  await expect(called).toContainText('Quầy 9');
  expect.soft(await tooSmall(wall, '.p-queue-number', NUMBER)).toEqual([]);
  expect.soft(await tooSmall(wall, '.p-queue-list', FROM_AFAR)).toEqual([]);
  expect.soft(await tooSmall(wall, 'main', SMALLEST)).toEqual([]);
  await expectOnOneScreen(wall, '.p-queue-list li');
  await sound(wall);
  // The clerk has nobody left to serve when the test ends.
  await clerk.locator('main').getByRole('button', { name: /^Bắt đầu phục vụ/ }).click();
  await clerk.locator('main').getByRole('button', { name: /^Phục vụ xong/ }).click();
});

test('the leaderboard on a wall fits the screen and is read from afar', async ({ visitor, sound }) => {
  const page = await visitor();
  await page.setViewportSize(WALL);
  await boardJustCame(page.request);
  await page.goto(BOARD);
  await expect(page.locator('tbody tr').first()).toBeVisible();
  expect.soft(await tooSmall(page, 'tbody .p-h2', FROM_AFAR)).toEqual([]);
  expect.soft(await tooSmall(page, 'main', SMALLEST)).toEqual([]);
  await expectOnOneScreen(page, 'tbody tr');
  await sound(page);
});
