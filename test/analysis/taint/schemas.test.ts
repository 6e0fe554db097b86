// Values that a schema let through: what it says of them, and what it does not.
import { describe, expect, it } from 'vitest';
import { follow, type Sources } from './source.ts';

function classes(sources: Sources): readonly string[] {
  return follow(sources).flows.map((flow) => flow.class);
}

const head = `import { exec } from 'child_process'; import { z } from 'zod'; import { MongoClient } from 'mongodb'; import express from 'express';
const db = new MongoClient('mongodb://h').db('d').collection('c'); const app = express();`;

/** A handler that reads `a` of a body that was checked by the schema. */
function parsed(schema: string, then = 'exec(a);', parse = 'const { a } = S.parse(req.body);'): readonly string[] {
  return classes({ 'index.ts': `${head} const S = ${schema}; app.post('/', async (req, res) => { ${parse} ${then} });` });
}

describe('a command of what was read of a checked body', () => {
  it.each([
    'z.object({ a: z.number() })',
    'z.object({ a: z.coerce.number().int() })',
    'z.object({ a: z.number().optional().default(1) })',
    'z.object({ a: z.boolean() }).strict()',
    "z.object({ a: z.enum(['x', 'y']) }).partial()",
    "z.object({ a: z.literal('x') })",
    "z.object({ a: z.enum(names) }); const names = ['x', 'y']",
    "z.object({ a: z.enum(['x', 'y']).catch('x') })",
    'z.object({ a: z.string().uuid() })',
    'z.object({ a: z.uuid() })',
    'z.object({ a: z.string().regex(/^[a-z]+$/) })',
    'z.object({ b: z.string() }).extend({ a: z.number() })',
    'z.object({ a: z.string() }).extend({ a: z.number() })',
    'z.object({ a: z.number() }).extend({ b: z.string() })',
  ])('is told of no %s', (schema) => {
    expect(parsed(schema)).toEqual([]);
  });

  it.each([
    'z.object({ a: z.string() })',
    'z.object({ a: z.any() })',
    'z.object({ b: z.number() })',
    'z.object({ a: z.coerce.string() })',
    'z.object({ a: z.literal(other) })',
    'z.object({ a: z.enum(other) })',
    'z.object({ a: z.nativeEnum({ X: other }) })',
    'z.object({ a: z.nativeEnum(Names) }); enum Names { X, Y }',
    'z.object({ a: z.nativeEnum({ X: 1, ...other }) })',
    'z.object({ a: z.number().default(other) })',
    'z.object({ a: z.number().catch(() => other) })',
    'z.object({ a: z.number() }).catch(other)',
    'z.object({ a: z.number().check(other) })',
    "z.object({ a: z.union([z.number(), z.literal('x')]).or(z.string()) })",
    'z.object({ a: z.number().transform((n) => String(n)) })',
    'z.object({ a: z.number().or(z.string()) })',
    'z.object({ a: z.string().regex(/[a-z]+/) })',
    'z.object({ a: z.string().cuid() })',
    'z.object({ a: z.number(), ...other })',
    'z.object({ a: z.number() }).extend({ a: z.string() })',
    'z.object({ a: z.number() }).extend(other)',
    'z.object({ a: z.number() }).merge(other)',
    'z.object({ a: z.number() }).transform((x) => x)',
    'y.object({ a: y.number() })',
  ])('is told of %s', (schema) => {
    expect(parsed(schema)).toContain('command');
  });

  it.each([
    ['of what was not checked', 'S.parse(req.body); const { a } = req.body;'],
    ['of what is written later', 'const b = S.parse(req.body); b.a = req.body.c; const { a } = b;'],
    ['of one of two', 'const { a } = (req.query.b ? S : z.object({ a: z.string() })).parse(req.body);'],
  ])('is told %s', (_, parse) => {
    expect(parsed('z.object({ a: z.number() })', 'exec(a);', parse)).toContain('command');
  });

  it.each([
    ['parsed later', 'const { a } = await S.parseAsync(req.body);'],
    ['parsed without throwing', 'const r = S.safeParse(req.body); const { a } = r.data;'],
    ['in an object of its own', 'const { b } = z.object({ b: S }).parse(req.body); const { a } = b;'],
    ['checked as a whole', 'const a = z.number().parse(req.query.a);'],
  ])('is not told of what was %s', (_, parse) => {
    expect(parsed('z.object({ a: z.number() })', 'exec(a);', parse)).toEqual([]);
  });
});

it('text that was checked is no object of a query', () => {
  expect(parsed('z.object({ a: z.string().min(1) })', 'db.find({ a });')).toEqual([]);
  expect(parsed('z.object({ a: z.record(z.string()) })', 'db.find({ a });')).toEqual(['nosql']);
});

it('a schema of another file says nothing: others may change it', () => {
  const index = `${head} import { S } from './schema.ts'; app.post('/', (req, res) => { exec(S.parse(req.body).a); });`;
  expect(classes({ 'index.ts': index, 'schema.ts': `import { z } from 'zod'; export const S = z.object({ a: z.number() });` })).toEqual([
    'command',
  ]);
});

it('a schema that is changed later does not count', () => {
  const changed = 'const shape = { a: z.number() }; shape.a = z.any();';
  expect(parsed(`z.object(shape); ${changed}`)).toContain('command');
});

describe.each([
  [
    "ai's tool",
    "import { tool } from 'ai'; tool({ SCHEMA, execute: async ({ a }) => { exec(a); } });",
    'inputSchema: z.object({ a: TYPE })',
  ],
  [
    'MCP with a shape',
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; new McpServer({}).tool('t', SCHEMA, async ({ a }) => { exec(a); });",
    '{ a: TYPE }',
  ],
  [
    'MCP with a description',
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; new McpServer({}).tool('t', 'd', SCHEMA, async ({ a }) => { exec(a); });",
    '{ a: TYPE }',
  ],
  [
    'MCP with a configuration',
    "import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js'; new McpServer({}).registerTool('t', { SCHEMA }, async ({ a }) => { exec(a); });",
    'inputSchema: { a: TYPE }',
  ],
  [
    "LangChain's tool",
    "import { tool } from '@langchain/core/tools'; tool(async ({ a }) => { exec(a); }, { name: 't', SCHEMA });",
    'schema: z.object({ a: TYPE })',
  ],
])('%s', (_, program, schema) => {
  const told = (type: string): readonly string[] =>
    classes({ 'index.ts': `${head} ${program.replace('SCHEMA', schema.replace('TYPE', type))}` });

  it('tells of an argument by its schema', () => {
    expect(told('z.number()')).toEqual([]);
    expect(told('z.string()')).toEqual(['command']);
  });

  it('tells of an argument that another schema lets through', () => {
    expect(told('z.unknown()')).toEqual(['command']);
  });
});

it('a handler of two tools is held to neither schema', () => {
  const program = `${head} import { tool } from 'ai'; const run = async ({ a }) => { exec(a); };
    tool({ inputSchema: z.object({ a: z.number() }), execute: run }); tool({ inputSchema: z.object({ a: z.string() }), execute: run });`;
  expect(classes({ 'index.ts': program })).toEqual(['command']);
});

it("is no schema's business what a script that nobody loads calls a shape", () => {
  const checked = `${head} const S = z.object({ a: z.number() }); app.post('/', (req) => { exec(S.parse(req.body).a); });`;
  const script = 'function area(points) { return points.shape.length; }';
  expect(classes({ 'index.ts': checked, 'assets/three.js': script })).toEqual([]);
  expect(classes({ 'index.ts': checked, 'assets/three.js': `module.exports = ${script}` })).toContain('command');
});
