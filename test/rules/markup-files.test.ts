// Files that hold code among other text: what is found in them, and that it is told where it stands.
import { describe, expect, it } from 'vitest';
import { dialectOfPath } from '../../src/analysis/parse/dialect.ts';
import { createParser } from '../../src/analysis/parse/parser.ts';
import type { Flow } from '../../src/analysis/taint/flow.ts';
import { processorMs } from '../support/processor-time.ts';
import { wasm } from '../analysis/parse/wasm.ts';
import { loadCodeRules } from './catalogue.ts';
import { follow, followAll } from './follow.ts';
import { lint } from './lint.ts';

const parser = createParser(wasm);
const rules = new Map((await loadCodeRules()).map(([name, rule]) => [name, rule]));

/** What stands where each flow ends. */
function ends(file: string, text: string): readonly string[] {
  return follow('xss', file, text).map((flow) => endOf(text, flow));
}

function endOf(text: string, { steps }: Flow): string {
  const last = steps.at(-1);
  return text.slice(last?.start, last?.end);
}

const hash = 'decodeURIComponent(location.hash.slice(1))';

describe('a component of Vue', () => {
  it.each([
    [
      'its script',
      `<template><p/></template>\n<script>\ndocument.body.innerHTML = ${hash};\n</script>`,
      `document.body.innerHTML = ${hash}`,
    ],
    [
      'v-html of a variable',
      `<template><p v-html="text"/></template><script setup lang="ts">\nconst text: string = ${hash};</script>`,
      'text',
    ],
    ['v-html of a reference', `<template><p v-html="text"/></template><script setup>const text = { value: ${hash} };</script>`, 'text'],
    [
      'v-html in a loop, whatever comes first',
      `<script setup>const all = [{ html: ${hash} }];</script><template><li v-html="each.html" v-for="(each, i) in all" :key="i" /></template>`,
      'each.html',
    ],
    [
      'references in an attribute',
      `<script setup>const text = ${hash};</script><template><p v-html="1 &lt; 2 ? text : ''"/></template>`,
      "1 &lt; 2 ? text : ''",
    ],
    ['an address', `<script setup>const to = ${hash};</script><template><a :href="to">x</a></template>`, 'to'],
    [
      'a property',
      `<script setup>const to = ${hash};</script><template><p :innerHTML="to"></p><iframe v-bind:srcdoc="1"/></template>`,
      'to',
    ],
    [
      'elements without an end',
      `<script setup>const to = ${hash};</script><template><div><br><input><Foo><p v-html="to"></template>`,
      'to',
    ],
  ])('%s', (_, text, end) => {
    expect(ends('a.vue', text)).toEqual([end]);
  });

  it.each([
    ['text', `<script setup>const text = ${hash};</script><template><p>{{ text }}</p><p v-text="text"/></template>`],
    [
      'the item of a loop that has the name of something else',
      `<script setup>const text = ${hash};</script><template><p v-for="text in [1]" v-html="text"/></template>`,
    ],
    [
      'what a slot hands out under that name',
      `<script setup>const text = ${hash};</script><template><A v-slot="{ text }"><p v-html="text"/></A></template>`,
    ],
    ['an address of a component', `<script setup>const to = ${hash};</script><template><MyLink :href="to" /></template>`],
    [
      'a property of the component that is called as the page’s address is',
      `<script>export default { props: ['location'] }</script><template><p v-html="location.hash"/></template>`,
    ],
    ['a comment', `<script setup>const text = ${hash};</script><template><!-- <p v-html="text"/> --></template>`],
  ])('not %s', (_, text) => {
    expect(ends('a.vue', text)).toEqual([]);
  });

  it('tells the pattern too, at the expression', () => {
    const rule = rules.get('unsanitized-html');
    if (rule === undefined) throw new Error('no such rule');
    expect(lint(rule, 'a.vue', '<template>\n  <p v-html="marked(post.body) | fine"></p>\n</template>')).toHaveLength(1);
    expect(lint(rule, 'a.vue', '<template>\n  <p v-html="sanitize(post.body)"></p>\n</template>')).toEqual([]);
  });

  it('does not parse where its script does not, and says where', () => {
    expect(parser.parse('<script>\n\nconst = 1;\n</script>', 'vue')).toMatchObject({ ok: false, line: 3 });
    expect(parser.parse('<script lang="ts">const a: number = 1;</script>', 'vue')).toMatchObject({ ok: true });
    expect(parser.parse('<script>const a: : = 1;</script>', 'vue')).toMatchObject({ ok: false });
  });

  it('reads the rest of a template of which a part is no JavaScript', () => {
    const text = `<script setup>const text = ${hash};</script><template><p v-html="a b"/><p v-html="text"/></template>`;
    expect(ends('a.vue', text)).toEqual(['text']);
    expect(parser.parse(text, 'vue')).toMatchObject({ ok: true, unread: 1 });
  });
});

