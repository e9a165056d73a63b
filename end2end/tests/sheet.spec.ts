// The component sheet: every part of the design system in every display.

import { chooseDisplay } from '../support/display';
import { expect, test } from '../support/fixtures';

const DISPLAYS: { name: string; labels: string[] }[] = [
  { name: 'as it comes', labels: [] },
  { name: 'text 175 %', labels: ['175 %'] },
  { name: 'dark', labels: ['Nền tối'] },
  { name: 'high contrast', labels: ['Tương phản cao'] },
  { name: 'dark, text 175 %', labels: ['Nền tối', '175 %'] },
];

for (const { name, labels } of DISPLAYS) {
  test(`the component sheet is sound: ${name}`, async ({ page, sound }, info) => {
    await page.goto('/kieu-dang');
    for (const label of labels) await chooseDisplay(page, label);
    await expect(page.getByRole('heading', { level: 1, name: 'Kiểu dáng' })).toBeVisible();
    await sound(page);
    await page.screenshot({ path: info.outputPath('kieu-dang.png'), fullPage: true });
  });
}

test('digits in number cells have one width', async ({ page }) => {
  await page.goto('/kieu-dang');
  const widths = await page.locator('.p-table__cell--number .p-table__value').first().evaluate((cell) => {
    return ['1111', '0000', '7777'].map((digits) => {
      const probe = document.createElement('span');
      probe.textContent = digits;
      cell.append(probe);
      const width = probe.getBoundingClientRect().width;
      probe.remove();
      return width;
    });
  });
  expect(new Set(widths).size, `widths ${widths.join(', ')}`).toBe(1);
});

test('text is set in Be Vietnam Pro, from our own host', async ({ page, scripts }) => {
  test.skip(!scripts, 'asks the browser for its fonts');
  await page.goto('/kieu-dang');
  const loaded = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter((font) => font.status === 'loaded').map((font) => font.family.replaceAll('"', ''));
  });
  expect(loaded).toContain('Be Vietnam Pro');
});

test('every control of the sheet is at least 44 px high', async ({ page }) => {
  await page.goto('/kieu-dang');
  const small = await page.locator('main :is(button, select, textarea, input:not([type=hidden], [type=radio], [type=checkbox], [type=file]), summary)').evaluateAll((controls) =>
    controls
      .filter((control) => control.getClientRects().length > 0 && control.getBoundingClientRect().height < 43.5)
      .map((control) => control.outerHTML.slice(0, 120)),
  );
  expect(small).toEqual([]);
});
