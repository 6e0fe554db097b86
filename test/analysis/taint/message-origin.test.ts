// Messages of other windows: told unless the handler asked first whose they are.
import { expect, test } from 'vitest';
import { follow } from './source.ts';

const known: readonly string[] = [];
const asked = ['xss low'];
const any = ['xss high'];

test.each([
  ['not at all', '', any],
  ['by leaving', "if (e.origin !== 'https://a.example') return;", known],
  ['by a list', "if (!['https://a.example', 'https://b.example'].includes(e.origin)) return;", known],
  ['for that of a sandbox', "if (e.origin !== 'null') return;", asked],
  ['for that of a sandbox among others', "if (!['https://a.example', 'null'].includes(e.origin)) return;", asked],
  ['by the origin of the page', 'if (e.origin !== window.location.origin) return;', known],
  ['by the origin of the page, in short', 'if (e.origin !== location.origin) return;', known],
  ['by a function that is not known', 'if (!isTrusted(e.origin)) return;', asked],
  ['by what is not known', 'if (e.origin !== settings.origin) return;', asked],
  ['by a method that is not known', "const known = ['https://a.example']; if (!known.like(e.origin)) return;", asked],
  ['by the origin of another page', 'if (e.origin !== frame.location.origin) return;', asked],
  ['whether it is none', "if (['https://a.example'].includes(e.origin) !== false) return;", any],
  ['by being in no list', "const known = ['https://a.example']; if (known.indexOf(e.origin) !== -1) return;", any],
  ['the wrong way round', "if (e.origin === 'https://a.example') return;", any],
  ['by how it begins', "if (!e.origin.startsWith('https://a.example')) return;", any],
  ['without leaving', "if (e.origin !== 'https://a.example') console.log('whose?');", any],
  ['by another origin', "const other = { origin: 'https://a.example' }; if (other.origin !== 'https://a.example') return;", any],
  ['of a message in it', "if (e.data.origin !== 'https://a.example') return;", any],
])('asked %s', (_, check, want) => {
  const source = `addEventListener('message', (e) => { ${check} document.body.innerHTML = e.data.text; });`;
  const flows = follow({ 'index.js': source }, { 'package.json': { private: true } }).flows;
  expect(flows.map(({ class: of, confidence }) => `${of} ${confidence}`)).toEqual(want);
});

test('the message itself does not say whose it is', () => {
  const source = `addEventListener('message', (e) => { if (e.origin !== e.data.location.origin) return; document.body.innerHTML = e.data.text; });`;
  expect(follow({ 'index.js': source }, { 'package.json': { private: true } }).flows.map(({ class: of }) => of)).toEqual(['xss']);
});

test('what else has an origin is no message', () => {
  const source = `require('http').createServer((req) => { if (req.origin !== 'https://a.example') return; require('child_process').exec(req.url); });`;
  expect(follow({ 'index.js': source }, { 'package.json': { private: true } }).flows.map(({ class: of }) => of)).toContain('command');
});
