// The test function of all specs: pages that are watched, people who are signed in, checks that every page passes.

import { type BrowserContext, type Page, expect, test as base } from '@playwright/test';
import { sessionOf } from './accounts';
import { expectAccessible, expectNoSidewaysScroll, expectTitle, expectValidHtml } from './checks';
import { Watch } from './watch';

export { expect };

/** Every page check in one call. */
export type Check = (page: Page) => Promise<void>;

interface Fixtures {
  /** Faults of this test's pages; say here which error statuses the test provokes. */
  watch: Watch;
  /** Opens a page of a person of the demo, signed in, in a context of its own. */
  as: (username: string) => Promise<Page>;
  /** A page of a visitor who is not signed in, in a context of its own. */
  visitor: () => Promise<Page>;
  /** Title, axe-core, sideways scrolling, valid HTML. */
  sound: Check;
  /** Whether this project runs scripts. */
  scripts: boolean;
  /** Whether this project is the phone. */
  phone: boolean;
}

/** Limits by address must not join tests to each other: every context has an address of its own behind the "proxy". */
let contexts = 0;
function address(worker: number): Record<string, string> {
  contexts += 1;
  return { 'x-forwarded-for': `10.${(worker % 200) + 1}.${Math.floor(contexts / 250)}.${(contexts % 250) + 1}` };
}

export const test = base.extend<Fixtures>({
  baseURL: async ({}, use) => use(process.env.E2E_URL),
  scripts: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),
  phone: async ({ viewport }, use) => use((viewport?.width ?? 1280) < 600),
  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    watch.check();
  },
  extraHTTPHeaders: async ({}, use, info) => use(address(info.parallelIndex)),
  context: async ({ context, watch, baseURL }, use) => {
    watch.follow(context, baseURL ?? '');
    await use(context);
  },
  visitor: async ({ browser, watch, baseURL }, use, info) => {
    const opened: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext({ extraHTTPHeaders: address(info.parallelIndex) });
      watch.follow(context, baseURL ?? '');
      opened.push(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
  as: async ({ browser, watch, baseURL }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (username) => {
      const context = await browser.newContext({ storageState: await sessionOf(browser, username) });
      watch.follow(context, baseURL ?? '');
      opened.push(context);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
  sound: async ({ scripts }, use) => {
    await use(async (page) => {
      await expectTitle(page);
      await expectNoSidewaysScroll(page);
      await expectAccessible(page, scripts);
      await expectValidHtml(page);
    });
  },
});
