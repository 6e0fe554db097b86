// HTML and SQL that is put together where no sink is known, addresses that run scripts, and responses that are no HTML.
import { describe, expect, it } from 'vitest';
import { toldStepOf } from '../../../src/analysis/taint/flow.ts';
import { follow } from './source.ts';

/** Class, confidence and what is sunk of each flow. */
function told(code: string): readonly string[] {
  return follow(code).flows.map((flow) => `${flow.class} ${flow.confidence}: ${flow.sinkWhat}`);
}

const page = "const app = require('express')();\n";
const html = 'xss low: HTML that is put together';
const sql = 'sql low: SQL that is put together';

describe('text that is put together of what callers hand in', () => {
  it.each<[string, string, readonly string[]]>([
    ['in an element', "module.exports = (name) => '<li>' + name + '</li>';", [html]],
    ['in a template', 'module.exports = (o) => `<a class="x" href="${o.to}">more</a>`;', [html]],
    ['in an attribute without quotes', "module.exports = (name) => '<input value=' + name + '>';", [html]],
    ['little by little', "module.exports = (name) => { let s = '<ul>'; s += '<li>' + name; return s + '</ul>'; };", [html]],
    ['once in a function', "module.exports = (a, b) => ['<b>' + a + '</b>', '<i>' + b + '</i>'];", [html]],
    ['in what stands for a match', "module.exports = (s) => s.replace(/\\*(.+?)\\*/g, '<b>$1</b>');", [html]],
    ['in tags that stand for a match', "module.exports = (s) => s.replace(/\\[(\\w+)\\]/g, '<$1>');", [html]],
    ['as an option', 'module.exports = (s) => ({ tag: "p", innerHTML: s });', [html]],
    ['escaped', "module.exports = (s) => '<b>' + s.replace(/[<>&\"']/g, '') + '</b>';", []],
    ['of numbers', "module.exports = (s) => '<b>' + Number(s) + '</b>';", []],
    ['with its brackets escaped, in an element', "module.exports = (s) => '<b>' + s.replace(/</g, '&lt;') + '</b>';", []],
    ['with its brackets escaped, in an attribute', "module.exports = (s) => '<b title=\"' + s.replace(/</g, '&lt;') + '\">x</b>';", [html]],
    ['no tag of HTML', "module.exports = (file) => 'usage: run <file> ' + file;", []],
    ['less than', "module.exports = (a, b) => a + ' < ' + b;", []],
    ['a statement', 'module.exports = (table) => `select * from ${table}`;', [sql]],
    ['an insertion', 'module.exports = (table) => `INSERT INTO ${table} VALUES (1)`;', [sql]],
    ['a clause', "module.exports = (name) => { let q = base(); q += ' WHERE name = ' + name; return q; };", [sql]],
    ['words of a sentence', "module.exports = (name) => 'Select one of ' + name + ' or update ' + name;", []],
    ['another sentence', "module.exports = (name) => 'cannot delete from ' + name;", []],
  ])('%s', (_, code, expected) => {
    expect(told(code)).toEqual(expected);
  });

  it('is told of a renderer no more, where it is the purpose', () => {
    const tags = ['a', 'b', 'i', 'p', 'u', 'li', 'td', 'th', 'em', 'h1'];
    expect(told(tags.map((tag) => `exports.${tag} = (s) => '<${tag}>' + s + '</${tag}>';`).join('\n'))).toEqual([]);
  });

  it('is told at more of text from outside, and where it is sent, once', () => {
    expect(told(`${page}app.get('/', (req) => { cache('<p>' + req.query.x + '</p>'); });`)).toEqual([
      'xss medium: HTML that is put together',
    ]);
    expect(told(`${page}app.get('/', (req, res) => { res.send('<p>' + req.query.x + '</p>'); });`)).toEqual([
      'xss high: body of a response',
    ]);
  });
});

