// A path that comes straight from a web request.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, methodOf, nameOf, unwrap } from '../../src/gates/code/ast/names.ts';
import { dataOf, partsOf } from '../../src/gates/code/ast/data.ts';
import { isRequestData } from '../../src/gates/code/ast/request.ts';
import { pathCalls } from '../../src/gates/code/ast/sinks.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantProperty } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/** Request data in the expression, also below `path.join` and `path.resolve`, which do not stop `..`. */
function hasRequestData(node: Node, file: SourceFile, depth = 0): boolean {
  return dataOf(partsOf(node, file)).some((each) => {
    const inner = unwrap(each);
    if (isRequestData(inner, file)) return true;
    const joins = inner.type === 'CallExpression' && /^path\.(?:join|resolve|normalize)$/.test(nameOf(inner.callee, file) ?? '');
    return joins && depth < 10 && inner.arguments.some((argument) => hasRequestData(argument, file, depth + 1));
  });
}

function pathOf(call: Call, file: SourceFile): Node | undefined {
  const name = calleeOf(call, file) ?? '';
  if (pathCalls.test(name) || name === 'global:require') return call.arguments[0];
  const sends = /^(?:sendFile|sendfile|download)$/.test(methodOf(call) ?? '');
  // With `root` Express refuses paths that lead out of it.
  return sends &&
    !call.arguments.some((argument) => constantProperty(argument, 'root', file) !== null || /\broot\b/.test(file.textOf(argument)))
    ? call.arguments[0]
    : undefined;
}

export const rule = defineCodeRule({
  id: 'code/path-from-request',
  title: 'File path straight from a request',
  rationale:
    '`../../etc/passwd`, or an absolute path, reads or overwrites any file that this process may touch: keys, source, other users’ data. `path.join` and `normalize` do not stop it.',
  remediation:
    'Resolve against a fixed folder and check that the result is still in it: `const full = path.resolve(root, name); if (!full.startsWith(root + path.sep)) throw …`; or map ids to files; or `res.sendFile(name, { root })`.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [22],
  references: [
    'https://cwe.mitre.org/data/definitions/22.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Input_Validation_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "import fs from 'node:fs';\nexport const handler = (req: any, res: any) => fs.createReadStream('./files/' + req.params.name).pipe(res);",
      },
      {
        code: "import { readFile } from 'node:fs/promises';\nimport path from 'node:path';\nexport const handler = (req: any) => { const file = path.join('files', req.query.name); return readFile(file); };",
      },
      { file: 'a.js', code: "module.exports = (req, res) => res.sendFile('/srv/files/' + req.params.file);" },
    ],
    good: [
      { code: "export const handler = (req: any, res: any) => res.sendFile(req.params.name, { root: '/srv/files' });" },
      {
        code: "import { readFile } from 'node:fs/promises';\nconst files: Record<string, string> = { terms: 'terms.md' };\nexport const handler = (id: string) => readFile(files[id] ?? 'none.md');",
      },
      {
        code: "import { readFile } from 'node:fs/promises';\nimport path from 'node:path';\nexport const handler = (req: any) => readFile(path.join('files', path.basename(req.query.name)));",
      },
    ],
  },
  match: inspectCalls((call, file) => {
    const target = pathOf(call, file);
    return target !== undefined && hasRequestData(target, file)
      ? "'..' in this request leads to any file: resolve the path and check that it stays in its folder."
      : null;
  }),
});
