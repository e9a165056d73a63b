// Watches a page for what a visitor would not see but must not happen: console errors, script errors, failed or foreign
// requests, answers with an error status.

import { type BrowserContext, type Page, expect } from '@playwright/test';

/** Chromium's advice about preloaded fonts depends on the speed of the machine. */
const HARMLESS = /was preloaded using link preload but not used/;

/** Faults of all pages of a test. */
export class Watch {
  private readonly faults: string[] = [];
  private readonly expected = new Set<number>();
  private lost = false;

  /** This test provokes answers with these statuses. */
  expectStatus(...statuses: number[]): void {
    for (const status of statuses) this.expected.add(status);
  }

  /** This test breaks connections on purpose. */
  expectLost(): void {
    this.lost = true;
  }

  /** Watches every present and future page of a context. */
  follow(context: BrowserContext, home: string): void {
    context.on('page', (page) => this.page(page));
    for (const page of context.pages()) this.page(page);
    context.on('request', (request) => {
      const url = request.url();
      if (!url.startsWith(home) && !url.startsWith('data:') && !url.startsWith('blob:')) this.faults.push(`request to another host: ${url}`);
    });
    context.on('requestfailed', (request) => {
      // A page that is left gives up what it was still loading.
      const reason = request.failure()?.errorText ?? '';
      if (reason !== 'net::ERR_ABORTED' && !(this.lost && reason === 'net::ERR_CONNECTION_RESET')) this.faults.push(`request failed: ${request.url()} (${reason})`);
    });
    context.on('response', (response) => {
      const status = response.status();
      if (status >= 400 && !this.expected.has(status)) this.faults.push(`status ${status}: ${response.request().method()} ${response.url()}`);
    });
  }

  private page(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(`script error on ${page.url()}: ${error.message}`));
    page.on('console', (message) => {
      const serious = message.type() === 'error' || message.type() === 'warning';
      const text = message.text();
      // The line about a status repeats what the watch on answers judges.
      if (this.lost && text.includes('net::ERR_CONNECTION_RESET')) return;
      if (serious && !HARMLESS.test(text) && !text.startsWith('Failed to load resource: the server responded with a status')) {
        this.faults.push(`console on ${page.url()}: ${text}`);
      }
    });
  }

  /** Fails if anything happened. */
  check(): void {
    expect(this.faults, 'console errors, failed requests, requests to other hosts').toEqual([]);
  }
}