describe('text that looks like HTML and is shown as it is written', () => {
  const from = 'const to = new URLSearchParams(location.search).get(\'to\');\nconst made = `<iframe src="${to}"></iframe>`;\n';
  const [shown, built] = [['xss low'], ['xss medium']];
  it.each<[string, string, readonly string[]]>([
    ['in a field', "$('#embed').val(made);", shown],
    ['on the clipboard', 'navigator.clipboard.writeText(made.trim());', shown],
    ['as the text of an element', 'box.textContent = `Copy this: ${made}`;', shown],
    ['in a field of the page', "document.querySelector('textarea').value = made;", shown],
    ['in a field of JSX', 'export const Embed = () => <textarea readOnly value={made} />;', shown],
    ['as the text of JSX', 'export const Embed = () => <pre><code>{made}</code></pre>;', shown],
    ['by a component for code', "import { CodeBlock } from './code'; export const Embed = () => <CodeBlock>{made}</CodeBlock>;", shown],
    ['by a component for anything', "import { Card } from './card'; export const Embed = () => <Card>{made}</Card>;", built],
    ['in a store', 'store.value = made;', built],
    ['in a field, and handed on', "$('#embed').val(made); send(made);", built],
    ['in a field, and given back', "export const embed = () => { $('#embed').val(made); return made; };", built],
    ['in a field, and marked up further', "$('#embed').val(made); render('<p>' + made);", built],
    ['by a method of the program', 'const field = { val(text) { show(text); } }; field.val(made);', built],
    ['in a frame', 'export const Embed = () => <template>{made}</template>;', built],
    ['as nothing', '', built],
  ])('%s', (_, code, expected) => {
    const found = follow({ 'index.jsx': from + code }, { 'package.json': { private: true } }).flows;
    expect(found.map(({ class: flowClass, confidence }) => `${flowClass} ${confidence}`)).toEqual(expected);
  });
});

describe('the place of the fault', () => {
  /** The texts that are told, where `sink` is what uses them. */
  const places = (code: string): readonly string[] =>
    follow(code).flows.map((flow) => code.slice(toldStepOf(flow)?.start, toldStepOf(flow)?.end));
  it.each<[string, string, readonly string[]]>([
    [
      'is where another function puts text into HTML',
      "function row(text) { return '<li>' + text + '</li>'; } exports.show = (text) => { document.body.innerHTML = row(text); };",
      ["'<li>' + text + '</li>'"],
    ],
    [
      'is told for each use of what it gave back: a new use is a new fault',
      "function row(text) { return '<li>' + text; } exports.show = (text) => { a.innerHTML = row(text); b.innerHTML = row(text); };",
      ["'<li>' + text", "'<li>' + text"],
    ],
    [
      'is the use where the same function does both',
      "exports.show = (text) => { const html = '<li>' + text; document.body.innerHTML = html; };",
      ['document.body.innerHTML = html'],
    ],
    [
      'is where another function puts text into a query',
      "const db = require('mysql').createConnection({}); const of = (id) => 'select * from a where id = ' + id; exports.get = (id) => db.query(of(id));",
      ["'select * from a where id = ' + id"],
    ],
  ])('%s', (_, code, want) => {
    expect(places(code)).toEqual(want);
  });
});

describe('an address that may run scripts', () => {
  const from = "const to = new URLSearchParams(location.search).get('to');\n";
  it.each<[string, string, boolean]>([
    ['the whole', 'location.href = to;', true],
    ['a link', "document.createElement('a').href = to;", true],
    ['an attribute', "document.body.setAttribute('href', to);", true],
    ['another attribute', "document.body.setAttribute('title', to);", false],
    ['behind a slash', "location.assign('/' + to);", false],
    ['behind a scheme', "location.assign('https://' + to);", false],
    ['whose scheme is known', "if (new URL(to).protocol === 'https:') location.assign(to);", false],
    ['whose scheme is another', "if (new URL(to).protocol !== 'https:') location.assign(to);", true],
    ['behind text in a list', "location.assign(['/a', to].join('/'));", false],
    ['at the beginning of a list', "location.assign([to, 'a'].join('/'));", true],
    ['behind what is not known in a list', "location.assign([...a, to].join('/'));", true],
    ['a part behind a slash', "location.assign('/a/' + to.slice(1));", false],
    ['a part that comes first', "location.assign(to.slice(1) + '/a/' + to.slice(2));", true],
    ['a list behind a slash', "location.assign('/a/' + [to]);", false],
    ['a list behind nothing', 'location.assign(`${[to]}/a`);', true],
    ['whose beginning is known', 'if (/^https?:/.test(to)) location.assign(to);', false],
  ])('%s', (_, code, expected) => {
    expect(follow(from + code).flows.some(({ class: flowClass }) => flowClass === 'xss')).toBe(expected);
  });
});

