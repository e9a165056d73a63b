// The same binary on PostgreSQL: migrate, import, serve, the same numbers.

import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../support/fixtures';
import { type Home, RunningPortal, command, csv } from '../support/portal';

const SERVER = process.env.PORTAL_TEST_POSTGRES;

test.use({ baseURL: undefined });

test('PostgreSQL: migrate, import, serve, the numbers of 2017, stop (A04-01)', async ({ browser }, info) => {
  // A suite that leaves an engine out proves nothing: without a server this fails.
  expect(SERVER, 'PORTAL_TEST_POSTGRES is not set: `cargo xtask test --only browser` starts a server').toBeTruthy();
  test.skip(info.project.name !== 'desktop', 'about the engine, not about the screen');
  test.setTimeout(240_000);
  const name = `e2e_${Date.now()}`;
  execFileSync('psql', ['--quiet', `${SERVER}/postgres`, '-c', `CREATE DATABASE ${name}`]);
  const folder = path.join(process.env.E2E_FOLDER ?? '', 'postgres');
  mkdirSync(folder, { recursive: true });
  const home: Home = { folder, database: `${SERVER}/${name}`, demo: false };
  await command(home, ['migrate']);
  expect(await command(home, ['import', 'units', csv('units_2017.csv')])).toContain('thêm 30');
  expect(await command(home, ['import', 'tasks', csv('tasks_2017.csv')])).toContain('thêm 556');
  expect(await command(home, ['import', 'tasks', csv('tasks_2017.csv')]), 'a second import adds nothing').toContain('thêm 0, giữ nguyên 556');

  const portal = await RunningPortal.start(home, path.join(process.env.E2E_LOGS ?? folder, 'portal-postgres.log'));
  const page = await browser.newPage();
  try {
    const ready = await page.request.get(`${portal.url}/readyz`);
    expect(await ready.text()).toBe('ready');
    await page.goto(`${portal.url}/xep-hang/nhiem-vu?tu=2017-09-01&den=2017-12-13&tinh-den=2017-12-13`);
    await expect(page.locator('#toan-tinh')).toHaveText(/556\s+nhiệm\s+vụ, 249 đã hoàn thành, 307 chưa hoàn thành/);
    for (const number of ['81', '168', '177', '130']) {
      await expect(page.locator('.p-bucket-table').getByRole('link', { name: number, exact: true })).toBeVisible();
    }
    expect((await page.request.get(`${portal.url}/kieu-dang`)).status(), 'the component sheet is there in demo mode only').toBe(404);
  } finally {
    await page.context().close();
    await portal.stop();
  }
});
