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

/** Specs that also run on the phone and without scripts. */
const OTHER_WAYS = /(dossiers|due)\.spec\.ts/;

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
    { name: 'desktop', use: desktop },
    // The crawl opens a hundred pages with every check; the other two walk the journey of a dossier and the tools.
    { name: 'phone', use: phone, testMatch: OTHER_WAYS },
    { name: 'nojs', use: { ...desktop, javaScriptEnabled: false }, testMatch: OTHER_WAYS },
  ],
});