describe('what is no markup', () => {
  const from = "const to = new URLSearchParams(location.search).get('to');\n";
  it.each<[string, string, readonly string[]]>([
    ['a node of text', "$('<div>').append(document.createTextNode(to));", []],
    ['a node of text, by a name of its own', "const text = document.createTextNode.bind(document); $('<div>').append(text(to));", []],
    ['another node', "const made = document.createElement('p'); made.innerHTML = to; $('<div>').append(made);", ['xss high']],
    ['the name of a file', "const name = require('sanitize-filename'); document.body.innerHTML = name(to);", []],
    ['the name of a file in lower case', "const name = require('just-lower-case'); document.body.innerHTML = name(to);", ['xss medium']],
    ['a page in a sandbox', 'export const A = () => <iframe sandbox="allow-scripts" srcDoc={to} />;', []],
    [
      'a page in a sandbox of its own origin',
      'export const A = () => <iframe sandbox="allow-scripts allow-same-origin" srcDoc={to} />;',
      ['xss high'],
    ],
    ['a page in a sandbox that is not known', 'export const A = (p) => <iframe {...p} sandbox={p.b} srcDoc={to} />;', ['xss high']],
    ['a page in a frame', 'export const A = () => <iframe srcDoc={to} />;', ['xss high']],
  ])('%s', (_, code, expected) => {
    const found = follow({ 'index.jsx': from + code }, { 'package.json': { private: true } }).flows;
    expect(found.map(({ class: flowClass, confidence }) => `${flowClass} ${confidence}`)).toEqual(expected);
  });
});

describe('an address whose beginning nobody else chooses', () => {
  it.each<[string, string, boolean]>([
    ['the path', "location.href = location.pathname + '/x';", false],
    ['the whole', 'document.location = document.location.href;', false],
    ['the whole, after it was written', 'document.location = document.location.href; document.location = document.location.href;', false],
    [
      'a part, after it was written',
      'document.location = document.location.href; document.location = document.location.hash.slice(1);',
      true,
    ],
    ['the whole in a template', 'window.location.href = `${location.href}/..`;', false],
    ['the page before', 'if (document.referrer) document.location = document.referrer;', false],
    ['what a function gives', "const here = () => location.pathname; location.href = here() + '?a';", false],
    ['what an object keeps', 'const page = { at: document.URL }; document.body.href = page.at;', false],
    ['behind nothing', "location.href = '' + location.search;", false],
    ['its beginning', "location.href = location.href.substring(0, location.href.lastIndexOf('/'));", false],
    ['its beginning, from where is not known', 'location.href = location.hash.substring(a, 9);', true],
    [
      'its beginning, by a method of the program',
      'const page = { substring: (n, text) => text.slice(1) }; location.href = page.substring(0, location.hash);',
      true,
    ],
    ['a part', "location.href = location.href.split('#')[1];", true],
    ['the rest', 'location.assign(location.hash.slice(1));', true],
    ['a part of a longer one', 'const to = `${location.pathname}x`; location.assign(to.substring(9));', true],
    ['a match', 'window.open(/to=(.*)/.exec(location.search)[1]);', true],
    ['decoded', 'location.href = decodeURIComponent(location.hash.replace("#", ""));', true],
    ['what a function takes a part of', 'const rest = (text) => text.slice(1); location.href = rest(location.hash);', true],
    [
      'what a function takes a part of, elsewhere',
      'const rest = (text) => text.slice(1); rest(location.hash); location.href = rest("a");',
      false,
    ],
    [
      'the whole, handed to a function as well',
      'const rest = (text) => text.slice(1); location.href = location.pathname; rest(location.pathname);',
      false,
    ],
    ['the whole or a part', 'location.href = a ? location.pathname : location.hash.slice(1);', true],
    ['a part that comes first', 'location.href = location.hash.slice(1) + location.pathname;', true],
    ['the name of the window', 'location.href = window.name;', true],
  ])('%s', (_, code, expected) => {
    expect(follow(code).flows.some(({ class: flowClass }) => flowClass === 'xss')).toBe(expected);
  });

  it('is markup all the same, and leads elsewhere', () => {
    expect(told('document.body.innerHTML = decodeURIComponent(location.pathname);')).toEqual(['xss high: HTML of an element']);
    expect(told('location.href = document.referrer;')).toEqual(['redirect high: address to go to']);
  });
});

