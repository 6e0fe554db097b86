// Functions that are handlers of HTTP requests by their names and use: what they are handed comes from a stranger; look-alikes are handed nothing.
import { describe, expect, it } from 'vitest';
import { follow, type Sources } from './source.ts';

function remote(sources: Sources): readonly string[] {
  const flows = follow(sources).flows.filter(({ sourceKind }) => sourceKind === 'remote');
  return flows.map((flow) => `${flow.class} ${flow.confidence}`);
}

const head = "const fs = require('fs'), path = require('path'), dir = '/srv/files';\n";
const read = '(error, data) => res.end(data)';

describe('a handler by its names and use', () => {
  it.each([
    ['that a factory gives back', `module.exports = (root) => function (req, res, next) { fs.readFile(root + req.url, ${read}); };`],
    ['that is exported', `module.exports = (req, res) => { fs.readFile(dir + req.query.name, ${read}); };`],
    ['with names written out', `exports.show = (request, response) => { response.send(fs.readFileSync(dir + request.params.name)); };`],
    [
      'of errors',
      `module.exports = (err, req, res, next) => { fs.readFile(dir + req.headers.host, (e, data) => res.status(500).send(data)); };`,
    ],
    [
      'that is handed to what nothing is known of',
      `tool.route('/', (req, res) => { fs.readFile(dir + req.body.name, (e, data) => res.json(data)); });`,
    ],
    ['with something else before', `exports.serve = (root, req, res) => { fs.createReadStream(root + req.url).pipe(res); };`],
    [
      'that reads a body piece by piece',
      `module.exports = (req, res) => { req.on('data', (text) => { fs.readFileSync(dir + text); }); res.end(); };`,
    ],
    [
      'that answers through a helper',
      `const say = (to, text) => { to.writeHead(200); to.end(text); };\nmodule.exports = (req, res) => say(res, fs.readFileSync(dir + req.url));`,
    ],
    ['that hands the request on', `module.exports = (req, res, next) => { req.page = fs.readFileSync(dir + req.url); next(); };`],
    ['that sets the status', `module.exports = (req, res) => { res.statusCode = 404; fs.readFileSync(dir + req.cookies.page); };`],
    [
      'that other functions call with theirs',
      `const show = (req, res) => { fs.readFile(dir + req.url, ${read}); };\nexports.all = (req, res) => show(req, res);`,
    ],
  ])('%s', (_, source) => {
    expect(remote(head + source)).toContain('path medium');
  });

  it.each([['req()'], ['res()'], ['req.send()'], ['req.end()'], ['req.then(next)'], ['res.text'], ['res.body']])(
    'whatever else is done with what it is handed: %s',
    (decoy) => {
      const source = `module.exports = (req, res, next) => { if (next.is) ${decoy}; res.writeHead(200); fs.readFile(dir + req.url, ${read}); };`;
      expect(remote(head + source)).toContain('path medium');
    },
  );

  it.each([
    ['a context', 'module.exports = async (ctx, next) => { ctx.body = fs.readFileSync(dir + ctx.path); await next(); };'],
    ['the event of a gateway', 'exports.handler = async (event) => fs.readFileSync(dir + event.queryStringParameters.name);'],
    ['a request that it takes apart', 'exports.show = ({ query: { name } }, res) => res.json(fs.readFileSync(dir + name));'],
    ['the request of a context', 'exports.show = (ctx) => { ctx.status = 200; fs.readFileSync(dir + ctx.request.body.name); };'],
    [
      'a context, through a helper',
      'const say = (to, text) => { to.body = text; };\nexports.show = (ctx) => say(ctx, fs.readFileSync(dir + ctx.query.name));',
    ],
  ])('that is handed %s', (_, source) => {
    expect(remote(head + source)).toContain('path medium');
  });

  it('that tests alone call, with requests of their own', () => {
    const files = {
      'index.js': `${head}module.exports = (req, res) => { fs.readFile(dir + req.url, ${read}); };`,
      'test/show.js': "require('../index.js')({ url: '/' }, { end() {} });",
    };
    expect(remote(files)).toEqual(['path medium']);
  });

  it('and its answers, of which a page is made', () => {
    expect(remote("module.exports = (req, res) => { res.send('<p>' + req.query.name); };")).toEqual(['xss medium']);
    expect(remote('module.exports = (req, res) => { res.redirect(req.query.to); };')).toEqual(['redirect medium']);
  });

  it('is surer where a server takes it', () => {
    const files = {
      'index.js': "require('http').createServer(require('./show.js')).listen(80);",
      'show.js': `${head}module.exports = (req, res) => { fs.readFile(dir + req.url, ${read}); };`,
    };
    expect(remote(files)).toEqual(['path high']);
  });

  it.each([
    ['a name alone', 'path.basename(req.url)'],
    ['a constant', "'/index.html'"],
    ['a number', 'Number(req.query.page)'],
  ])('that reads %s', (_, name) => {
    expect(remote(`${head}module.exports = (req, res) => { fs.readFile(dir + '/' + ${name}, ${read}); };`)).toEqual([]);
  });
});

