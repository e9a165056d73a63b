// Signing in as the sample people of the demo. A one-time code counts once, so each person signs in once per run and
// all specs, workers and projects share the session.

import { type Browser, type Page, expect } from '@playwright/test';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What the demo table on the sign-in page says about a person. */
export interface Sample {
  /** Password. */
  password: string;
  /** Code of this moment; for citizens, words about where it arrives. */
  code: string;
}

/** Reads the row of a person from the demo table, and the password that all of them share. */
export async function sample(page: Page, username: string): Promise<Sample> {
  const place = page.locator('#dung-thu');
  const row = place.locator('tbody tr').filter({ has: page.getByRole('rowheader', { name: username, exact: true }) });
  return {
    password: (await place.locator('code').first().innerText()).trim(),
    code: (await row.locator('td').last().innerText()).trim(),
  };
}

/** Signs in through both pages. A code that was used already is asked again until it changes. */
export async function signIn(page: Page, username: string): Promise<void> {
  await expect(async () => {
    await page.goto('/dang-nhap');
    const { password, code } = await sample(page, username);
    await page.locator('main input[name=ten_dang_nhap]').fill(username);
    await page.locator('main input[name=mat_khau]').fill(password);
    await page.getByRole('button', { name: 'Tiếp tục' }).click();
    await page.waitForURL(/\/dang-nhap\/ma/, { timeout: 5_000 });
    await page.locator('main input[name=ma_xac_thuc]').fill(isPhone(username) ? await newestCode(page, username) : code);
    await page.locator('main').getByRole('button', { name: 'Đăng nhập' }).click();
    await page.waitForURL((url) => !url.pathname.startsWith('/dang-nhap'), { timeout: 5_000 });
  }).toPass({ timeout: 75_000, intervals: [5_000] });
}

/** Citizens sign in with their telephone; their code arrives there and not in the table. */
function isPhone(username: string): boolean {
  return /^\d+$/.test(username);
}

/** The newest six-digit code that a simulated telephone received. */
export async function newestCode(page: Page, phone: string): Promise<string> {
  const telephone = await page.context().newPage();
  try {
    let found: string | undefined;
    await expect(async () => {
      await telephone.goto(`/minh-hoa/tin-nhan?so=${phone}`);
      const newest = await telephone.locator('main li.p-list-row').first().innerText();
      found = /Ma xac thuc (\d{6})/.exec(newest)?.[1];
      expect(found).toBeTruthy();
    }).toPass({ timeout: 15_000 });
    return found ?? '';
  } finally {
    await telephone.close();
  }
}

/** The file with the session of a person, signed in now if nobody did before. */
export async function sessionOf(browser: Browser, username: string): Promise<string> {
  const folder = path.join(process.env.E2E_FOLDER ?? '', 'sessions');
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${username}.json`);
  const lock = `${file}.lock`;
  const refused = `${file}.refused`;
  if (existsSync(refused)) throw new Error(`${username} could not sign in earlier in this run`);
  await expect(async () => {
    if (!existsSync(file)) writeFileSync(lock, String(process.pid), { flag: 'wx' });
  }).toPass({ timeout: 85_000, intervals: [100, 250] });
  if (existsSync(file)) {
    // Between the look and the lock another worker may have finished.
    if (existsSync(lock) && readFileSync(lock, 'utf8') === String(process.pid)) rmSync(lock, { force: true });
    return file;
  }
  const context = await browser.newContext();
  try {
    await signIn(await context.newPage(), username);
    const state = await context.storageState();
    writeFileSync(`${file}.part`, JSON.stringify(state));
    renameSync(`${file}.part`, file);
  } catch (error) {
    writeFileSync(refused, '');
    throw error;
  } finally {
    await context.close();
    rmSync(lock, { force: true });
  }
  return file;
}
