// The quick, pure tests of what decides: what Stryker runs for each mutant. Tests on real repositories are not among them.
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/{core,pipeline,policy}/**/*.test.ts'],
    exclude: ['test/**/*-git.test.ts'],
    restoreMocks: true,
    env: { MCGATE_LONG: '0.05' },
  },
});
