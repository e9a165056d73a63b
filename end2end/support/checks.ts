// What every page must pass, whatever it shows. A failed check lets the test go on: one run shows everything.

import { type Page, expect } from '@playwright/test';
import axe from 'axe-core';
import { HtmlValidate } from 'html-validate';
import path from 'node:path';

/** Rules beyond WCAG's A and AA: 7:1 for text, as the design asks. */
const EXTRA_RULES = ['color-contrast-enhanced', 'target-size'];

/**
 * Runs axe-core on the page as it stands and expects no violation. axe needs scripts, so the project without JavaScript
 * leaves it out: its pages are the same HTML.
 */
export async function expectAccessible(page: Page, scripts: boolean): Promise<void> {
  if (!scripts) return;
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (extra) => {
    const rules = Object.fromEntries(extra.map((rule) => [rule, { enabled: true }]));
    const engine = (window as unknown as { axe: typeof import('axe-core') }).axe;
    const result = await engine.run(document, { rules, resultTypes: ['violations'] });
    return result.violations.map((violation) => ({
      rule: violation.id,
      help: violation.help,
      at: violation.nodes.slice(0, 5).map((node) => `${node.target.join(' ')} ${node.html.slice(0, 160)} :: ${node.failureSummary?.slice(0, 300) ?? ''}`),
    }));
  }, EXTRA_RULES);
  expect.soft(found, `axe on ${page.url()}`).toEqual([]);
}

/** Expects that nothing sticks out at the side: a phone never scrolls sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  const wide = await page.evaluate(async (width) => {
    // What matters is the page as it stays, not as it stands before its typeface has come.
    await document.fonts.ready;
    const sticking = [...document.querySelectorAll('body *')]
      .filter((element) => element.getBoundingClientRect().right > width + 1)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute('class') ?? ''}`);
    return { page: document.documentElement.scrollWidth, sticking: sticking.slice(0, 8) };
  }, width);
  expect.soft(wide.page, `width of ${page.url()}; sticking out: ${wide.sticking.join(', ')}`).toBeLessThanOrEqual(width);
}

/**
 * Expects that the page fits the narrowest phone at the largest text, as the same browser shows it there: 360 px and 175 %.
 * The page is left as it was.
 */
export async function expectFitsLargeText(page: Page): Promise<void> {
  const before = page.viewportSize();
  const size = (text: string | null) => page.locator('html').evaluate((html, text) => (text === null ? html.removeAttribute('data-text') : html.setAttribute('data-text', text)), text);
  const text = await page.locator('html').getAttribute('data-text');
  await page.setViewportSize({ width: 360, height: 740 });
  await size('175');
  await expectNoSidewaysScroll(page);
  await size(text);
  if (before) await page.setViewportSize(before);
}

const validator = new HtmlValidate(require(path.join(__dirname, '../html-validate.json')));

/** Expects a title for people: no marker of the renderer, "Lỗi: " at most once, and the name of the portal. */
export async function expectTitle(page: Page): Promise<void> {
  await expect.soft(page, `title of ${page.url()}`).toHaveTitle(/^(Lỗi: )?(?!Lỗi: )(?!.*<!>).+ – Một Cổng$/, { timeout: 3_000 });
}

/**
 * Expects valid HTML: what the server sends when asked again with the cookies of this page. What a refused form left
 * behind (`phieu`) is shown only once, so there the document as the browser holds it is checked.
 */
export async function expectValidHtml(page: Page): Promise<void> {
  const once = new URL(page.url()).searchParams.has('phieu');
  const source = once ? await page.content() : await (await page.request.get(page.url(), { headers: { accept: 'text/html' } })).text();
  const html = source.replaceAll('<!>', '').replaceAll('<!---->', '');
  const report = await validator.validateString(html, page.url());
  const lines = report.results.flatMap((result) => result.messages).map((message) => {
    const near = html.split('\n')[message.line - 1]?.slice(Math.max(0, message.column - 60), message.column + 120);
    return `${message.ruleId}: ${message.message} … ${near ?? ''}`;
  });
  expect.soft([...new Set(lines)].slice(0, 12), `HTML of ${page.url()}`).toEqual([]);
}
