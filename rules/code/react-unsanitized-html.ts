// React's door around its own escaping.
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { unsanitisedIn } from '../../src/gates/code/ast/html.ts';
import { keyOf } from '../../src/gates/code/ast/names.ts';
import type { Node } from '../../src/gates/code/ast/source-file.ts';
import { objectOf, property } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/react-unsanitized-html',
  title: 'Data in dangerouslySetInnerHTML',
  rationale:
    'React escapes what it shows, except here: markup in the data becomes part of the page, and `<img src=x onerror=…>` runs a script as the user. Model output, Markdown and file contents are such data.',
  remediation:
    'Render text as children. Where markup is wanted, sanitise it right there: `{ __html: DOMPurify.sanitize(html) }`, or use a Markdown component that builds elements.',
  severity: 'high',
  confidence: 'low',
  blocks: true,
  cwe: [79],
  references: [
    'https://cwe.mitre.org/data/definitions/79.html',
    'https://react.dev/reference/react-dom/components/common#dangerously-setting-the-inner-html',
  ],
  examples: {
    bad: [
      { file: 'a.tsx', code: 'export const Note = (props: { html: string }) => <div dangerouslySetInnerHTML={{ __html: props.html }} />;' },
      {
        file: 'a.jsx',
        code: "import { marked } from 'marked';\nexport const Note = ({ text }) => { const markup = { __html: marked.parse(text) }; return <div dangerouslySetInnerHTML={markup} />; };",
      },
      {
        code: "import { createElement } from 'react';\nexport const Note = (html: string) => createElement('div', { dangerouslySetInnerHTML: { __html: html } });",
      },
    ],
    good: [
      { file: 'a.tsx', code: 'export const Note = (props: { text: string }) => <div>{props.text}</div>;' },
      {
        file: 'a.tsx',
        code: "import DOMPurify from 'dompurify';\nexport const Note = (props: { html: string }) => <div dangerouslySetInnerHTML={{ __html: DOMPurify.sanitize(props.html) }} />;",
      },
      {
        file: 'a.tsx',
        code: "const style = '.a { color: red }';\nexport const Style = () => <style dangerouslySetInnerHTML={{ __html: style }} />;",
      },
    ],
  },
  match: inspect((file, report) => {
    const judge = (node: Node, value: Node): void => {
      const object = objectOf(value, file);
      const html = object === null ? null : property(object, '__html');
      if (html !== null && html !== 'unknown' && unsanitisedIn(html, file).length > 0) {
        report(node, 'Markup in this data becomes part of the page: sanitise it here.');
      }
    };
    return {
      JSXAttribute(node) {
        if (node.name.name === 'dangerouslySetInnerHTML' && node.value?.type === 'JSXExpressionContainer')
          judge(node, node.value.expression);
      },
      Property(node) {
        if (node.parent.type === 'ObjectExpression' && keyOf(node) === 'dangerouslySetInnerHTML') judge(node, node.value);
      },
    };
  }),
});
