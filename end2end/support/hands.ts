// How a person works a form: with a pointer, or with nothing but the keyboard.

import { type Locator, type Page, expect } from '@playwright/test';

/** Most Tab presses to get anywhere on a page. */
const MOST_TABS = 250;

/** Ticks a checkbox or radio button as people do: by its label, which covers the native control. */
export async function tick(target: Locator): Promise<void> {
  if (!(await target.isChecked())) {
    const id = (await target.getAttribute('id')) ?? '';
    await target.page().locator(`label[for="${id}"]`).click();
  }
  await expect(target).toBeChecked();
}

/** A person at a page. */
export class Hands {
  constructor(
    readonly page: Page,
    /** Only Tab, arrows, Space, Enter and letters. */
    private readonly keyboardOnly = false,
  ) {}

  /** Presses Tab until the element has the focus; the focus must be visible. */
  private async tabTo(target: Locator): Promise<void> {
    const focused = () => this.look(() => target.evaluate((element) => element === document.activeElement));
    for (let i = 0; i < MOST_TABS; i += 1) {
      if (await focused()) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`no way to ${target} with the Tab key`);
  }

  /** A look at the page that may be leaving because of the key before: then it is taken at the next page. */
  private async look(see: () => Promise<boolean>): Promise<boolean> {
    try {
      return await see();
    } catch (error) {
      if (!String(error).includes('Execution context was destroyed')) throw error;
      await this.page.waitForLoadState();
      return see();
    }
  }

  /** Presses a button or follows a link. */
  async press(target: Locator): Promise<void> {
    if (!this.keyboardOnly) return target.click();
    await this.tabTo(target);
    await this.page.keyboard.press('Enter');
  }

  /** Types into a field. */
  async type(target: Locator, text: string): Promise<void> {
    if (!this.keyboardOnly) return target.fill(text);
    await this.tabTo(target);
    await this.page.keyboard.press('Control+a');
    await this.page.keyboard.type(text);
  }

  /** Ticks a checkbox or a radio button. */
  async tick(target: Locator): Promise<void> {
    if (!this.keyboardOnly) return tick(target);
    if ((await target.getAttribute('type')) === 'checkbox') {
      await this.tabTo(target);
      if (!(await target.isChecked())) await this.page.keyboard.press('Space');
    } else {
      await this.tabToGroup(target);
      for (let i = 0; i < 30 && !(await target.isChecked()); i += 1) {
        const inside = await target.evaluate((element) => element === document.activeElement);
        await this.page.keyboard.press(inside ? 'Space' : 'ArrowDown');
      }
    }
    await expect(target).toBeChecked();
  }

  /** Tab stops at one button of a radio group: the chosen one, else the first. */
  private async tabToGroup(target: Locator): Promise<void> {
    const inGroup = () =>
      this.look(() =>
        target.evaluate((element) => {
          const now = document.activeElement;
          return now instanceof HTMLInputElement && now.type === 'radio' && now.name === (element as HTMLInputElement).name;
        }),
      );
    for (let i = 0; i < MOST_TABS; i += 1) {
      if (await inGroup()) return;
      await this.page.keyboard.press('Tab');
    }
    throw new Error(`no way to ${target} with the Tab key`);
  }

  /** Chooses the option whose text contains these words. */
  async pick(target: Locator, words: string): Promise<void> {
    const options = await target.locator('option').evaluateAll((all) =>
      all.map((option) => ({ text: option.textContent ?? '', value: (option as HTMLOptionElement).value })),
    );
    const wanted = options.find((option) => option.text.includes(words));
    if (!wanted) throw new Error(`no option with “${words}”: ${options.map((option) => option.text).join(', ')}`);
    if (!this.keyboardOnly) {
      await target.selectOption(wanted.value);
      return;
    }
    await this.tabTo(target);
    for (let i = 0; i <= options.length && (await target.inputValue()) !== wanted.value; i += 1) await this.page.keyboard.press('ArrowDown');
    expect(await target.inputValue()).toBe(wanted.value);
  }
}
