import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { codeModels } from '../../rules/generated/code-models.ts';
import { formatAccessPath, parseAccessPath } from '../../src/analysis/models/access-path.ts';
import { compileModels } from '../../src/analysis/models/compile.ts';
import { type ApiNode, noApi } from '../../src/analysis/models/compiled.ts';
import type { AccessPath, LibraryModel } from '../../src/analysis/models/model.ts';
import { parseLibraryModel } from '../../src/gates/code/library-model.ts';

const folder = path.resolve(import.meta.dirname, '../../rules/code/models');
const files = readdirSync(folder).sort();
const models = codeModels();
const compiled = compileModels(models);

/** Walks as a program would: names as given, arguments among as many as the path names, `last` as the last of two. */
function nodeAt(library: string, text: string): ApiNode {
  const parsed = parseAccessPath(text);
  if ('problem' in parsed) throw new Error(parsed.problem);
  return parsed.path.reduce((node, step) => {
    switch (step.kind) {
      case 'member':
        return compiled.member(node, step.names?.[0] ?? null);
      case 'argument':
        return compiled.argument(node, step.from, step.from + 1);
      case 'last-argument':
        return compiled.argument(node, 1, 2);
      case 'parameter':
        return compiled.parameter(node, step.from);
      case 'this':
        return compiled.self(node);
      case 'return':
        return compiled.returned(node);
      case 'receiver':
        return compiled.receiver(node);
      case 'element':
        return compiled.element(node);
      case 'written':
        return compiled.written(node);
      case 'type':
        return compiled.type(step.library, step.name);
    }
  }, compiled.root(library));
}

test('every file is a model, and the generated list is what the files say', () => {
  expect(files.filter((name) => !name.endsWith('.yml'))).toEqual([]);
  expect(models).toEqual(files.map((name) => parseLibraryModel(readFileSync(path.join(folder, name), 'utf8'), name)));
});

test('every citation is a page on the web, and every model says something', () => {
  for (const model of models) {
    expect(new URL(model.citation).protocol).toBe('https:');
    const { sinks, sources, summaries, sanitizers, guards, views, known, types } = model;
    expect([sinks, sources, summaries, sanitizers, guards, views, known, types].flat()).not.toEqual([]);
  }
});

test('types that another library is asked for are there', () => {
  const known = new Set(
    models.flatMap(({ libraries, types }) => types.flatMap(({ name }) => libraries.map((library) => `${library}.${name}`))),
  );
  const asked = models
    .flatMap(pathsOf)
    .flatMap(([first]) => (first?.kind === 'type' && first.library !== null ? [`${first.library}.${first.name}`] : []));
  expect(asked.filter((type) => !known.has(type))).toEqual([]);
});

test('every path is reached by the steps that it names', () => {
  const lost = models.flatMap((model) =>
    [...model.sinks, ...model.sources].filter(({ at }) => {
      const [first] = at;
      const start = first?.kind === 'type' && first.library === null ? [{ ...first, library: globalOf(model) }, ...at.slice(1)] : at;
      return nodeAt(model.libraries[0] ?? '', formatAccessPath(start)) === noApi;
    }),
  );
  expect(lost.map(({ at }) => formatAccessPath(at))).toEqual([]);
});

function globalOf({ libraries: [library = ''] }: LibraryModel): string | null {
  return library === 'global' ? null : library;
}

function pathsOf(model: LibraryModel): readonly AccessPath[] {
  const ends = [...model.sinks, ...model.sources].map(({ at }) => at);
  const calls = [...model.summaries, ...model.sanitizers, ...model.guards].map(({ call }) => call);
  return [...ends, ...calls, ...model.known, ...model.types.flatMap(({ at }) => (at === null ? [] : [at]))];
}

test('no sanitizer of all classes takes away what a summary of its call says', () => {
  const dead = models.flatMap((model) =>
    model.summaries.filter(({ call }) => {
      const [first] = call;
      const start = first?.kind === 'type' && first.library === null ? [{ ...first, library: globalOf(model) }, ...call.slice(1)] : call;
      return namesIn(start).some((path) =>
        compiled.sanitizers(nodeAt(model.libraries[0] ?? '', formatAccessPath(path))).some(({ classes }) => classes === null),
      );
    }),
  );
  expect(dead.map(({ call }) => formatAccessPath(call))).toEqual([]);
});

