// Formats that can carry code or objects of any class, read from data.
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { calleeOf, nameOf } from '../../src/gates/code/ast/names.ts';
import { isHarmless } from '../../src/gates/code/ast/data.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { isRequestData } from '../../src/gates/code/ast/request.ts';
import { objectOf, property } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const runsCode =
  /^(?:node-serialize\.unserialize|serialize-to-js\.deserialize|funcster\.deepDeserialize|cryo\.parse|serialijse\.deserialize|node-serialize2\.unserialize|jsonpickle\.decode|un-eval|js-yaml-js-types\..*)$/;
const unsafeSchema = /^js-yaml\.(?:DEFAULT_FULL_SCHEMA|DEFAULT_FULL_SCHEMA\..*)$|^js-yaml-js-types(?:\.|$)/;

function usesUnsafeSchema(call: Call, file: SourceFile): boolean {
  const options = objectOf(call.arguments[1], file);
  const schema = options === null ? null : property(options, 'schema');
  if (schema === null || schema === 'unknown') return false;
  return unsafeSchema.test(nameOf(schema, file) ?? '') || /js-?types|FULL_SCHEMA/i.test(file.textOf(schema));
}

function faultOf(call: Call, input: Node, file: SourceFile): string | null {
  const name = calleeOf(call, file) ?? '';
  if (runsCode.test(name)) return 'This reader runs functions that it finds in its input.';
  if (/^js-yaml\.(?:load|loadAll)$/.test(name) && usesUnsafeSchema(call, file))
    return 'With this schema YAML can hold functions and regular expressions of its author.';
  return name === 'v8.deserialize' && isRequestData(input, file) ? 'v8.deserialize is not made for data of strangers.' : null;
}

export const rule = defineCodeRule({
  id: 'code/unsafe-deserialization',
  title: 'Deserialiser that runs what it reads',
  rationale:
    'These formats carry functions, which the reader builds with `eval`, and often calls at once. Whoever supplies the text (a cookie, a cached file, a YAML document in a repository) runs code in this process.',
  remediation:
    'Use `JSON.parse` and check the result against a schema; for YAML use `load` of js-yaml 4 or `parse` of `yaml` with their default schema. Class instances are built by your own code from checked fields.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [502],
  references: [
    'https://cwe.mitre.org/data/definitions/502.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Deserialization_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { file: 'a.js', code: "const serialize = require('node-serialize');\nmodule.exports = (cookie) => serialize.unserialize(cookie);" },
      { code: "import yaml from 'js-yaml';\nexport const read = (text: string) => yaml.load(text, { schema: yaml.DEFAULT_FULL_SCHEMA });" },
      { file: 'a.js', code: "const { deepDeserialize } = require('funcster');\nmodule.exports = (value) => deepDeserialize(value);" },
      { code: "import v8 from 'node:v8';\nexport const handler = (req: any) => v8.deserialize(req.body);" },
    ],
    good: [
      { code: "import yaml from 'js-yaml';\nexport const read = (text: string) => yaml.load(text);" },
      { code: "import { deserialize, serialize } from 'node:v8';\nexport const clone = (value: object) => deserialize(serialize(value));" },
      { code: 'export const read = (text: string) => JSON.parse(text);' },
      { file: 'a.js', code: "const serialize = require('node-serialize');\nmodule.exports = () => serialize.unserialize('{}');" },
    ],
  },
  match: inspectCalls((call, file) => {
    const [input] = call.arguments;
    // Where its input comes from takes longest to find out, so it is asked last.
    const fault = input === undefined ? null : faultOf(call, input, file);
    return fault === null || input === undefined || isHarmless(input, file) ? null : fault;
  }),
});
