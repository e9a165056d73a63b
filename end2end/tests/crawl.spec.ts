// Every screen of the specifications (`support/screens`), then the links of the portal, one page of each kind, as visitors of several
// kinds: every page is sound, none fails, and each fits a phone of 360 px at text size 175 %.

import type { Page } from '@playwright/test';
import { expectFitsLargeText } from '../support/checks';
import { CITIZEN } from '../support/dossiers';
import { expect, test } from '../support/fixtures';
import { PEOPLE, screensOf } from '../support/screens';

/** Kinds of pages that one walk opens at most. */
const MOST = 60;

/** Addresses of the same kind count once: codes and numbers stand for each other, queries count by their names. */
function kind(address: URL): string {
  const path = address.pathname.replace(/\/[^/]*\d[^/]*/g, '/*').replace(/^\/(tin-tuc|cong|rss|atom)\/.+/, '/$1/*');
  return `${path}?${[...new Set(address.searchParams.keys())].sort().join('&')}`;
}

/**
 * Walks the screens of this person, each of them, then from these addresses, one of a kind; returns how many pages were opened.
 * Without addresses it stays at the screens.
 */
async function walk(page: Page, who: string | null, starts: string[], sound: (page: Page) => Promise<void>): Promise<number> {
  const screens = (await screensOf(who, page)).map(({ address }) => address);
  const most = screens.length + (starts.length > 0 ? MOST : 0);
  const queue = [...screens, ...starts];
  const seen = new Set<string>();
  const home = () => new URL(page.url()).origin;
  let opened = 0;
  for (let n = 0; queue.length > 0 && opened < most; n += 1) {
    const next = queue.shift() ?? '';
    const known = kind(new URL(next, 'http://localhost'));
    if (n >= screens.length && seen.has(known)) continue;
    seen.add(known);
    // Files are checked by their answer only: the browser would save them.
    const probe = await page.request.get(next);
    expect.soft(probe.status(), next).toBeLessThan(400);
    if (!probe.headers()['content-type']?.startsWith('text/html') || probe.status() >= 400) continue;
    if (probe.headers()['content-disposition']?.startsWith('attachment')) continue;
    await test.step(next, async () => {
      await page.goto(next);
      await expect.soft(page.locator('h1'), `one h1 on ${next}`).toHaveCount(1);
      await sound(page);
      await expectFitsLargeText(page);
    });
    opened += 1;
    const hrefs = await page.locator('a[href]').evaluateAll((links) => links.map((link) => new URL(link.getAttribute('href') ?? '', document.baseURI).href));
    // Search forms and filters lead somewhere, too.
    hrefs.push(...(await page.locator('form[method=get]').evaluateAll((forms) => forms.map((form) => new URL(form.getAttribute('action') ?? '', document.baseURI).href))));
    queue.push(...hrefs.filter((href) => href.startsWith(`${home()}/`)).map((href) => href.slice(home().length).split('#')[0] ?? ''));
  }
  return opened;
}

test('every kind of public page (A10-06)', async ({ page, sound }) => {
  test.setTimeout(900_000);
  expect(await walk(page, null, ['/', '/thu-tuc', '/tin-tuc', '/xep-hang/nhiem-vu', '/thong-ke/ho-so', '/cong-cu/tinh-han', '/minh-hoa/tin-nhan'], sound)).toBeGreaterThan(20);
});

test('every kind of page of a citizen', async ({ as, sound }) => {
  test.setTimeout(600_000);
  const page = await as(CITIZEN);
  await walk(page, CITIZEN, ['/ho-so-cua-toi', '/thong-bao'], async (page) => {
    // Public pages have their own walk.
    if (/^\/(ho-so-cua-toi|thong-bao|bien-nhan|nop|tai-khoan|danh-gia)/.test(new URL(page.url()).pathname)) await sound(page);
  });
});

const OFFICIALS: Record<string, string[]> = {
  'mot.cua': ['/can-bo', '/can-bo/ho-so', '/can-bo/thong-bao'],
  'lanh.dao': ['/can-bo', '/can-bo/ho-so', '/can-bo/nhiem-vu', '/can-bo/thu'],
  'theo.doi': ['/can-bo/nhiem-vu', '/can-bo'],
  'truong.bien.tap': ['/can-bo/tin-bai'],
  'quan.tri': ['/quan-tri', '/quan-tri/don-vi'],
};

for (const [username, starts] of Object.entries(OFFICIALS)) {
  test(`every kind of page of ${username}`, async ({ as, sound }) => {
    test.setTimeout(900_000);
    const page = await as(username);
    const desk = (address: string) => /^\/(can-bo|quan-tri|tai-khoan)/.test(address);
    await walk(page, username, starts, async (page) => {
      if (desk(new URL(page.url()).pathname)) await sound(page);
    });
  });
}

test('the screens of the other jobs', async ({ as, sound }) => {
  test.setTimeout(300_000);
  for (const who of PEOPLE.filter((who) => who !== null && who !== CITIZEN && !(who in OFFICIALS))) {
    await walk(await as(who ?? ''), who, [], sound);
  }
});