/** The path once for each name of its last step. */
function namesIn(path: AccessPath): readonly AccessPath[] {
  const last = path.at(-1);
  return last?.kind === 'member' && last.names !== null
    ? last.names.map((name) => [...path.slice(0, -1), { kind: 'member', names: [name] }])
    : [path];
}

describe('sinks of well-known calls', () => {
  test.each([
    ['child_process', 'Member[exec].Argument[0]', 'command'],
    ['child_process', 'Member[spawn].Argument[0]', 'command'],
    ['fs', 'Member[readFile].Argument[0]', 'path'],
    ['fs', 'Member[promises].Member[writeFile].Argument[0]', 'path'],
    ['fs/promises', 'Member[unlink].Argument[0]', 'path'],
    ['fs', 'Member[rename].Argument[1]', 'path'],
    ['fs-extra', 'Member[remove].Argument[0]', 'path'],
    ['fs-extra', 'Member[createReadStream].Argument[0]', 'path'],
    ['http', 'Member[createServer].Argument[0].Parameter[1].Member[end].Argument[0]', 'xss'],
    ['http', 'Member[createServer].ReturnValue.Member[on].Argument[1].Parameter[1].Member[setHeader].Argument[1]', 'header'],
    ['https', 'Member[get].Argument[0]', 'request'],
    ['express', 'ReturnValue.Member[get].Argument[1].Parameter[1].Member[send].Argument[0]', 'xss'],
    [
      'express',
      'ReturnValue.Member[use].ReturnValue.Member[post].Argument[2].Parameter[1].Member[status].ReturnValue.Member[send].Argument[0]',
      'xss',
    ],
    [
      'express',
      'Member[Router].ReturnValue.Member[route].ReturnValue.Member[get].Argument[0].Parameter[1].Member[redirect].Argument[1]',
      'redirect',
    ],
    ['express', 'ReturnValue.Member[get].Argument[1].Parameter[1].Member[sendFile].Argument[0]', 'path'],
    ['koa', 'ReturnValue.Member[use].Argument[0].Parameter[0].Member[body].Written', 'xss'],
    ['handler', 'Type[handler.Context].Member[body].Written', 'xss'],
    ['handler', 'Type[handler.Response].Member[sendFile].Argument[0]', 'path'],
    ['@koa/router', 'ReturnValue.Member[get].Argument[1].Parameter[0].Member[redirect].Argument[0]', 'redirect'],
    ['fastify', 'ReturnValue.Member[get].Argument[1].Parameter[1].Member[header].Argument[1]', 'header'],
    ['global', 'Member[eval].Argument[0]', 'code'],
    ['global', 'Member[Function].Argument[1]', 'code'],
    ['vm', 'Member[runInNewContext].Argument[0]', 'code'],
    ['mysql', 'Member[createConnection].ReturnValue.Member[query].Argument[0]', 'sql'],
    ['mysql2', 'Member[createPool].ReturnValue.Member[getConnection].Argument[0].Parameter[1].Member[query].Argument[0]', 'sql'],
    ['pg', 'Member[Pool].ReturnValue.Member[query].Argument[0].Member[text]', 'sql'],
    ['sqlite3', 'Member[verbose].ReturnValue.Member[Database].ReturnValue.Member[all].Argument[0]', 'sql'],
    ['knex', 'ReturnValue.Member[raw].Argument[0]', 'sql'],
    ['sequelize', 'ReturnValue.Member[query].Argument[0]', 'sql'],
    ['@prisma/client', 'Member[PrismaClient].ReturnValue.Member[$queryRawUnsafe].Argument[0]', 'sql'],
    ['mongoose', 'Member[model].ReturnValue.Member[findOne].Argument[0]', 'nosql'],
    [
      'mongodb',
      'Member[MongoClient].Member[connect].ReturnValue.Member[db].ReturnValue.Member[collection].ReturnValue.Member[find].Argument[0]',
      'nosql',
    ],
    ['axios', 'Member[get].Argument[0]', 'request'],
    ['request', 'Argument[0]', 'request'],
    ['got', 'Argument[0]', 'request'],
    ['shelljs', 'Member[exec].Argument[0]', 'command'],
    ['cross-spawn', 'Argument[0]', 'command'],
    ['node-serialize', 'Member[unserialize].Argument[0]', 'deserialization'],
    ['js-yaml', 'Member[load].Argument[0]', 'deserialization'],
    ['ejs', 'Member[render].Argument[0]', 'template'],
    ['lodash', 'Member[template].Argument[0]', 'template'],
    ['libxmljs', 'Member[parseXml].Argument[0]', 'xml'],
    ['global', 'Member[document].Member[write].Argument[0]', 'xss'],
    ['global', 'Member[document].Member[getElementById].ReturnValue.Member[innerHTML].Written', 'xss'],
    ['any', 'Member[innerHTML].Written', 'xss'],
    ['jquery', 'ReturnValue.Member[html].Argument[0]', 'xss'],
    ['global', 'Member[$].ReturnValue.Member[find].ReturnValue.Member[append].Argument[0]', 'xss'],
    ['jsx', 'Member[div].Argument[0].Member[dangerouslySetInnerHTML].Member[__html]', 'xss'],
    ['vscode', 'Member[window].Member[createWebviewPanel].ReturnValue.Member[webview].Member[html].Written', 'xss'],
    ['electron', 'Member[shell].Member[openExternal].Argument[0]', 'command'],
    ['vm2', 'Member[VM].ReturnValue.Member[run].Argument[0]', 'code'],
  ])('%s %s: %s', (library, at, flowClass) => {
    expect(compiled.sinks(nodeAt(library, at)).map((sink) => sink.class)).toContain(flowClass);
  });
});

