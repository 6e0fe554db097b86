// A file is opened whose path is not fixed in the source.
import { pluginRule } from '../../src/gates/code/plugin-rules.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/non-literal-fs-path',
  title: 'File path not fixed in the source',
  rationale:
    'If a stranger can choose part of the path, `../` leads them to any file that this process may touch. Most such calls are harmless, since programs open the files they are told to: this marks the places to look at, and never blocks.',
  remediation:
    'Where the path can come from outside, resolve it against a fixed folder and check that it stays there: `path.resolve(root, name).startsWith(root + path.sep)`, after `realpath` if links may be planted.',
  severity: 'note',
  confidence: 'low',
  blocks: false,
  cwe: [22],
  references: [
    'https://cwe.mitre.org/data/definitions/22.html',
    'https://github.com/eslint-community/eslint-plugin-security/blob/main/docs/rules/detect-non-literal-fs-filename.md',
  ],
  examples: {
    bad: [
      { code: "import fs from 'node:fs';\nexport const read = (name: string) => fs.readFileSync(name);" },
      { file: 'a.js', code: "const { createReadStream } = require('fs');\nmodule.exports = (url) => createReadStream('public' + url);" },
    ],
    good: [
      { code: "import fs from 'node:fs';\nexport const read = () => fs.readFileSync('package.json');" },
      {
        code: "import fs from 'node:fs';\nimport path from 'node:path';\nexport const read = () => fs.readFileSync(path.join('docs', 'README.md'));",
      },
    ],
  },
  match: pluginRule('security', 'detect-non-literal-fs-filename'),
});
