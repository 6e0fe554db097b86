// Tests of paths and names, right and wrong: of a folder that ends in a separator, of a path that was made plain, of a text that is decoded or split behind them.
import { expect, test } from 'vitest';
import { follow } from './source.ts';

const lib = `const fs = require('fs'), path = require('path'), http = require('http'), u = require('url');`;

/** A server's answer to a request, `p` being its address decoded; `before` is what the program does first. */
function served(body: string, before = '', decoded = 'decodeURIComponent(req.url)'): string {
  return `${lib}${before} http.createServer((req, res) => { ${body.replace('P;', `const p = ${decoded};`)} }).listen(1);`;
}

function folder(root: string): string {
  return `${lib} class F { constructor(dir) { this.root = ${root}; } at(n) { const f = path.join(this.root, n); if (!f.startsWith(this.root)) throw new Error(); return f; } } const f = new F(process.argv[2]); http.createServer((req, res) => fs.createReadStream(f.at(req.url)).pipe(res));`;
}

const rooted = 'P; const f = path.join(r, p); if (!f.startsWith(r)) return; fs.readFile(f, () => 0);';
const address = (test: string): string =>
  served(
    `const t = u.fileURLToPath(new URL('.' + u.parse(req.url).pathname, u.pathToFileURL('/srv/'))); if (!t.startsWith('${test}')) return; fs.readFile(t, () => 0);`,
  );
const plain = (text: string): string =>
  served(
    `P; if (path.isAbsolute(p)) return; if (/(?:^|[\\\\/])\\.\\.(?:[\\\\/]|$)/.test(path.normalize(${text}))) return; fs.readFile(path.resolve('/srv', p), () => 0);`,
  );
const relative = (test: string): string =>
  served(
    `P; const f = path.join('/srv', p), rel = path.relative('/srv', f); if (!rel || ${test} || path.isAbsolute(rel)) return; fs.readFile(f, () => 0);`,
  );
const listed = (list: string): string =>
  served(`P; if (all.indexOf(p) === -1) return; fs.readFile(path.join('/srv', p + '.json'), () => 0);`, `const all = ${list};`);
const late = (test: string, code: string): string =>
  served(`const u = req.url; if (${test}) return; fs.readFile('/srv' + ${code}, () => 0);`);

const set = (test: string, part = ''): string =>
  `module.exports = (o, name, v) => { ${test} const keys = name.split('.'); while (keys.length > 1) { const k = keys.shift(); ${part} if (!o[k]) o[k] = {}; o = o[k]; } o[keys[0]] = v; };`;
const refused = (name: string): string => `if (${name} === '__proto__' || ${name} === 'constructor' || ${name} === 'prototype') return;`;

const read = (code: string): string =>
  served(code, 'const own = (text) => decodeURIComponent(text); const give = (name) => fs.readFile(path.join("/srv", name), () => 0);');

const ask = (code: string, test = ''): string => served(`P; ${test} fs.readFile(path.join('/srv', ${code}), () => 0);`);
const joined = (test: string): string => served(`P; const f = path.join('/srv', p); if (!(${test})) return; fs.readFile(f, () => 0);`);

/** The address cut into a list, of which a test leaves. */
const parts = (test: string, cut = 'split("/")', more = '', path = 'l.join("/")'): string =>
  served(`const l = req.url.${cut}; if (${test}) return; ${more} fs.readFile('/srv/' + ${path}, () => 0);`);

const factory = (file: string, handler = 'req, res'): string =>
  `module.exports = (dir, index) => { ${lib} return (${handler}) => { if (req.url === '') return; res.end(fs.readFileSync(path.join(${file}))); }; };`;