describe('sources of well-known places', () => {
  test.each([
    ['http', 'Member[createServer].Argument[0].Parameter[0].Member[url]', 'remote'],
    ['http', 'Member[createServer].Argument[0].Parameter[0].Member[on].Argument[1].Parameter[0]', 'remote'],
    ['express', 'ReturnValue.Member[get].Argument[1].Parameter[0].Member[query]', 'remote'],
    ['express', 'ReturnValue.Member[get].Argument[1].Parameter[0].Member[url]', 'remote'],
    ['express', 'Type[express.RequestHandler].Parameter[0].Member[body]', 'remote'],
    ['express', 'Type[express.Request].Member[params]', 'remote'],
    ['express', 'Type[express.Response].Member[req].Member[headers]', 'remote'],
    ['koa', 'Type[koa.Middleware].Parameter[0].Member[query]', 'remote'],
    ['koa', 'ReturnValue.Member[use].Argument[0].Parameter[this].Member[path]', 'remote'],
    ['handler', 'Type[handler.Request].Member[query]', 'remote'],
    ['handler', 'Type[handler.Context].Member[request].Member[body]', 'remote'],
    ['koa', 'Type[koa.Context].Member[req].Member[url]', 'remote'],
    ['fastify', 'Member[fastify].ReturnValue.Member[post].Argument[2].Parameter[0].Member[body]', 'remote'],
    ['hono', 'Member[Hono].ReturnValue.Member[get].Argument[1].Parameter[0].Member[req].Member[query].ReturnValue', 'remote'],
    ['@nestjs/common', 'Member[Query].ReturnValue', 'remote'],
    ['@nestjs/common', 'Type[express.Request].Member[query]', 'remote'],
    ['next', 'Type[next.NextApiRequest].Member[query]', 'remote'],
    ['restify', 'Member[createServer].ReturnValue.Member[get].Argument[1].Parameter[0].Member[params]', 'remote'],
    ['ws', 'Member[Server].ReturnValue.Member[on].Argument[1].Parameter[0].Member[on].Argument[1].Parameter[0]', 'remote'],
    ['socket.io', 'ReturnValue.Member[on].Argument[1].Parameter[0].Member[on].Argument[1].Parameter[2]', 'remote'],
    ['global', 'Member[process].Member[argv]', 'arguments'],
    ['global', 'Member[process].Member[env]', 'environment'],
    ['minimist', 'ReturnValue', 'arguments'],
    ['commander', 'Member[program].Member[opts].ReturnValue', 'arguments'],
    ['fs', 'Member[readFileSync].ReturnValue', 'file'],
    ['fs', 'Member[readFile].Argument[last].Parameter[1]', 'file'],
    ['global', 'Member[window].Member[location].Member[hash]', 'browser'],
    ['unzipper', 'Member[Parse].ReturnValue.Member[on].Argument[1].Parameter[0].Member[path]', 'archive'],
    ['adm-zip', 'ReturnValue.Member[getEntries].ReturnValue.Element.Member[entryName]', 'archive'],
    [
      'vscode',
      'Member[window].Member[createWebviewPanel].ReturnValue.Member[webview].Member[onDidReceiveMessage].Argument[0].Parameter[0]',
      'webview',
    ],
    ['@modelcontextprotocol/sdk/server/mcp.js', 'Member[McpServer].ReturnValue.Member[tool].Argument[last].Parameter[0]', 'tool-arguments'],
    ['openai', 'ReturnValue.Member[chat].Member[completions].Member[create].ReturnValue', 'model-output'],
    ['@anthropic-ai/sdk', 'ReturnValue.Member[messages].Member[create].ReturnValue', 'model-output'],
    [
      'amqplib',
      'Member[connect].ReturnValue.Member[createChannel].ReturnValue.Member[consume].Argument[1].Parameter[0].Member[content]',
      'queue',
    ],
  ])('%s %s: %s', (library, at, kind) => {
    expect(compiled.sources(nodeAt(library, at)).map((source) => source.kind)).toContain(kind);
  });
});

