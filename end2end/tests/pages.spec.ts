// The pages of the specifications exist: each number has an address that answers the right account, without a browser and so without
// JavaScript. How they look and behave is the business of `crawl` and of the journeys.

import { expect, test } from '../support/fixtures';
import { PEOPLE, plain, screensOf } from '../support/screens';

const numbers = (letter: string, last: number): string[] => Array.from({ length: last }, (_, i) => `${letter}${letter === 'T' ? i + 1 : String(i + 1).padStart(2, '0')}`);

/**
 * Numbers without an address of their own. C11: no procedure of the demo is paid before its receipt. C18, C19: the supplement and the
 * withdrawal are parts of the page of the dossier (C17), asserted below.
 */
const NO_ADDRESS = ['C11', 'C18', 'C19'];

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
    if (who !== null && /^\d+$/.test(who)) await partsOfC17(page);
  }
  expect([...numbers('C', 26), ...numbers('O', 20), ...numbers('T', 9)].filter((id) => !seen.has(id))).toEqual([]);
});

/** C18 and C19 on the dossiers of the citizen: one waits for a supplement, an open one can be withdrawn. */
async function partsOfC17(page: import('@playwright/test').Page): Promise<void> {
  const list = (await plain(page.request, '/ho-so-cua-toi')).html;
  const open = [...list.matchAll(/href="(\/ho-so-cua-toi\/[^"]+)"/g)].map((found) => found[1] ?? '');
  const pages: string[] = [];
  for (const address of new Set(open)) pages.push((await plain(page.request, address)).html);
  expect.soft(pages.some((html) => /action="[^"]*\/bo-sung"/.test(html)), 'C18: a dossier waits for a supplement').toBe(true);
  expect.soft(pages.some((html) => /action="[^"]*\/rut"/.test(html)), 'C19: a dossier can be withdrawn').toBe(true);
}
