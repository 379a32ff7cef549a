import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The program behaves otherwise in CI; what the tests need of it they ask for.
    env: {
      NO_COLOR: '1',
      CI: '',
      REQUIRE_BROWSER: process.env['CI'] ?? '',
      PROPERTY_SEED: process.env['CI'] ? '1' : '',
    },
  },
});