describe('what is no sink', () => {
  test.each([
    ['fs', 'Member[existsSync].Argument[0]'],
    ['fs', 'Member[stat].Argument[0]'],
    ['mysql', 'Member[createConnection].ReturnValue.Member[query].Argument[1]'],
    ['pg', 'Member[Client].ReturnValue.Member[query].Argument[1]'],
    ['express', 'ReturnValue.Member[get].Argument[1].Parameter[1].Member[json].Argument[0]'],
    ['child_process', 'Member[exec].Argument[1]'],
    ['child_process', 'Member[execFile].Argument[1]'],
    ['ejs', 'Member[render].Argument[1].Member[name]'],
  ])('%s %s', (library, at) => {
    expect(compiled.sinks(nodeAt(library, at))).toEqual([]);
  });

  test('arguments of a program count where a shell reads them', () => {
    const sinks = compiled.sinks(nodeAt('child_process', 'Member[spawn].Argument[1].Element'));
    expect(sinks.length).toBeGreaterThan(0);
    for (const sink of sinks) expect(sink.when).not.toEqual([]);
  });
});

describe('calls that let text through, or none', () => {
  test.each([
    ['path', 'Member[join]', 'built'],
    ['url', 'Member[parse]', 'part'],
    ['util', 'Member[promisify]', 'same'],
    ['string', 'Member[trim]', 'part'],
    ['array', 'Member[join]', 'built'],
    ['array', 'Member[map]', 'same'],
    ['promise', 'Member[then]', 'same'],
    ['global', 'Member[Object].Member[keys]', 'key'],
    ['global', 'Member[JSON].Member[parse]', 'part'],
    ['lodash', 'Member[merge]', 'same'],
    ['extend', 'Root', 'same'],
  ])('%s %s: %s', (library, call, effect) => {
    expect(compiled.summaries(nodeAt(library, call)).map((summary) => summary.effect)).toContain(effect);
  });

  test.each([
    ['global', 'Member[parseInt]', null],
    ['global', 'Member[encodeURIComponent]', 'xss'],
    ['global', 'Member[Math].Member[floor]', null],
    ['path', 'Member[basename]', 'path'],
    ['shell-quote', 'Member[quote]', 'command'],
    ['shell-escape', 'Root', 'command'],
    ['escape-html', 'Root', 'xss'],
    ['dompurify', 'Member[sanitize]', 'xss'],
    ['crypto', 'Member[createHash].ReturnValue.Member[update].ReturnValue.Member[digest]', null],
    ['mysql', 'Member[escape]', 'sql'],
  ])('%s %s keeps %s', (library, call, flowClass) => {
    const sanitizers = compiled.sanitizers(nodeAt(library, call));
    expect(sanitizers.some(({ classes }) => classes === null || classes.some((each) => each === flowClass))).toBe(true);
  });

  test.each([
    ['validator', 'Member[isInt]', true],
    ['global', 'Member[isNaN]', false],
    ['is-path-inside', 'Root', true],
  ])('%s %s tells when it is %s', (library, call, holds) => {
    expect(compiled.guards(nodeAt(library, call)).map((guard) => guard.holds)).toEqual([holds]);
  });
});