describe('a header of a request', () => {
  it.each<[string, string, readonly string[]]>([
    ['by its name', "res.send('<p>' + req.headers['x-real-ip'] + '</p>');", ['xss low']],
    ['by a method', "res.send('<p>' + req.get('User-Agent'));", ['xss low']],
    ['that stands for one', "res.send('<p>' + req.hostname);", ['xss low']],
    ['taken out of all', "const { host } = req.headers; res.redirect('https://' + host + '/');", ['redirect low']],
    ['a cookie', 'res.send(req.cookies.name);', ['xss low']],
    ['that the page before chooses', "res.send('<p>' + req.headers.referer);", ['xss high']],
    ['that the page before chooses, by a method', "res.redirect(req.get('Referrer'));", ['redirect high']],
    ['by a name that is not known', 'res.send(req.headers[req.path]);', ['xss high']],
    ['in a list', 'res.send(req.rawHeaders[1]);', ['xss high']],
    ['or else a query', 'const from = req.secure ? req.headers : req.query; res.send(from.name);', ['xss high']],
    ['or else a query by itself', 'res.send(req.headers.name || req.query.name);', ['xss high']],
    ['any of all', 'for (const value of Object.values(req.headers)) res.send(value);', ['xss high']],
    ['in a command', "require('child_process').exec('a ' + req.headers.host); res.end();", ['command high']],
  ])('%s', (_, code, expected) => {
    const found = follow(`${page}app.get('/', (req, res) => { ${code} });`).flows;
    expect(found.map(({ class: flowClass, confidence }) => `${flowClass} ${confidence}`)).toEqual(expected);
  });
});

describe('the content type of a response', () => {
  const from = "require('http').createServer((req, res) => { BODY });";
  it.each<[string, string, boolean]>([
    ['none', 'res.end(req.url);', true],
    ['plain', "res.setHeader('Content-Type', 'text/plain; charset=utf-8'); res.end(req.url);", false],
    ['in the head', "res.writeHead(404, { 'content-type': 'text/plain' }); res.end(req.url);", false],
    [
      'of another branch',
      "if (req.method) { res.writeHead(404, { 'Content-Type': 'text/plain' }); res.end('no'); return; } res.end(req.url);",
      true,
    ],
    [
      'set around a callback',
      "res.setHeader('Content-Type', 'text/plain'); setTimeout(() => { if (a) { res.end('no'); return; } res.end(req.url); });",
      false,
    ],
    ['set too late', "res.end(req.url); res.setHeader('Content-Type', 'text/plain');", true],
    ['one of two', "res.setHeader('Content-Type', req.method ? 'text/plain' : 'text/html'); res.end(req.url);", true],
    ['a picture that runs scripts', "res.setHeader('Content-Type', 'image/svg+xml'); res.end(req.url);", true],
  ])('%s', (_, body, expected) => {
    expect(follow(from.replace('BODY', () => body)).flows.some(({ class: flowClass }) => flowClass === 'xss')).toBe(expected);
  });
});
