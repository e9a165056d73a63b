// Once per run: a demo province in a fresh SQLite file, served by one process that all specs share.

import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { RunningPortal, command, csv, requireBuilt } from './portal';

/** A development build seeds slowly; this is far above what it needs. */
const SEED_MS = 15 * 60_000;

export default async function setup(): Promise<() => Promise<void>> {
  requireBuilt();
  const folder = mkdtempSync(path.join(tmpdir(), 'portal-e2e-'));
  const logs = path.join(__dirname, '../test-results/logs');
  rmSync(logs, { recursive: true, force: true });
  mkdirSync(logs, { recursive: true });
  const home = { folder, database: `sqlite://${folder}/portal.db`, demo: true };
  try {
    const started = Date.now();
    await command(home, ['seed', '--size', 's'], SEED_MS);
    await command(home, ['import', 'units', csv('units_2017.csv')]);
    await command(home, ['import', 'tasks', csv('tasks_2017.csv')]);
    console.log(`seeded in ${Math.round((Date.now() - started) / 1000)} s`);
    const portal = await RunningPortal.start(home, path.join(logs, 'portal.log'));
    process.env.E2E_URL = portal.url;
    process.env.E2E_FOLDER = folder;
    process.env.E2E_LOGS = logs;
    return async () => {
      try {
        await portal.stop();
        complaints(portal.log);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

/** Internal errors and panics never belong into the log of a test run, whatever the pages said. */
function complaints(log: string): void {
  const lines = readFileSync(log, 'utf8').split('\n');
  const bad = lines.filter((line) => line.includes('"level":"ERROR"') || line.includes('panicked at'));
  if (bad.length > 0) throw new Error(`the portal logged ${bad.length} errors (${log}):\n${bad.slice(0, 10).join('\n')}`);
}
