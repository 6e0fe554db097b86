// XML parsers told to fetch what a document names.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf } from '../../src/gates/code/ast/names.ts';
import { constantProperty } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const parsers =
  /^(?:libxmljs2?|libxml-wasm|libxmljs-mt)\.(?:parseXml|parseXmlString|parseXmlAsync|XmlDocument\.\w+|SaxParser|SaxPushParser)$/;

export const rule = defineCodeRule({
  id: 'code/xml-external-entities',
  title: 'XML parser that replaces external entities',
  rationale:
    'A document then names a file (`file:///etc/passwd`) or an address inside the network, and finds its content in the parsed text; nested entities fill the memory.',
  remediation: 'Leave `noent`, `dtdload` and `huge` out: without them the parser does not replace entities.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [611],
  references: [
    'https://cwe.mitre.org/data/definitions/611.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/XML_External_Entity_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { file: 'a.js', code: "const libxml = require('libxmljs');\nmodule.exports = (text) => libxml.parseXml(text, { noent: true });" },
      {
        code: "import { parseXmlString } from 'libxmljs2';\nexport const read = (text: string) => parseXmlString(text, { noblanks: true, replaceEntities: true });",
      },
    ],
    good: [
      { file: 'a.js', code: "const libxml = require('libxmljs');\nmodule.exports = (text) => libxml.parseXml(text);" },
      { file: 'a.js', code: "const libxml = require('libxmljs');\nmodule.exports = (text) => libxml.parseXml(text, { noent: false });" },
    ],
  },
  match: inspectCalls((call, file) =>
    parsers.test(calleeOf(call, file) ?? '') &&
    ['noent', 'replaceEntities', 'dtdload'].some((key) => constantProperty(call.arguments[1], key, file)?.value === true)
      ? 'A document can name files and addresses whose content this parser puts in.'
      : null,
  ),
});
