// The pages of the specifications exist: each number has an address that answers the right account, without a browser and so without
// JavaScript. How they look and behave is the business of `crawl` and of the journeys.

import type { Page } from '@playwright/test';
import { CITIZEN } from '../support/dossiers';
import { expect, test } from '../support/fixtures';
import { PEOPLE, plain, screensOf } from '../support/screens';

const numbers = (letter: string, last: number): string[] => Array.from({ length: last }, (_, i) => `${letter}${letter === 'T' ? i + 1 : String(i + 1).padStart(2, '0')}`);

/** Text of the title and of the first heading. */
function headings(html: string): string {
  const texts = [/<title[^>]*>(.*?)<\/title>/s, /<h1[^>]*>(.*?)<\/h1>/s].map((pattern) => pattern.exec(html)?.[1] ?? '');
  return texts.join('\n').replace(/<[^>]*>/g, '').replace(/[^\S\n]+/g, ' ');
}

test('C01–C26, O01–O20 and the screens of tasks answer the right account (A02-11)', async ({ as, visitor }) => {
  test.setTimeout(240_000);
  const seen = new Set<string>();
  for (const who of PEOPLE) {
    const page = who === null ? await visitor() : await as(who);
    for (const { id, title, address } of await screensOf(who, page)) {
      const { status, html } = await plain(page.request, address);
      expect.soft(status, `${id} ${address} as ${who}`).toBe(200);
      expect.soft(headings(html), `${id} ${address} as ${who}`).toMatch(title);
      expect.soft(/<h1[\s>]/.test(html), `${id} ${address} has a heading`).toBe(true);
      seen.add(id);
    }
    if (who === CITIZEN) for (const id of await stepsOfC11(page)) seen.add(id);
  }
  expect([...numbers('C', 26), ...numbers('O', 20), ...numbers('T', 9)].filter((id) => !seen.has(id))).toEqual([]);
});

/**
 * C11 is a page of the journey of a procedure that is paid before its receipt. The demo has none: its journey goes from the ways to be
 * told to the look at everything, and an address for money is no page of it. `catalogue` publishes one that has it.
 */
async function stepsOfC11(page: Page): Promise<string[]> {
  const begun = await page.request.post('/thu-tuc/2.000635/nop', { headers: { 'sec-fetch-site': 'same-origin', accept: 'text/html' } });
  const draft = /^\/nop\/[^/]+/.exec(new URL(begun.url()).pathname)?.[0] ?? '';
  expect.soft(draft, 'an application begins').toMatch(/^\/nop\/N-/);
  expect.soft((await plain(page.request, `${draft}/thong-bao`)).status, 'C10 is a page of the journey').toBe(200);
  expect.soft((await plain(page.request, `${draft}/thanh-toan`)).status, 'C11 is none without money before the receipt').toBe(404);
  return ['C11'];
}
