// A lockfile pins a package version that was published to do harm.
import type { Rule } from '../../src/core/rule.ts';

export const rule: Rule = {
  id: 'dependencies/malicious-package',
  title: 'Dependency that is known to be malicious',
  rationale:
    'The package, or this version of it, was published to attack whoever installs it: it steals credentials, opens a back door or destroys data, ' +
    'mostly in an install script, so that installing it is enough. It always blocks.',
  remediation:
    'Remove the package and do not install it again. Where it was installed, take the machine and every secret it could reach as compromised: rotate them. ' +
    'Then look for what was meant: the name is often a misspelling of a real one, or an internal name taken on the public registry.',
  severity: 'critical',
  confidence: 'high',
  blocks: true,
  cwe: [506],
  references: ['https://github.com/ossf/malicious-packages', 'https://cwe.mitre.org/data/definitions/506.html'],
  examples: {
    bad: [{ file: 'package-lock.json', code: lock('flatmap-stream', '0.1.1') }],
    good: [{ file: 'package-lock.json', code: lock('event-stream', '4.0.1') }],
  },
};

function lock(name: string, version: string): string {
  const packages = { '': { name: 'shop', dependencies: { [name]: version } }, [`node_modules/${name}`]: { version } };
  return JSON.stringify({ name: 'shop', lockfileVersion: 3, packages }, null, 2);
}
