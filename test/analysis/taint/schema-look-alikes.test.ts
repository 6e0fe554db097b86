// Checks by a schema that only look like one: whoever writes a change must not be able to make a finding vanish by them.
import { expect, it } from 'vitest';
import { follow, type Sources } from './source.ts';

const head = `import { exec } from 'child_process'; import { z } from 'zod'; import express from 'express'; const app = express();`;
const numberSchema = 'const S = z.object({ a: z.number() });';

function handler(before: string, body: string): Sources {
  return { 'index.ts': `${head} ${before} app.post('/', async (req, res) => { ${body} });` };
}

function parsed(schema: string): Sources {
  return handler(`const S = ${schema};`, 'const { a } = S.parse(req.body); exec(a);');
}

function server(call: string, before = ''): Sources {
  return {
    'index.ts': `${head} import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; const server = new McpServer({}); ${before} ${call}`,
  };
}

function tool(call: string): Sources {
  return { 'index.ts': `${head} import { tool } from 'ai'; ${call}` };
}

const cases: Readonly<Record<string, Sources>> = {
  'catch input': parsed('z.object({ a: z.number().catch((c) => c.input) })'),
  'catch input obj': parsed('z.object({ a: z.number() }).catch((c) => c.input)'),
  'refine mutates': parsed('z.object({ a: z.number() }).passthrough().refine((o) => { o.a = o.cmd; return true; })'),
  'check sets value': parsed('z.looseObject({ a: z.number() }).check((c) => { c.value = { a: c.value.cmd }; })'),
  'regex when': parsed('z.object({ a: z.string().regex(/^[a-z]+$/, { when: () => false }) })'),
  'uuid pattern': parsed('z.object({ a: z.uuid({ pattern: /[^]*/ }) })'),
  'uuid when': parsed('z.object({ a: z.string().uuid({ when: () => false }) })'),
  'regex m': parsed('z.object({ a: z.string().regex(/^[a-z]+$/m) })'),
  'regex neg normalize': parsed("z.object({ a: z.string().regex(/^[^;&|`$<>()'\"\\\\\\s!#*?~{}\\[\\]\\r\\n-]+$/).normalize('NFKC') })"),
  'literal tainted': handler('', 'const S = z.object({ a: z.literal(req.body.a) }); exec(S.parse(req.body).a);'),
  'literal tainted2': handler('', 'const s = z.literal(req.body.a); exec(s.parse(req.body.a));'),
  'enum tainted': handler('', 'exec(z.enum(req.body.list).parse(req.body.a));'),
  'enum tainted2': handler('', 'exec(z.enum([req.body.a]).parse(req.body.a));'),
  'nativeEnum tainted': handler('', 'exec(z.nativeEnum(req.body.m).parse(req.body.a));'),
  'default tainted': handler('', 'exec(z.number().default(req.body.a).parse(undefined));'),
  'default tainted any': handler('', 'exec(z.any().default(req.body.a).parse(undefined));'),
  'safeParse data overwritten': handler('', 'const r = z.number().safeParse(1); r.data = req.body.x; exec(r.data);'),
  'safeParse data overwritten2': handler(
    '',
    'const r = z.number().safeParse(req.body.x); if (!r.success) r.data = req.body.x; exec(r.data);',
  ),
  assign: handler('const S = z.object({ a: z.number() });', 'const b = S.parse({ a: 1 }); Object.assign(b, req.body); exec(b.a);'),
  assign2: handler('const S = z.object({ a: z.number() });', 'const b = S.parse(req.body); Object.assign(b, req.query); exec(b.a);'),
  'assign helper': handler(
    'const S = z.object({ a: z.number() }); function mut(o, v) { o.a = v; }',
    'const b = S.parse(req.body); mut(b, req.body.a); exec(b.a);',
  ),
  'assign dyn': handler(
    'const S = z.object({ a: z.number() });',
    'const b = S.parse(req.body); for (const k in req.query) b[k] = req.query[k]; exec(b.a);',
  ),
  'lodash merge': handler(
    "import _ from 'lodash'; const S = z.object({ a: z.number() });",
    'const b = S.parse(req.body); _.merge(b, req.query); exec(b.a);',
  ),
  defineProperty: handler(
    'const S = z.object({ a: z.number() });',
    "const b = S.parse(req.body); Object.defineProperty(b, 'a', { value: req.query.a }); exec(b.a);",
  ),
  'Reflect.set': handler(
    'const S = z.object({ a: z.number() });',
    "const b = S.parse(req.body); Reflect.set(b, 'a', req.query.a); exec(b.a);",
  ),
  reassign: handler(
    'const S = z.object({ a: z.number() });',
    'let b = S.parse(req.body); const f = () => { b = req.body; }; f(); exec(b.a);',
  ),
  'shape via helper': parsed('z.object(shape); const shape = { a: z.number() }; mut(shape); function mut(s) { s.a = z.any(); }'),
  'shape via assign': parsed(
    'mk(); function mk() { const shape = { a: z.number() }; Object.assign(shape, { a: z.any() }); return z.object(shape); }',
  ),
  'shape via assign2': handler(
    'const shape = { a: z.number() }; Object.assign(shape, { a: z.any() }); const S = z.object(shape);',
    'const { a } = S.parse(req.body); exec(a);',
  ),
  'shape via helper2': handler(
    'const shape = { a: z.number() }; mut(shape); function mut(s) { s.a = z.any(); } const S = z.object(shape);',
    'const { a } = S.parse(req.body); exec(a);',
  ),
  'shape held': handler(
    'const shape = { a: z.number() }; const box = { shape }; box.shape.a = z.any(); const S = z.object(shape);',
    'const { a } = S.parse(req.body); exec(a);',
  ),
  'shape defineProp': handler(
    "const shape = { a: z.number() }; Object.defineProperty(shape, 'a', { value: z.any() }); const S = z.object(shape);",
    'const { a } = S.parse(req.body); exec(a);',
  ),
  'shape delete pass': handler(
    'const shape = { a: z.number() }; delete shape.a; const S = z.looseObject(shape);',
    'const { a } = S.parse(req.body); exec(a);',
  ),
  'shape other file': {
    'shape.ts': "import { z } from 'zod'; export const shape = { a: z.number() };",
    'mut.ts': "import { z } from 'zod'; import { shape } from './shape.ts'; shape.a = z.any();",
    'index.ts': `${head} import './mut.ts'; import { shape } from './shape.ts'; const S = z.object(shape); app.post('/', (req) => { exec(S.parse(req.body).a); });`,
  },
  'export let': {
    'shape.ts': "import { z } from 'zod'; export let S = z.object({ a: z.number() }); export function loosen() { S = z.any(); }",
    'index.ts': `${head} import { S, loosen } from './shape.ts'; loosen(); app.post('/', (req) => { exec(S.parse(req.body).a); });`,
  },
  'export let param': {
    'shape.ts': "import { z } from 'zod'; export let S = z.object({ a: z.number() }); export function set(s) { S = s; }",
    'index.ts': `${head} import { S, set } from './shape.ts'; set(z.any()); app.post('/', (req) => { exec(S.parse(req.body).a); });`,
  },
  'cjs exports': {
    'shape.js': "const { z } = require('zod'); exports.S = z.object({ a: z.number() }); Object.assign(exports, { S: z.any() });",
    'index.js': `const { exec } = require('child_process'); const app = require('express')(); const { S } = require('./shape.js'); const { z } = require('zod'); app.post('/', (req) => { exec(S.parse(req.body).a); });`,
  },
  'S.parse own': handler('const S = z.object({ a: z.number() }); S.parse = (x) => x;', 'exec(S.parse(req.body).a);'),
  'z.number patched': handler('z.number = z.any; const S = z.object({ a: z.number() });', 'exec(S.parse(req.body).a);'),
  'z.number patched own': handler('z.number = () => z.any(); const S = z.object({ a: z.number() });', 'exec(S.parse(req.body).a);'),
  'z or global': handler(
    'const y = process.env.X ? z : globalThis.fake; const S = y.object({ a: y.number() });',
    'exec(S.parse(req.body).a);',
  ),
  'z or lib': handler(
    "import fake from 'fake-zod'; const y = process.env.X ? z : fake(); const S = y.object({ a: y.number() });",
    'exec(S.parse(req.body).a);',
  ),
  'z or lib2': handler(
    "import fake from 'fake-zod'; let y = z; y = fake.z; const S = y.object({ a: y.number() });",
    'exec(S.parse(req.body).a);',
  ),
  'S or unknown': handler(
    "import fake from 'fake-zod'; let S = z.object({ a: z.number() }); if (process.env.X) S = fake.S;",
    'exec(S.parse(req.body).a);',
  ),
  'S or global': handler('let S = z.object({ a: z.number() }); if (process.env.X) S = globalThis.S2;', 'exec(S.parse(req.body).a);'),
  'field or global': handler('const S = z.object({ a: globalThis.S2 ?? z.number() });', 'exec(S.parse(req.body).a);'),
  'spread object': handler(
    'const args = [{ a: z.any() }]; args.a = z.number(); const S = z.object(...args);',
    'exec(S.parse(req.body).a);',
  ),
  'extend spread': handler(
    "import { other } from 'other'; const S = z.object({ a: z.number() }).extend({ ...other });",
    'exec(S.parse(req.body).a);',
  ),
  'extend computed': handler('const S = z.object({ a: z.number() }).extend({ [process.env.X]: z.any() });', 'exec(S.parse(req.body).a);'),
  'extend mutated': handler(
    'const e = { b: z.number() }; Object.assign(e, { a: z.any() }); const S = z.object({ a: z.number() }).extend(e);',
    'exec(S.parse(req.body).a);',
  ),
  'mcp run called': server(
    "server.registerTool('t', { inputSchema: { a: z.number() } }, run); async function run({ a }) { exec(a); } app.post('/', (req) => run(req.body));",
  ),
  'mcp run const called': server(
    "const run = async ({ a }) => { exec(a); }; server.registerTool('t', { inputSchema: { a: z.number() } }, run); app.post('/', (req) => run(req.body));",
  ),
  'mcp run const called2': server(
    "const run = async (args) => { exec(args.a); }; server.registerTool('t', { inputSchema: { a: z.number() } }, run); const h = run; app.post('/', (req) => h(req.body));",
  ),
  'mcp run exported': {
    'run.ts': `${head} import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; const server = new McpServer({}); export async function run(args) { exec(args.a); } server.registerTool('t', { inputSchema: { a: z.number() } }, run);`,
    'index.ts': "import express from 'express'; import { run } from './run.ts'; express().post('/', (req) => run(req.body));",
  },
  'mcp two servers alias': server(
    "async function run(args) { exec(args.a); } const r2 = run; server.registerTool('t', { inputSchema: { a: z.number() } }, run); server.registerTool('u', { inputSchema: { a: z.string() } }, r2);",
  ),
  'mcp two other file': {
    'run.ts': `${head} import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; const server = new McpServer({}); export async function run(args) { exec(args.a); } server.registerTool('t', { inputSchema: { a: z.number() } }, run);`,
    'index.ts':
      "import { z } from 'zod'; import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; import { run } from './run.ts'; new McpServer({}).registerTool('u', { inputSchema: { a: z.string() } }, run);",
  },
  'mcp decoy key': server(
    "server.registerTool('t', { inputSchema: schemas.t, a: z.number() }, async ({ a }) => { exec(a); });",
    'const schemas = { t: { a: z.string() } };',
  ),
  'mcp decoy key2': server(
    "server.registerTool('t', { inputSchema: schemas, a: z.number() }, async ({ a }) => { exec(a); });",
    "import { schemas } from 'other';",
  ),
  'mcp decoy annotations': server(
    "server.tool('t', schemas.t, { a: z.number() }, async ({ a }) => { exec(a); });",
    'const schemas = { t: { a: z.string() } };',
  ),
  'ai decoy': tool(
    'const schemas = { t: z.object({ a: z.string() }) }; tool({ inputSchema: schemas.t, parameters: z.object({ a: z.number() }), execute: async ({ a }) => { exec(a); } });',
  ),
  'ai execute reused': tool(
    "const t = { inputSchema: z.object({ a: z.number() }), execute: async (x) => { exec(x.a); } }; tool(t); app.post('/', (req) => t.execute(req.body));",
  ),
  'param reassigned': tool(
    'tool({ inputSchema: z.object({ a: z.number() }), execute: async (x) => { x = JSON.parse(process.argv[2]); exec(x.a); } });',
  ),
  'param assign': tool(
    'tool({ inputSchema: z.looseObject({ a: z.number() }), execute: async (x) => { Object.assign(x, x.b); exec(x.a); } });',
  ),
  'promise catch': handler(numberSchema, 'const b = await S.parseAsync(req.body).catch(() => req.body); exec(b.a);'),
  'promise then': handler(numberSchema, 'const b = await S.parseAsync(req.body).then(() => req.body); exec(b.a);'),
  'or body': handler(numberSchema, 'const b = (req.query.x && S.parse(req.body)) || req.body; exec(b.a);'),
  try: handler(numberSchema, 'let b; try { b = S.parse(req.body); } catch { b = req.body; } exec(b.a);'),
  'shape prop': handler(`${numberSchema} S.shape.a = z.any();`, 'exec(S.parse(req.body).a);'),
  'shape prop in a script': {
    'index.ts': `${head} import './loosen.js'; ${numberSchema} globalThis.S = S; app.post('/', (req) => exec(S.parse(req.body).a));`,
    'loosen.js': 'setTimeout(() => { S.shape.a = S.shape.b; });',
  },
  'shape prop in the script of a folder': {
    'index.ts': `${head} import './loosen'; ${numberSchema} globalThis.S = S; app.post('/', (req) => exec(S.parse(req.body).a));`,
    'loosen/index.js': 'setTimeout(() => { S.shape.a = S.shape.b; });',
  },
  'regex reassigned': handler(
    'let re = /^[a-z]+$/; if (process.env.X) re = /[^]*/; const S = z.object({ a: z.string().regex(re) });',
    'exec(S.parse(req.body).a);',
  ),
  'regex or unknown': handler(
    "import { other } from 'other'; let re = /^[a-z]+$/; if (process.env.X) re = other; const S = z.object({ a: z.string().regex(re) });",
    'exec(S.parse(req.body).a);',
  ),
  'regex or global': handler(
    'let re = /^[a-z]+$/; if (process.env.X) re = globalThis.re; const S = z.object({ a: z.string().regex(re) });',
    'exec(S.parse(req.body).a);',
  ),
  'regex cjs let export': {
    'r.ts': 'export let re = /^[a-z]+$/; export function set(x) { re = x; }',
    'index.ts': `${head} import { re, set } from './r.ts'; import o from 'other'; set(o); const S = z.object({ a: z.string().regex(re) }); app.post('/', (req) => exec(S.parse(req.body).a));`,
  },
  'safeParse mutated': handler(numberSchema, 'const r = S.safeParse(req.body); if (!r.success) r.data = req.body; exec(r.data.a);'),
  'safeParse helper': handler(
    'function fix(r, x) { r.data = x; } const S = z.number();',
    'const r = S.safeParse(req.body.x); fix(r, req.body.x); exec(r.data);',
  ),
  'S global-set var': handler('let S = z.object({ a: z.number() }); export const set = (x) => { S = x; };', 'exec(S.parse(req.body).a);'),
  'S from class': handler(
    'class Fake { object() { return this; } parse(x) { return x; } } let y = z; if (process.env.X) y = new Fake(); const S = y.object({ a: y.number() });',
    'exec(S.parse(req.body).a);',
  ),
  'z param default': handler(
    "import { mk } from 'other'; function build(y = z) { return y.object({ a: y.number() }); } const S = build(mk());",
    'exec(S.parse(req.body).a);',
  ),
};

it.each(Object.entries(cases))('%s', (_, sources) => {
  expect(follow(sources).flows.map((flow) => flow.class)).toContain('command');
});