/** `want` begins what is told, class/source/confidence; '' for nothing at all. */
const cases: readonly (readonly [name: string, text: string, want: string])[] = [
  ['a folder that is kept with a separator', folder('path.resolve(dir) + path.sep'), ''],
  ['and one without', folder('path.resolve(dir)'), 'path/remote/low'],
  ['kept with a separator in one way, in another without', folder("dir ? path.resolve(dir) + '/' : path.resolve('.')"), 'path/remote/low'],
  [
    'a separator where there is none',
    served(rooted, `let r = path.resolve(process.argv[2]); r = r.endsWith(path.sep) ? r : r + path.sep;`),
    '',
  ],
  ['a separator put where there is none', served(rooted, `let r = path.resolve(process.argv[2]); if (!r.endsWith('/')) r += '/';`), ''],
  [
    'a separator put where there is one',
    served(rooted, `let r = path.resolve(process.argv[2]); if (r.endsWith('/')) r += '/';`),
    'path/remote/low',
  ],
  ['asked for another end', served(rooted, `let r = path.resolve(process.argv[2]); if (!r.endsWith('a')) r += '/';`), 'path/remote/low'],
  ['the path of an address', address('/srv/'), ''],
  ['the path of an address, and a neighbour', address('/srv'), 'path/remote/low'],
  ['made plain behind a dot', plain(`'.' + path.sep + p`), ''],
  ['made plain behind a folder that `..` leads out of', plain(`'a' + path.sep + p`), 'path/remote/high'],
  ['the first part of the way to it', relative(`rel.split(path.sep)[0] === '..'`), ''],
  ['the second part', relative(`rel.split(path.sep)[1] === '..'`), 'path/remote/high'],
  ['the first part by something else', relative(`rel.split('.')[0] === '..'`), 'path/remote/high'],
  ['the first part, another', relative(`rel.split(path.sep)[0] === 'a'`), 'path/remote/high'],
  ['what stands in a folder', listed(`fs.readdirSync('/srv').filter((f) => /a/.test(f)).map((f) => path.basename(f, '.json'))`), ''],
  ['what stands somewhere', listed(`process.argv.filter((f) => /a/.test(f)).map((f) => path.basename(f, '.json'))`), 'path/remote/low'],
  ['`..` before it is decoded', late(`u.indexOf('..') >= 0`, 'decodeURIComponent(u)'), 'path/remote/high'],
  ['in a part of it', late(`u.indexOf('..') >= 0`, `decodeURIComponent(u.split('?')[0])`), 'path/remote/high'],
  ['in what is cut off', late(`u.includes('..')`, `unescape(u.slice(1).trim())`), 'path/remote/high'],
  ['`..` and `%` before it is decoded', late(`u.includes('..') || u.includes('%')`, 'decodeURIComponent(u)'), ''],
  ['only such characters before', late(`!/^[\\w/]+$/.test(u)`, 'decodeURIComponent(u)'), ''],
  ['such characters and `%` before', late(`!/^[\\w/%]+$/.test(u)`, 'decodeURIComponent(u)'), 'path/remote/high'],
  ['`..` in what is decoded', late(`decodeURIComponent(u).includes('..')`, 'decodeURIComponent(u)'), ''],
  ['`..`, and nothing decoded', late(`u.includes('..')`, 'u'), ''],
  ['the whole name, not its parts', set(refused('name')), 'prototype/parameter/medium'],
  ['a pattern of the whole name', set('if (/^(__proto__|constructor|prototype)$/.test(name)) return;'), 'prototype/parameter/medium'],
  ['a pattern of any part', set('if (/__proto__|constructor|prototype/.test(name)) return;'), ''],
  ['a text in any part', set(`if (name.includes('__proto__') || name.includes('constructor')) return;`), ''],
  ['only such characters', set('if (!/^[a-z.]+$/.test(name) || /constructor/.test(name)) return;'), ''],
  ['each part', set('', refused('k')).replace('o[keys[0]]', `const l = keys[0]; ${refused('l')} o[l]`), ''],
  [
    'the whole name where it is used whole',
    `module.exports = (o, name, v) => { ${refused('name')} o[name] = o[name] || {}; o[name].a = v; o[name][v] = 1; };`,
    '',
  ],
  ['the path of an address that is read', read('const { pathname } = new URL(req.url, "http://a"); give(pathname);'), ''],
  ['and then decoded', read('const { pathname } = new URL(req.url, "http://a"); give(decodeURIComponent(pathname));'), 'path/remote/high'],
  ['and decoded by a function', read('give(own(new URL(req.url, "http://a").pathname));'), 'path/remote/medium'],
  [
    'resolved as an absolute path',
    read('fs.readFile(path.resolve("/srv", new URL(req.url, "http://a").pathname), () => 0);'),
    'path/remote/high',
  ],
  ['its text without dots led out of', read('give(new URL(req.url, "http://a").href.slice(8));'), 'path/remote/high'],
  ['read by what leads nothing out', read('give(u.parse(req.url).pathname);'), 'path/remote/high'],
  ['of an address that is not the request’s', read('give(new URL(req.headers.a, "http://a").pathname);'), 'path/remote/low'],
  ['what stands behind the last separator', ask('p.split("/").pop()'), ''],
  ['behind the last of something else', ask('p.split(".").pop()'), 'path/remote/high'],
  ['before the first', ask('p.split("/").shift() + p'), 'path/remote/high'],
  ['cut off behind the last separator', ask('p.slice(p.lastIndexOf("/") + 1)'), ''],
  ['cut off behind the first', ask('p.slice(p.indexOf("/") + 1)'), 'path/remote/high'],
  ['cut off at the last', ask('p.slice(p.lastIndexOf("/"))'), 'path/remote/high'],
  ['cut off behind the last of another text', ask('p.slice(req.url.lastIndexOf("/") + 1)'), 'path/remote/high'],
  ['the base of a path', ask('path.parse(p).base'), ''],
  ['the folder of a path', ask('path.parse(p).dir'), 'path/remote/high'],
  ['no part of it climbs', ask('p', 'if (p.split(/[\\\\/]/).some((s) => s === "..")) return;'), ''],
  ['no part of it is something else', ask('p', 'if (p.split(/[\\\\/]/).some((s) => s === ".")) return;'), 'path/remote/high'],
  ['some part of it does not climb', ask('p', 'if (!p.split("/").some((s) => s !== "..")) return;'), 'path/remote/high'],
  ['a pattern of its beginning, made plain', joined('/^\\/srv\\//.test(f)'), ''],
  ['a pattern of its beginning without a separator', joined('/^\\/srv/.test(f)'), 'path/remote/high'],
  ['a pattern of a beginning, as it came', ask('p', 'if (!/^\\/srv\\//.test(p)) return;'), 'path/remote/high'],
  ['its beginning, looked for backwards', joined('f.lastIndexOf("/srv/", 0) === 0'), ''],
  ['looked for backwards from its end', joined('f.lastIndexOf("/srv/") === 0'), 'path/remote/high'],
  ['led out of a folder that is written before it', read('fs.readFile(path.normalize("/srv/" + req.url), () => 0);'), 'path/remote/high'],
  ['led out of the root', read('give(path.normalize("/" + req.url));'), ''],
  ['a UUID', served('P; if (!validate(p)) return; fs.readFile("/srv/" + p, () => 0);', `const { validate } = require('uuid');`), ''],
  [
    'what another library says',
    served('P; if (!validate(p)) return; fs.readFile("/srv/" + p, () => 0);', `const { validate } = require('a');`),
    'path/remote',
  ],
  ['what a server is set up with', factory(`'/srv', index`), 'path/parameter/low'],
  ['what it is asked for', factory(`'/srv', req.url`), 'path/remote/medium'],
  ['what a function is set up with that answers no request', factory(`'/srv', index`, 'req'), 'path/parameter/medium'],
  ['the first part is not the folder itself', relative(`rel.split(path.sep)[0] === '.'`), 'path/remote/high'],
  ['the first part of what a pattern splits', relative(`rel.split(/[\\\\/]/)[0] === '..'`), ''],
  ['of what one splits that leaves separators', relative(`rel.split(/[^/]/)[0] === '..'`), 'path/remote/high'],
  ['of what only two separators split', relative(`rel.split(/\\/\\//)[0] === '..'`), 'path/remote/high'],
  ['of what the other separator splits', relative(`rel.split('\\\\')[0] === '..'`), 'path/remote/high'],
  ['made plain behind the root', plain(`'/' + p`), 'path/remote/high'],
  ['made plain behind two folders', plain(`'.' + path.sep + 'a/' + p`), 'path/remote/high'],
  ['made plain behind a dot and a separator', plain(`'./' + p`), ''],
  ['the beginning of every path', joined('f.startsWith("/")'), 'path/remote/high'],
  ['a beginning that leads out', joined('f.startsWith("../")'), 'path/remote/high'],
  ['the root of a drive', joined('f.startsWith("C:\\\\")'), 'path/remote/high'],
  ['a folder', joined('f.startsWith("/srv/")'), ''],
  ['a pattern of the beginning of every path', joined('/^\\//.test(f)'), 'path/remote/high'],
  ['a pattern of the beginning of any line', joined('/^\\/srv\\//m.test(f)'), 'path/remote/high'],
  ['a pattern of a beginning in any case', joined('/^\\/srv\\//i.test(f)'), 'path/remote/high'],
  ['of an address that the request carries', read('give(new URL(JSON.parse(req.headers.a).url, "http://a").pathname);'), 'path/remote/low'],
  [
    'of an address, and then decoded by a library',
    read('give(require("a").decodeText(new URL(req.url, "http://a").pathname));'),
    'path/remote',
  ],
  [
    'of an address that a library is told as well',
    read('const { pathname } = new URL(req.url, "http://a"); require("a")(pathname); give(pathname);'),
    '',
  ],
  ['the last of a list that something was put into', ask('l.pop()', 'const l = p.split("/"); l.push(req.url);'), 'path/remote/high'],
  ['the last of a list that was read', ask('l.pop()', 'const l = p.split("/"); if (l.length > 9) return;'), ''],
  ['a relative path that begins with the parent and `path.sep`', relative(`rel === '..' || rel.startsWith('..' + path.sep)`), ''],
  ['the same in a template', relative('rel === ".." || rel.startsWith(`..${path.sep}`)'), ''],
  [
    'of a path that is resolved again',
    joined(`!path.relative('/srv', path.resolve(f)).startsWith('..') && !path.isAbsolute(path.relative('/srv', path.resolve(f)))`),
    '',
  ],
  [
    'of a path that is resolved behind a folder',
    joined(`!path.relative('/srv', path.resolve('/srv', p)).startsWith('..')`).replace("path.join('/srv', p)", 'p'),
    'path/remote/high',
  ],
  ['with another separator', relative(`rel === '..' || rel.startsWith('..' + path.delimiter)`), 'path/remote/high'],
  ['with more behind it', relative(`rel === '..' || rel.startsWith('..' + path.sep + 'a')`), 'path/remote/high'],
  ['no part is the parent, joined again', parts(`l.includes('..')`), ''],
  ['no part is the parent by `some`, joined again', parts(`l.some((each) => each === '..')`), ''],
  ['no part is empty, joined again', parts(`l.includes('')`), 'path/remote/high'],
  ['no part is a dot, joined again', parts(`l.includes('.')`), 'path/remote/high'],
  ['some part is the parent, joined again', parts(`!l.includes('..')`), 'path/remote/high'],
  ['parts of another cut, joined by slashes', parts(`l.includes('..')`, 'split("?")'), 'path/remote/high'],
  ['parts that are left out of, joined again', parts(`l.includes('..')`, 'split("/").filter((each) => each !== "")'), ''],
  ['parts that are made anew, joined again', parts(`l.includes('..')`, 'split("/").map((each) => unescape(each))'), 'path/remote/high'],
  ['parts and another one, joined again', parts(`l.includes('..')`, 'split("/")', 'l.push(req.headers.a);'), 'path/remote/high'],
  ['a part that is set before, joined again', parts(`(l[0] = req.headers.a, l.includes('..'))`), 'path/remote/high'],
  ['joined again and then decoded', parts(`l.includes('..')`, 'split("/")', '', 'unescape(l.join("/"))'), 'path/remote/high'],
  ['each decoded and then joined', parts(`l.includes('..')`, 'split("/")', '', 'l.map(unescape).join("/")'), 'path/remote/high'],
  [
    'each decoded by a function and then joined',
    parts(`l.includes('..')`, 'split("/")', '', 'l.map((each) => decodeURIComponent(each)).join("/")'),
    'path/remote/high',
  ],
  ['parts from the fourth on, joined again', parts(`l.includes('..', 3)`), 'path/remote/high'],
  [
    'some of the parts, of the whole text',
    served(`P; if (p.split('/', 2).includes('..')) return; fs.readFile('/srv' + p, () => 0);`),
    'path/remote/high',
  ],
  ['all of the parts, of the whole text', served(`P; if (p.split('/').includes('..')) return; fs.readFile('/srv' + p, () => 0);`), ''],
  [
    'a part that an object of the program’s makes',
    parts(`l.includes('..')`, 'split("/")').replace('req.url.split', '(req.a ? { split: () => [req.headers.a] } : req.url).split'),
    'path/remote/high',
  ],
  [
    'joined again, built into a text and then decoded',
    parts(`l.includes('..')`, 'split("/")', '', 'decodeURIComponent(`a/${l.join("/")}`)'),
    'path/remote/high',
  ],
  ['built into a text and then decoded', late(`u.includes('..')`, `decodeURIComponent('/a' + u)`), 'path/remote/high'],
  [
    'a text that holds no parent behind a place',
    served(`P; if (p.includes('..', 30)) return; fs.readFile('/srv' + p, () => 0);`),
    'path/remote/high',
  ],
  ['the same by an index', served(`P; if (p.indexOf('..', 30) !== -1) return; fs.readFile('/srv' + p, () => 0);`), 'path/remote/high'],
  ['the same from the start', served(`P; if (p.indexOf('..', 0) !== -1) return; fs.readFile('/srv' + p, () => 0);`), ''],
  [
    'the last before a place',
    served(`P; if (p.lastIndexOf('..', 3) !== -1) return; fs.readFile('/srv' + p, () => 0);`),
    'path/remote/high',
  ],
  ['a folder at another place', joined(`f.startsWith('/srv/', 2)`), 'path/remote/high'],
  ['some of what is refused', served(`P; if (['..', 'a'].includes(p, 1)) return; fs.readFile('/srv/' + p, () => 0);`), 'path/remote/high'],
  ['some of what is allowed', served(`P; if (!['b', 'a'].includes(p, 1)) return; fs.readFile('/srv/' + p, () => 0);`), ''],
  ['how to get back from it', joined(`!path.relative(f, '/srv').startsWith('..')`), 'path/remote/high'],
];

test.each(cases)('%s', (_, text, want) => {
  const isPackage = text.startsWith('module.exports');
  const { flows } = isPackage ? follow(text) : follow(text, { 'package.json': { name: 'a', private: true } });
  const told = flows.map(({ class: flowClass, sourceKind, confidence }) => `${flowClass}/${sourceKind}/${confidence}`);
  expect(told.filter((each) => /^(?:path|prototype)/u.test(each)).join(' ')).toMatch(want === '' ? /^$/u : new RegExp(`^${want}`, 'u'));
});
