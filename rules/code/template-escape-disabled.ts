// Templates that no longer escape.
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, keyOf } from '../../src/gates/code/ast/names.ts';
import { constantOf, constantProperty } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/** Template libraries by the option that keeps escaping on. */
const options: readonly (readonly [RegExp, string])[] = [
  [/^handlebars(?:\.(?:compile|precompile|create\(\)\.compile))?$/, 'noEscape'],
  [/^nunjucks\.(?:configure|Environment)$/, 'autoescape'],
  [/^swig(?:-templates)?\.(?:setDefaults|init|Swig)$/, 'autoescape'],
  [/^(?:eta\.Eta|eta\.configure)$/, 'autoEscape'],
];

export const rule = defineCodeRule({
  id: 'code/template-escape-disabled',
  title: 'Template engine that does not escape',
  rationale: 'Every value in every page then counts as markup: `<script>` in a name runs in the browser of whoever sees it.',
  remediation:
    'Leave escaping on, and mark the few values that are markup where they stand (`{{{html}}}`, `| safe`), after sanitising them.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [79, 116],
  references: [
    'https://cwe.mitre.org/data/definitions/79.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Cross_Site_Scripting_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { code: "import Handlebars from 'handlebars';\nexport const page = (text: string) => Handlebars.compile(text, { noEscape: true });" },
      { file: 'a.js', code: "const nunjucks = require('nunjucks');\nnunjucks.configure('views', { autoescape: false });" },
      { file: 'a.js', code: "const swig = require('swig');\nswig.setDefaults({ autoescape: false });" },
      { file: 'a.js', code: "const Mustache = require('mustache');\nMustache.escape = (text) => text;" },
    ],
    good: [
      { code: "import Handlebars from 'handlebars';\nexport const page = (text: string) => Handlebars.compile(text);" },
      { file: 'a.js', code: "const nunjucks = require('nunjucks');\nnunjucks.configure('views', { autoescape: true });" },
    ],
  },
  match: inspect((file, report) => {
    const message = 'Every value in these templates now counts as markup.';
    return {
      CallExpression(node) {
        const name = calleeOf(node, file) ?? '';
        for (const [library, option] of options) {
          const off = option === 'noEscape';
          if (library.test(name) && node.arguments.some((argument) => constantProperty(argument, option, file)?.value === off))
            report(node, message);
        }
      },
      AssignmentExpression(node) {
        if (node.left.type !== 'MemberExpression' || keyOf(node.left) !== 'escape') return;
        const { right } = node;
        const returnsItsInput =
          right.type === 'ArrowFunctionExpression' &&
          right.body.type === 'Identifier' &&
          right.params[0]?.type === 'Identifier' &&
          right.body.name === right.params[0].name;
        const isMustache = /^(?:mustache|handlebars)/i.test(file.textOf(node.left.object));
        if (isMustache && (returnsItsInput || constantOf(right, file)?.value === false)) report(node, message);
      },
    };
  }),
});
