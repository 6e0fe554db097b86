// `node scripts/release-notes.ts`: what CHANGELOG.md says of this version, and how to verify it. Printed for release.yml.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readRelease } from './release-arguments.ts';

const { root, version, commit } = readRelease(process.argv[2]);
const sections = (await readFile(path.join(root, 'CHANGELOG.md'), 'utf8')).split(/^## /mu).slice(1);
const section = sections.find((text) => text.split('\n', 1)[0]?.trim() === version);
const changes = section?.slice(section.indexOf('\n')).trim() ?? '';
if (changes === '') throw new Error(`CHANGELOG.md says nothing of ${version}`);

process.stdout.write(`${changes}

## Use and verify

\`\`\`yaml
- uses: metacline/mcgate@${commit} # v${version}
\`\`\`

\`\`\`sh
gh release verify v${version} --repo metacline/mcgate
gh attestation verify mcgate-${version}.tgz --repo metacline/mcgate --signer-workflow metacline/mcgate/.github/workflows/release.yml
\`\`\`

[What is attested](https://github.com/metacline/mcgate/blob/v${version}/docs/github.md#pinning)
`);