describe('a component of Svelte', () => {
  it.each([
    [
      '@html',
      `<script lang="ts">\nlet text: string = ${hash};\n</script>\n{#if text}<p class={a > 1 ? '}' : "{"}>{@html text}</p>{/if}`,
      'text',
    ],
    ['@html in a block', `<script>const all = [{ a: ${hash} }];</script>\n{#each all as { a }, i (i)}<b>{@html a}</b>{/each}`, 'a'],
    ['@html of a constant', `<script>const all = [${hash}];</script>\n{#each all as each}{@const a = each}<b>{@html a}</b>{/each}`, 'a'],
    [
      'its script',
      `<style>a { color: red }</style><script context="module">document.body.innerHTML = ${hash}</script>`,
      `document.body.innerHTML = ${hash}`,
    ],
  ])('%s', (_, text, end) => {
    expect(ends('a.svelte', text)).toEqual([end]);
  });

  it.each([
    ['text', `<script>let text = ${hash};</script>{text}`],
    ['a comment', `<script>let text = ${hash};</script><!-- {@html text} -->`],
    ['an item', `<script>let text = ${hash};</script>{#each [1] as text}{@html text}{/each}`],
  ])('not %s', (_, text) => {
    expect(ends('a.svelte', text)).toEqual([]);
  });
});

describe('a component of Astro', () => {
  it('reads what runs on the server, what is put in as HTML, and scripts', () => {
    const text = `---\nconst html = ${hash};\n---\n<p set:html={html} />\n<script>document.body.innerHTML = ${hash}</script>`;
    expect(ends('a.astro', text)).toEqual(['html', `document.body.innerHTML = ${hash}`]);
  });
});

describe('a page', () => {
  it.each([
    ['a script', `<!doctype html><SCRIPT type="module">document.body.innerHTML = ${hash}</SCRIPT >`],
    ['one of two that share a name', `<script>var text = ${hash}</script><p><script>document.write(text)</script>`],
    ['one beside one that a server fills in', `<script>var a = {{ x }};</script><script>document.write(${hash})</script>`],
    ['one behind a comment that is closed at once', `<!--><script>document.write(${hash})</script>`],
  ])('%s', (_, text) => {
    expect(ends('a.html', text)).toHaveLength(1);
  });

  it.each([
    ['data', `<script type="application/json">document.write(${hash})</script>`],
    ['a script from elsewhere', `<script src="a.js">document.write(${hash})</script>`],
    ['a comment', `<!-- <script>document.write(${hash})</script> -->`],
    ['text', `<textarea><script>document.write(${hash})</script></textarea><p>document.write(${hash})</p>`],
  ])('not %s', (_, text) => {
    expect(ends('a.html', text)).toEqual([]);
  });

  it('says what it could not read', () => {
    expect(parser.parse('<script>var a = {{ x }};</script><script>b()</script>', 'html')).toMatchObject({ ok: true, unread: 1 });
    const both = '<script type="module">import a from "b";</script><script>with (a) b()</script>';
    expect(parser.parse(both, 'html')).toMatchObject({ ok: true });
  });
});

const server = (values: string, name = 'user'): string =>
  `const app = require('express')();\napp.get('/', (req, res) => { res.render('${name}', ${values}); });\napp.listen(1);`;

/** What stands in the template where flows end. */
function rendered(template: string, text: string, values: string, name?: string): readonly string[] {
  return followAll([
    { path: 'app.js', text: server(values, name) },
    { path: template, text },
  ])
    .filter((flow) => flow.class === 'xss' && flow.steps.at(-1)?.file === 1)
    .map((flow) => endOf(text, flow));
}

