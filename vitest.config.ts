import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/bundle.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Tests start git and child processes: a process a file keeps one file's signals and working folder from the next.
    pool: 'forks',
    maxWorkers: '100%',
    restoreMocks: true,
    unstubEnvs: true,
    coverage: { include: ['src/**', 'rules/**'], exclude: ['**/generated/**'] },
  },
});
