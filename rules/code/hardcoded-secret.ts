// Credentials written into the repository, or into the history of a change, found by secretlint's detectors and our own.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/** Put together here, so that no scanner of this repository takes an example for the real thing. */
const fakeToken = ['ghp', `${'x'.repeat(12) + '0123456789'.repeat(2)}mcga`].join('_');
const fakeKey = ['b7e1', '5162', '8aed', '2a6a', 'bf71', '5880', '9cf4', 'f3c7'].join('');
const fakePassword = ['postgres:', '', 'billing:Gr4y-Heron-58@db.internal', 'billing'].join('/');

export const rule = defineCodeRule({
  id: 'code/hardcoded-secret',
  title: 'Secret in the repository',
  rationale:
    'Everyone who can read the repository, its forks, its build logs or a copy of its history can use the credential, and can go on using it after the line is deleted. ' +
    'Leaked tokens are found by automated searches within minutes of a push. So the commits of a change are searched as well as its tip: ' +
    'what one of them added and a later one removed is told with the path and lines that it had there. ' +
    'What no service issued (a private key, a password in an address, a random value that only its name calls a secret) is told at low confidence where it stands in tests alone: most such are made up.',
  remediation:
    'Revoke the credential and issue a new one: deleting the line does not take it back. ' +
    'Where a commit of the change holds it, squash or rewrite the commits before they are merged. ' +
    'Read the new one at run time from the environment or from a secret store, and keep it out of every file that is committed.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [798],
  references: [
    'https://cwe.mitre.org/data/definitions/798.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Secrets_Management_Cheat_Sheet.html',
    'https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning',
  ],
  match: { kind: 'secrets' },
  examples: {
    bad: [
      { code: `const client = new Octokit({ auth: '${fakeToken}' });` },
      { file: 'config.yaml', code: `database: ${fakePassword}` },
      { code: `const apiKey = '${fakeKey}';` },
    ],
    good: [
      { code: 'const client = new Octokit({ auth: process.env.GITHUB_TOKEN });' },
      { file: 'config.yaml', code: `database: \${DATABASE_URL}` },
      { code: `const commit = '${fakeKey}';` },
    ],
  },
});
