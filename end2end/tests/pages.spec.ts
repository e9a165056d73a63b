// The pages of the specifications exist: each number has an address that answers the right account, without a browser and so without
// JavaScript. How they look and behave is the business of `crawl` and of the journeys.

import { expect, test } from '../support/fixtures';
import { PEOPLE, plain, screensOf } from '../support/screens';

const numbers = (letter: string, last: number): string[] => Array.from({ length: last }, (_, i) => `${letter}${letter === 'T' ? i + 1 : String(i + 1).padStart(2, '0')}`);

/** Numbers without an address: no procedure of the demo is paid before its receipt (C11). */
const NO_ADDRESS = ['C11'];

/** Text of the title and of the first heading. */
function headings(html: string): string {
  const texts = [/<title[^>]*>(.*?)<\/title>/s, /<h1[^>]*>(.*?)<\/h1>/s].map((pattern) => pattern.exec(html)?.[1] ?? '');
  return texts.join('\n').replace(/<[^>]*>/g, '').replace(/[^\S\n]+/g, ' ');
}

test('C01–C26, O01–O20 and the screens of tasks answer the right account (A02-11)', async ({ as, visitor }) => {
  test.setTimeout(240_000);
  const seen = new Set(NO_ADDRESS);
  for (const who of PEOPLE) {
    const page = who === null ? await visitor() : await as(who);
    for (const { id, title, address } of await screensOf(who, page)) {
      const { status, html } = await plain(page.request, address);
      expect.soft(status, `${id} ${address} as ${who}`).toBe(200);
      expect.soft(headings(html), `${id} ${address} as ${who}`).toMatch(title);
      expect.soft(/<h1[\s>]/.test(html), `${id} ${address} has a heading`).toBe(true);
      seen.add(id);
    }
  }
  expect([...numbers('C', 26), ...numbers('O', 20), ...numbers('T', 9)].filter((id) => !seen.has(id))).toEqual([]);
});
