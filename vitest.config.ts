import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    globalSetup: 'test/global-setup.ts',
    include: ['test/**/*.test.{ts,tsx}'],
    setupFiles: ['test/random-seed.ts'],
    // Vitest leaves a core free by default, but this is all that the machine has to do.
    maxWorkers: '100%',
    // No test leaves anything behind in a module, so that files can share what they import.
    isolate: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
