// A lockfile pins a package version that an advisory names.
import type { Rule } from '../../src/core/rule.ts';

export const rule: Rule = {
  id: 'dependencies/vulnerable-package',
  title: 'Dependency with a known vulnerability',
  rationale:
    'The fault is public, often with a working exploit, and scanners look for it within hours. Whoever installs from this lockfile ships it. ' +
    "The finding's severity is the advisory's own: CVSS 9 and more is critical, 7 high, 4 medium, below that low; without a score it is what the advisory says, else medium.",
  remediation:
    'Upgrade to the nearest fixed version that the finding names, and commit the lockfile. For a dependency of a dependency, upgrade the package that brings it, ' +
    'or override its version. Where there is no fixed version, replace the package, or set the finding aside with owner, reason and expiry.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [1395],
  references: [
    'https://osv.dev/',
    'https://cwe.mitre.org/data/definitions/1395.html',
    'https://owasp.org/Top10/A06_2021-Vulnerable_and_Outdated_Components/',
  ],
  examples: {
    bad: [{ file: 'package-lock.json', code: lock('4.17.20') }],
    good: [{ file: 'package-lock.json', code: lock('4.17.21') }],
  },
};

function lock(version: string): string {
  const packages = { '': { name: 'shop', dependencies: { lodash: '^4.17.0' } }, 'node_modules/lodash': { version } };
  return JSON.stringify({ name: 'shop', lockfileVersion: 3, packages }, null, 2);
}
