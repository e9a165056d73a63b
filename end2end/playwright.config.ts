import { defineConfig } from '@playwright/test';

/** Debian's Chromium; nothing is ever downloaded. */
const launchOptions = {
  executablePath: process.env.PORTAL_CHROMIUM || '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
  ],
};

const desktop = { viewport: { width: 1280, height: 900 } };
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

/** What measures time wants the machine for itself: it runs when everything else is done. */
const ALONE = /weight\.spec\.ts/;

/** Specs that are about something else than the screen, or bring screens of their own: one project is enough. */
const ONCE = /(crawl|engines|pages|screens)\.spec\.ts/;

export default defineConfig({
  testDir: 'tests',
  outputDir: 'test-results',
  globalSetup: './support/setup.ts',
  workers: 2,
  // A test that fails sometimes is a fault of the portal or of the test; both must be seen.
  retries: 0,
  forbidOnly: !!process.env.CI,
  timeout: 90_000,
  expect: { timeout: 10_000 },
  reporter: [['list', { printSteps: false }]],
  use: {
    browserName: 'chromium',
    launchOptions,
    locale: 'vi-VN',
    timezoneId: 'Asia/Ho_Chi_Minh',
    actionTimeout: 10_000,
    navigationTimeout: 30_000,
    screenshot: 'only-on-failure',
    trace: 'off',
  },
  projects: [
    { name: 'desktop', use: desktop, testIgnore: ALONE },
    { name: 'phone', use: phone, testIgnore: [ONCE, ALONE] },
    { name: 'nojs', use: { ...desktop, javaScriptEnabled: false }, testIgnore: [ONCE, ALONE] },
    { name: 'alone', use: desktop, testMatch: ALONE, dependencies: ['desktop', 'phone', 'nojs'] },
  ],
});