describe('hostile programs', () => {
  it.each([
    ['that hand a request on to one another', (i: number) => `h${String(i + 1)}(req, res); h${String(i + 7)}(req, res);`],
    ['that hand it on to all at one place', () => 'all.forEach((next) => next(req, res)); any(req, res);'],
  ])('many handlers %s', (_, body) => {
    const handlers = Array.from({ length: 3000 }, (__, i) => `function h${String(i)}(req, res) { ${body(i)} }`);
    const text = `${head}const all = [h1, h2, h3]; const any = x ? h4 : h5;\n${handlers.join('\n')}\nfunction h3000(req, res) { res.end(fs.readFileSync(dir + req.url)); }`;
    expect(remote(text)).toEqual(['path medium']);
  });
});

describe('what only has the names', () => {
  it.each([
    ['a call of a remote procedure', 'exports.call = (req, res) => { res(null, fs.readFileSync(dir + req.params[0])); };'],
    [
      'a client that sends its request',
      'exports.send = (req, res) => { req.write(fs.readFileSync(dir + req.path)); req.end(); res.end(); };',
    ],
    [
      'a client that reads an answer',
      'exports.save = async (req, res) => { fs.writeFileSync(dir + req.url, await res.text()); res.end(); };',
    ],
    ['a client that parses an answer', 'exports.save = async (req, res) => { fs.writeFileSync(dir + req.url, await res.json()); };'],
    ['a cache of answers', 'exports.put = (req, res) => { fs.writeFileSync(dir + req.url, res.body); };'],
    [
      'a resolver',
      'exports.resolve = (request, response) => { response(null, path.join(dir, request.path)); fs.readFileSync(dir + request.path); };',
    ],
    ['a response that is not used', 'exports.read = (req, res) => fs.readFileSync(dir + req.url);'],
    ['a request that is not read as one', 'exports.copy = (req, res) => { res.write(fs.readFileSync(dir + req.name)); };'],
    ['a request alone', 'exports.read = (req, done) => { done.end(fs.readFileSync(dir + req.url)); };'],
    ['the names the other way round', 'exports.read = (res, req) => { res.end(fs.readFileSync(dir + req.url)); };'],
    ['an event of something else', 'exports.show = (event) => { fs.readFileSync(dir + event.path + event.body); };'],
    ['what is taken apart and no request', 'exports.show = ({ name, data }, res) => { res.status(200); fs.readFileSync(dir + name); };'],
    ['a list of all', 'exports.show = (...req) => { req.end(fs.readFileSync(dir + req.url)); };'],
    ['a context of something else', 'exports.draw = (ctx) => { ctx.font = fs.readFileSync(dir + ctx.path); };'],
    ['a context that is given an answer and asked nothing', 'exports.end = (ctx) => { ctx.body = fs.readFileSync(dir + ctx.name); };'],
    [
      'a context that the program makes',
      "const show = (ctx) => { ctx.body = fs.readFileSync(dir + ctx.path); };\nshow({ path: '/index.html' });",
    ],
    [
      'what the program calls with its own',
      "function show(req, res) { res.end(fs.readFileSync(dir + req.url)); }\nshow({ url: '/index.html' }, process.stdout);",
    ],
    [
      'what it calls with its own through another',
      "class Message { url = '/index.html'; }\nfunction show(req, res) { res.end(fs.readFileSync(dir + req.url)); }\nfunction all(req, res) { show(req, res); }\nall(new Message(), process.stdout);",
    ],
  ])('%s', (_, source) => {
    expect(remote(head + source)).toEqual([]);
  });
});

describe('what the program puts on a response', () => {
  it.each([
    [
      'of a handler by its names and use',
      'module.exports = (req, res) => { res.setHeader("a", "b"); add(res); res.sendfile(req.url); };',
      'medium',
    ],
    ['of a server', "require('http').createServer((req, res) => { add(res); res.sendfile(req.url); });", 'high'],
    ['of a framework', "require('express')().get('/', (req, res) => { add(res); res.sendfile(req.url); });", 'high'],
  ])('%s', (_, source, confidence) => {
    const add = 'const add = (res) => { res.sendfile = (file) => fs.createReadStream(dir + file); };\n';
    expect(remote(head + add + source)).toEqual([`path ${confidence}`, `path ${confidence}`]);
    expect(remote(head + source)).toEqual([`path ${confidence}`]);
  });
});