describe('a template that a server fills in', () => {
  it.each([
    ['ejs', '<h1><%= title %></h1><p><%- user.bio; -%></p>', '{ user: { bio: req.query.bio }, title: req.query.t }', ['user.bio']],
    ['ejs', '<% all.forEach((each) => { %><li><%- each %></li><% }) %>', '{ all: [req.query.a] }', ['each']],
    ['ejs', '<%# <%- a %><%% <%- b // c\n%>', '{ a: req.query.a, b: req.query.b }', ['b // c']],
    ['ejs', '<%- body %>', '{ body: req.query.a }', ['body']],
    ['ejs', '<% if (a { %><%- a %>', '{ a: req.query.a }', ['a']],
    [
      'hbs',
      '{{title}} {{{user.bio}}} {{&title}}',
      '{ user: { bio: req.query.bio }, title: req.query.t }',
      ['{{{user.bio}}}', '{{&title}}'],
    ],
    [
      'hbs',
      '{{#each all as |each|}}{{{each.a}}}{{{this.b}}}{{{../c}}}{{/each}}',
      '{ all: [{ a: req.query.a }], c: req.query.c }',
      ['{{{each.a}}}', '{{{../c}}}'],
    ],
    [
      'hbs',
      '{{#if a}}x{{else}}\n{{#with b}}{{{@root.c}}}{{{d}}}{{/with}}{{/if}}',
      '{ c: req.query.c, b: { d: req.query.d } }',
      ['{{{@root.c}}}', '{{{d}}}'],
    ],
    ['handlebars', '{{{lookup a "b"}}}', '{ a: { b: req.query.c } }', ['{{{lookup a "b"}}}']],
  ])('%s: %s', (ending, text, values, found) => {
    expect(rendered(`views/user.${ending}`, text, values).toSorted()).toEqual(found.toSorted());
  });

  it.each([
    ['another name', 'views/other.ejs', 'user'],
    ['another folder', 'views/b/user.ejs', 'a/user'],
    ['another ending', 'views/user.ejs', 'user.hbs'],
    ['part of a name', 'views/superuser.ejs', 'user'],
  ])('not one of %s', (_, template, name) => {
    expect(rendered(template, '<%- a %>', '{ a: req.query.a }', name)).toEqual([]);
  });

  it.each(['user', 'user.ejs', './user', 'admin/user'])('is found by %s', (name) => {
    expect(rendered('views/admin/user.ejs', '<%- a %>', '{ a: req.query.a }', name)).toEqual(['a']);
  });

  it('is the one that stands nearest to who asks', () => {
    const flows = followAll([
      { path: 'one/app.js', text: server('{ a: req.query.a }') },
      { path: 'one/views/user.ejs', text: '<%- a %>' },
      { path: 'two/views/user.ejs', text: '<%- a %>' },
    ]);
    expect(flows.filter((flow) => flow.class === 'xss').map(({ steps }) => steps.at(-1)?.file)).toEqual([1]);
  });

  it.each([
    ['ejs', "<%- include('part', { b: a }) %>", '<%- b %>'],
    ['ejs', "<%- include('part') %>", '<%- a %>'],
    ['ejs', '<% include ../part %>', '<%- a %>'],
    ['hbs', '{{> part}}', '{{{a}}}'],
  ])('hands on to a part: %s %s', (ending, text, part) => {
    const flows = followAll([
      { path: 'app.js', text: server('{ a: req.query.a }') },
      { path: `views/user.${ending}`, text },
      { path: `views/part.${ending}`, text: part },
    ]);
    expect(flows.filter((flow) => flow.class === 'xss').map(({ steps }) => steps.at(-1)?.file)).toEqual([2]);
  });

  it('is no API of a package', () => {
    const files = (path: string, text: string) => [
      { path: 'index.js', text: 'exports.a = (b) => b;' },
      { path, text },
    ];
    expect(followAll(files('views/a.ejs', '<%- a %>'))).toEqual([]);
    expect(followAll(files('views/a.js', 'module.exports = (a) => { document.body.innerHTML = a; };'))).toHaveLength(1);
  });
});

describe('hostile markup', () => {
  it.each(['vue', 'svelte', 'astro', 'html', 'ejs', 'handlebars'] as const)('ends in time: %s', (dialect) => {
    const pieces = [
      '<div>',
      '</p>',
      '<script>',
      '<script',
      '<!--',
      '{{',
      '{{{',
      '{{#if a}}',
      '<%',
      '<%-',
      '{#each a as ',
      '{@html ',
      '`${',
      '---\n',
      '<template><p v-for="',
      ' set:html={',
    ];
    for (const piece of pieces) {
      const text = piece.repeat(2000);
      expect(typeof parser.parse(text, dialect).ok).toBe('boolean');
    }
  });

  it.each([
    ['ejs', `<%- ${' '.repeat(500_000)}x${' '.repeat(500_000)}y %>`],
    ['ejs', `<% include ${' '.repeat(500_000)}x y %>`],
    ['astro', '\n'.repeat(500_000)],
    ['astro', ' set:html={'.repeat(50_000)],
    ['astro', `${' set:html={'.repeat(200)}${'}'.repeat(200)}`],
    ['svelte', '{#each a '.repeat(50_000)],
    ['svelte', `{#each ${' as '.repeat(100_000)}}`],
    ['html', '<script a="'.repeat(50_000)],
    ['html', '<!--'.repeat(200_000)],
    ['html', `<script>1</script>${'<style>'.repeat(100_000)}`],
  ] as const)('takes no time with the square of its length: %s', (dialect, text) => {
    const before = processorMs();
    parser.parse(text, dialect);
    expect(processorMs() - before).toBeLessThan(5000);
  });

  it('knows each by its ending', () => {
    expect(['a.VUE', 'a.svelte', 'a.astro', 'a.htm', 'a.ejs', 'a.hbs', 'a.handlebars'].map(dialectOfPath)).toEqual([
      'vue',
      'svelte',
      'astro',
      'html',
      'ejs',
      'handlebars',
      'handlebars',
    ]);
  });
});
