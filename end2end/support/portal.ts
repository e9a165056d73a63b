// The program under test: its commands and its running processes.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';

/** The folder of the repository. */
export const ROOT = process.env.PORTAL_ROOT || path.resolve(__dirname, '../..');

const BINARY = process.env.PORTAL_BINARY || path.join(ROOT, 'target/debug/portal');
const SITE = process.env.PORTAL_SITE || path.join(ROOT, 'target/site');

/** How long a process may take to stop after SIGTERM, milliseconds. */
const STOP_MS = 15_000;

/** Where a portal keeps its things. */
export interface Home {
  /** Folder of this run; also the working folder, so that no `portal.toml` of a developer is read. */
  folder: string;
  /** Address of the database. */
  database: string;
  /** Demo mode. */
  demo: boolean;
}

function environment(home: Home): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PORTAL_DATABASE: home.database,
    PORTAL_FILES: path.join(home.folder, 'files'),
    PORTAL_SITE: SITE,
    PORTAL_DEMO: String(home.demo),
    RUST_LOG: 'warn',
    RUST_BACKTRACE: '1',
  };
}

/** Refuses to start without the things that `cargo xtask test browser` builds. */
export function requireBuilt(): void {
  if (!existsSync(BINARY)) throw new Error(`${BINARY} is missing: run \`cargo xtask test browser\`, which builds it`);
  if (!existsSync(path.join(SITE, 'pkg/manifest.json'))) {
    throw new Error(`${SITE} holds no built site: run \`cargo xtask site\``);
  }
}

/** Runs a command of the portal to its end and returns what it printed; throws with its words if it refuses. */
export function command(home: Home, args: string[], timeoutMs = 60_000): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(BINARY, args, { cwd: home.folder, env: environment(home), stdio: ['ignore', 'pipe', 'pipe'], timeout: timeoutMs });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk) => (out += chunk));
    child.stderr.on('data', (chunk) => (err += chunk));
    child.on('error', reject);
    child.on('close', (code, signal) => {
      if (code === 0) resolve(out);
      else reject(new Error(`portal ${args.join(' ')}: ${signal ?? `exit code ${code}`}\n${err}${out}`));
    });
  });
}

/** A running portal. */
export class RunningPortal {
  private constructor(
    /** Address to open: `localhost`, so that cookies marked `Secure` work without TLS. */
    readonly url: string,
    /** File with its log. */
    readonly log: string,
    private readonly child: ChildProcess,
  ) {}

  /** Starts the portal on a free port and waits until it is ready. */
  static async start(home: Home, log: string): Promise<RunningPortal> {
    const port = await freePort();
    const args = ['serve', '--addr', `127.0.0.1:${port}`, ...(home.demo ? ['--demo'] : [])];
    const file = openSync(log, 'w');
    const child = spawn(BINARY, args, { cwd: home.folder, env: environment(home), stdio: ['ignore', file, file] });
    closeSync(file);
    const portal = new RunningPortal(`http://localhost:${port}`, log, child);
    await portal.ready();
    return portal;
  }

  private async ready(): Promise<void> {
    const until = Date.now() + 60_000;
    while (Date.now() < until) {
      if (this.child.exitCode !== null) throw new Error(`the portal ended with ${this.child.exitCode}; its log: ${this.log}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    this.child.kill('SIGKILL');
    throw new Error(`the portal was not ready after 60 s; its log: ${this.log}`);
  }

  /** Asks the process to stop; throws if it needs more than 15 seconds or does not end with 0. */
  async stop(): Promise<void> {
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) throw new Error(`the portal ended by itself with ${exitCode ?? signalCode}; its log: ${this.log}`);
    const ended = new Promise<number | null>((resolve) => this.child.once('exit', (code) => resolve(code)));
    this.child.kill('SIGTERM');
    const late = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), STOP_MS).unref());
    const outcome = await Promise.race([ended, late]);
    if (outcome === 'late') {
      this.child.kill('SIGKILL');
      throw new Error('the portal did not stop within 15 s after SIGTERM');
    }
    if (outcome !== 0) throw new Error(`the portal ended with ${outcome} after SIGTERM; its log: ${this.log}`);
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** A CSV fixture of 2017: the one handed over beside the repository if it is there, else the copy of the Rust tests. */
export function csv(name: 'units_2017.csv' | 'tasks_2017.csv'): string {
  const given = path.join(ROOT, '../shared/data', name);
  return existsSync(given) ? given : path.join(ROOT, 'app/domain/tests/fixtures', name);
}
