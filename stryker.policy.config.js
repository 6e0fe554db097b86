// Mutants of the policy: as stryker.config.json, with a floor of its own. Much of the policy is there for speed alone, and its mutants decide nothing.
import { readFileSync } from 'node:fs';

const shared = JSON.parse(readFileSync(new URL('stryker.config.json', import.meta.url), 'utf8'));

export default { ...shared, mutate: ['src/policy/**/*.ts', '!src/policy/generated/**'], thresholds: { high: 98, low: 90, break: 85 } };
