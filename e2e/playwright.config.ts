import { defineConfig } from '@playwright/test';
import type { EngineName } from './support/app';
import { artifacts } from './support/site.mjs';

const viewport = { width: 1440, height: 900 };

// tests/all runs in every browser, tests/page in the two that Playwright drives, tests/chromium in Chromium alone
// (long, or in need of its developer tools), tests/across opens all three and compares them.
export default defineConfig<object, { engine: EngineName }>({
    testDir: 'tests',
    outputDir: `${artifacts}/results`,
    timeout: 90_000,
    expect: { timeout: 15_000 },
    workers: 1,  // scripts/test sets more for tests that bound no time
    retries: 0,
    forbidOnly: process.env.CI === 'true',
    reporter: [['list'], ['json', { outputFile: process.env.RAYPOOL_RESULTS ?? `${artifacts}/results.json` }]],
    use: { viewport },
    projects: [
        { name: 'chromium', testMatch: ['tests/all/**', 'tests/page/**', 'tests/chromium/**'], use: { engine: 'chromium' } },
        { name: 'firefox', testMatch: ['tests/all/**', 'tests/page/**'], use: { engine: 'firefox' } },
        { name: 'webkit', testMatch: ['tests/all/**'], use: { engine: 'webkit' } },
        { name: 'across', testMatch: ['tests/across/**'], use: { engine: 'chromium' } },
    ],
});
