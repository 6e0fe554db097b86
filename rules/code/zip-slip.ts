// The name of an archive’s entry as the path of a file.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/zip-slip',
  title: 'File written where an archive says',
  rationale:
    'An entry named `../../.bashrc`, or with an absolute path, is written outside of the folder: over programs, settings and keys. Links in archives do the same in two steps.',
  remediation:
    'Resolve the name against the folder and check that it stays there before writing: `const full = path.resolve(folder, entry.name); if (!full.startsWith(folder + path.sep)) throw …`. Refuse links.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [22, 23],
  references: ['https://cwe.mitre.org/data/definitions/22.html', 'https://security.snyk.io/research/zip-slip-vulnerability'],
  examples: {
    bad: [
      {
        file: 'example.js',
        code: "const fs = require('fs');\nconst path = require('path');\nconst unzipper = require('unzipper');\nfs.createReadStream('a.zip').pipe(unzipper.Parse()).on('entry', (entry) => {\n  entry.pipe(fs.createWriteStream(path.join('out', entry.path)));\n});",
      },
    ],
    good: [
      {
        file: 'example.js',
        code: "const fs = require('fs');\nconst path = require('path');\nconst unzipper = require('unzipper');\nconst out = path.resolve('out');\nfs.createReadStream('a.zip').pipe(unzipper.Parse()).on('entry', (entry) => {\n  const full = path.resolve(out, entry.path);\n  if (!full.startsWith(out + path.sep)) return;\n  entry.pipe(fs.createWriteStream(full));\n});",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'archive',
    covers: [],
    harm: 'can write files outside of the folder',
    fix: 'Check that the resolved path stays in the folder (`full.startsWith(folder + path.sep)`) before writing.',
  },
});
