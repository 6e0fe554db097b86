// What programs that were never looked at before showed: pairs of programs that differ in what makes one of them harmless.
import { expect, test } from 'vitest';
import { follow } from '../analysis/taint/source.ts';

/** An Express application. */
const express = `const express = require('express'); const app = express(); const fs = require('fs'); const cp = require('child_process');`;
const form = `${express}const {IncomingForm} = require('formidable');`;
/** For old browsers. */
const standIn = `Array.prototype.forEach = Array.prototype.forEach || function (fn, scope) { for (let i = 0; i < this.length; i += 1) fn.call(scope, this[i], i, this); };`;

/** `want` begins what is told, class/source/confidence; '' for nothing at all. */
const cases: readonly (readonly [name: string, text: string, want: string])[] = [
  [
    'path that a parser of forms chose',
    `${form}app.post('/', (req, res) => { new IncomingForm().parse(req, (e, fields, files) => { fs.unlinkSync(files.file.filepath); }) })`,
    '',
  ],
  [
    'path that a parser of forms chose, in a list',
    `${form}app.post('/', async (req, res) => { const [fields, files] = await new IncomingForm().parse(req); fs.unlinkSync(files.file[0].filepath); })`,
    '',
  ],
  [
    'name that a form gives a file',
    `${form}app.post('/', (req, res) => { new IncomingForm().parse(req, (e, fields, files) => { fs.unlinkSync('up/' + files.file.originalFilename); }) })`,
    'path/remote/high',
  ],
  [
    'name that a form gives a file, in a list',
    `${form}app.post('/', async (req, res) => { const [fields, files] = await new IncomingForm().parse(req); fs.unlinkSync('up/' + files.file[0].originalFilename); })`,
    'path/remote/high',
  ],
  [
    'fields of a form that is waited for',
    `${form}app.post('/', async (req, res) => { const [fields, files] = await new IncomingForm().parse(req); fs.unlinkSync('up/' + fields.name[0]); })`,
    'path/remote/high',
  ],
  ['path of an uploaded file', `${express}app.post('/', (req, res) => { fs.unlinkSync(req.file.path); })`, ''],
  ['path of one of several', `${express}app.post('/', (req, res) => { for (const f of req.files) fs.unlinkSync(f.path); })`, ''],
  [
    'name of one of several',
    `${express}app.post('/', (req, res) => { for (const f of req.files) fs.unlinkSync('up/' + f.originalname); })`,
    'path/remote/high',
  ],
  [
    'name of one of several, by their fields',
    `${express}app.post('/', (req, res) => { for (const f of Object.values(req.files)) fs.unlinkSync('up/' + f.name); })`,
    'path/remote/high',
  ],
  [
    'name of one of several of a field',
    `${express}app.post('/', (req, res) => { fs.unlinkSync('up/' + req.files['a'][0].originalname); })`,
    'path/remote/high',
  ],
  [
    'by the names of its parameters',
    `module.exports = (req, res) => { require('fs').unlinkSync('up/' + req.file.originalname); res.end(); }`,
    'path/remote',
  ],
  ['what takes one thing to update', `${express}app.post('/', (req, res) => { app.settings.update(req.body); })`, ''],
  [
    'what takes a key and what becomes of it',
    `${express}app.post('/', (req, res) => { app.payments.update(req.body.id, { seen: true }); })`,
    '',
  ],
  [
    'what a known collection runs',
    `${express}const {MongoClient} = require('mongodb'); app.post('/', async (req, res) => { const c = new MongoClient('x').db('x').collection('y'); await c.find({ $where: 'this.a == ' + req.body.a }).toArray(); })`,
    'code/remote/high',
  ],
  [
    'what is read from under a name',
    `${express}app.get('/:id', async (req, res) => { const a = await app.store.streamStoredFile(req.params.id); res.send(a); })`,
    'xss/remote/low',
  ],
  [
    'what is found by a key',
    `${express}app.get('/:id', async (req, res) => { const a = await app.db.accounts.findByPk(req.params.id); res.sendFile(a.picture); })`,
    'path/remote/low',
  ],
  [
    'what is found by a name of its own',
    `${express}app.get('/:id', async (req, res) => { const a = await app.db.getExpandedById(req.params.id); res.sendFile(a.picture); })`,
    'path/remote/low',
  ],
  [
    'what is made of a key',
    `${express}app.get('/:id', async (req, res) => { const a = await app.db.describe(req.params.id); res.sendFile(a.picture); })`,
    'path/remote/medium',
  ],
  [
    'what stands in for a method of the language',
    `${express}${standIn} app.get('/', (req, res) => { req.query.a.forEach((x) => res.json(x)); }); names().forEach((x) => cp.exec('ls ' + x));`,
    '',
  ],
  [
    'what stands in for a method of the language, used for both',
    `${express}${standIn} app.get('/', (req, res) => { req.query.a.forEach((x) => cp.exec('ls ' + x)); });`,
    'command/remote/high',
  ],
  [
    'a template out of a file',
    `const fs = require('fs'); const ejs = require('ejs'); module.exports.page = () => ejs.render(fs.readFileSync('page.ejs', 'utf8') + '<%= end %>');`,
    'template/file/low',
  ],
  [
    'a file that is loaded as code',
    `const fs = require('fs'); const M = require('module'); const m = new M('x'); m._compile(fs.readFileSync('x.js', 'utf8'), 'x.js');`,
    'code/file/low',
  ],
  ['a command out of a file', `require('child_process').exec('x ' + require('fs').readFileSync('name', 'utf8'));`, 'command/file/medium'],
  ['where a script lies itself', `require('fs').readFileSync(location.href + '/x');`, 'path/browser/low'],
  [
    'a path out of a message of another window',
    `addEventListener('message', (e) => { require('fs').readFileSync('x/' + e.data); });`,
    'path/browser/high',
  ],
  [
    'one of a list, asked by a function',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!['ls', 'pwd'].some((x) => x === s)) return; cp.exec(s); })`,
    '',
  ],
  [
    'one of a list, asked by a function with a body',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (['ls', 'pwd'].some((x) => { return s === x; })) cp.exec(s); })`,
    '',
  ],
  [
    'one of a list, found',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!['ls', 'pwd'].find((x) => x === s)) return; cp.exec(s); })`,
    '',
  ],
  [
    'none of a list, asked by a function',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (['ls', 'pwd'].some((x) => x === s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'unlike one of a list',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!['ls', 'pwd'].some((x) => x !== s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'one of a list that is not known, asked by a function',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!names().some((x) => x === s)) return; cp.exec(s); })`,
    'command/remote/low',
  ],
  [
    'one of a list, asked of another',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a), t = String(req.query.b); if (!['ls', 'pwd'].some((x) => x === t)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'one of a list, or anything',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!['ls', 'pwd'].some((x) => x === s || req.query.c)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'asked by a function that is waited for',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!['ls', 'pwd'].some(async (x) => x === s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'asked of what the program made itself',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); const list = { some(f) { return true; } }; if (!list.some((x) => x === s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'below one of some folders',
    `${express}app.get('/', (req, res) => { const p = require('path').resolve(req.query.a); if (!roots().some((root) => p.startsWith(root + require('path').sep))) return; fs.readFile(p, () => {}); })`,
    '',
  ],
  [
    'beside one of some folders',
    `${express}app.get('/', (req, res) => { const p = require('path').resolve(req.query.a); if (!roots().some((root) => p.startsWith(root))) return; fs.readFile(p, () => {}); })`,
    'path/remote',
  ],
  [
    'below one of some folders, not made plain',
    `${express}app.get('/', (req, res) => { const p = req.query.a; if (!roots().some((root) => p.startsWith(root + '/'))) return; fs.readFile(p, () => {}); })`,
    'path/remote',
  ],
  [
    'below a folder, asked by a function of its own',
    `${express}app.get('/', (req, res) => { const p = require('path').resolve(req.query.a); const isInside = (q) => roots().some((root) => q === root || q.startsWith(root + '/')); if (!isInside(p)) throw new Error(); fs.readFile(p, () => {}); })`,
    '',
  ],
  [
    'an encoded part of an address in a command',
    `${express}app.get('/', (req, res) => { cp.exec('open "' + encodeURIComponent(req.query.a) + '"'); })`,
    'command/remote/high',
  ],
  [
    'an encoded query in a command',
    `${express}app.get('/', (req, res) => { const p = new URLSearchParams({ q: req.query.a }); cp.exec('open "https://a.example/?' + p.toString() + '"'); })`,
    '',
  ],
  [
    'what an encoded query holds, in a command',
    `${express}app.get('/', (req, res) => { const p = new URLSearchParams({ q: req.query.a }); cp.exec('open "https://a.example/?' + p.get('q') + '"'); })`,
    'command/remote/high',
  ],
  [
    'settings that are kept in the environment by their names',
    `${express}app.get('/', (req, res) => { for (const [key, value] of Object.entries(req.body)) process.env[key] = value; fs.mkdirSync(process.env.STORAGE + '/x'); })`,
    'path/remote/low',
  ],
  [
    'a setting that is kept in the environment',
    `${express}app.get('/', (req, res) => { process.env.STORAGE = req.body.storage; }); setInterval(() => { fs.mkdirSync(process.env.STORAGE + '/x'); })`,
    'path/remote/high',
  ],
  [
    'asked of another beside it',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a), t = String(req.query.b); if (!['ls', 'pwd'].some((x) => s.length < 9 && x === t)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'one of a list, of all of it',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!names().every((x) => x === s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'one of a list, of those that are',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!['ls', 'pwd'].filter((x) => x === s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'like another, asked by a function',
    `${express}app.get('/', (req, res) => { const s = String(req.query.a); if (!['ls', 'pwd'].some((x) => s === req.query.b)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'what its own function makes of a key',
    `${express}app.get('/', (req, res) => { const getPathById = (id) => 'x/' + id; fs.readFile(getPathById(req.query.a), () => {}); })`,
    'path/remote/high',
  ],
  [
    'what an object from outside may hold, of an unknown collection',
    `${express}app.get('/', (req, res) => { const q = {}; q[req.query.k] = req.query.v; require('./db').orders.find(q); })`,
    '',
  ],
  [
    'asked of what the program keeps',
    `${express}const list = { some: (f) => true }; app.get('/', (req, res) => { const s = String(req.query.a); if (!list.some((x) => x === s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'asked of an instance',
    `${express}class List { some(f) { return true; } } const list = new List(); app.get('/', (req, res) => { const s = String(req.query.a); if (!list.some((x) => x === s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
  [
    'asked by another method of that name',
    `${express}const list = ['ls']; list.some = () => true; app.get('/', (req, res) => { const s = String(req.query.a); if (!list.some((x) => x === s)) return; cp.exec(s); })`,
    'command/remote/high',
  ],
];

test.each(cases)('%s', (_, text, want) => {
  const told = follow({ 'a.js': text }).flows.map((flow) => `${flow.class}/${flow.sourceKind}/${flow.confidence}`);
  if (want === '') expect(told).toEqual([]);
  else expect(told.filter((flow) => flow.startsWith(want))).not.toEqual([]);
});
