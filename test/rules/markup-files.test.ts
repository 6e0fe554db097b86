// Files that hold code among other text: what is found in them, and that it is told where it stands.
import { describe, expect, it } from 'vitest';
import { dialectOfPath } from '../../src/analysis/parse/dialect.ts';
import { embeddedLanguageOf, readEmbedded } from '../../src/analysis/parse/embedded/languages.ts';
import { createParser, type ParsedSource, type SyntaxProblem } from '../../src/analysis/parse/parser.ts';
import type { Flow } from '../../src/analysis/taint/flow.ts';
import { runRules } from '../../src/gates/code/rule-engine.ts';
import { wasm } from '../analysis/parse/wasm.ts';
import { processorMs } from '../support/processor-time.ts';
import { loadCodeRules } from './catalogue.ts';
import { flowsOf, type SourceText } from './follow.ts';

const parser = createParser(wasm);
const rules = new Map((await loadCodeRules()).map(([name, rule]) => [name, rule]));

async function parse(path: string, text: string): Promise<ParsedSource | SyntaxProblem> {
  const language = embeddedLanguageOf(path);
  return language === null
    ? parser.parse(text, dialectOfPath(path) ?? 'javascript')
    : parser.parseParts(text, await readEmbedded(language, text));
}

async function parsed(path: string, text: string): Promise<ParsedSource> {
  const source = await parse(path, text);
  if (!source.ok) throw new Error(`${path}: ${source.message}`);
  return source;
}

/** Flows into pages. */
async function flowsIn(files: readonly SourceText[]): Promise<readonly Flow[]> {
  const sources = await Promise.all(files.map(async ({ path, text }) => ({ path, source: await parsed(path, text) })));
  return flowsOf(sources).filter((flow) => flow.class === 'xss');
}

/** Where a rule that follows no data tells of markup. */
async function patterns(file: string, text: string): Promise<readonly string[]> {
  const rule = rules.get('unsanitized-html');
  if (rule === undefined) throw new Error('no such rule');
  const source = await parsed(file, text);
  return runRules([rule], source, file).map(({ start, end }) => text.slice(...(source.place?.(start, end) ?? [start, end])));
}

/** What stands where each flow ends. */
async function ends(file: string, text: string): Promise<readonly string[]> {
  return (await flowsIn([{ path: file, text }])).map((flow) => endOf(text, flow));
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
  ])('%s', async (_, text, end) => {
    expect(await ends('a.vue', text)).toEqual([end]);
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
  ])('not %s', async (_, text) => {
    expect(await ends('a.vue', text)).toEqual([]);
  });

  it('tells the pattern too, at the expression', async () => {
    expect(await patterns('a.vue', '<template>\n  <p v-html="marked(post.body) | fine"></p>\n</template>')).toEqual([
      'marked(post.body) | fine',
    ]);
    expect(await patterns('a.vue', '<template>\n  <p v-html="sanitize(post.body)"></p>\n</template>')).toEqual([]);
  });

  it('does not parse where its script does not, and says where', async () => {
    expect(await parse('a.vue', '<script>\n\nconst = 1;\n</script>')).toMatchObject({ ok: false, line: 3 });
    expect(await parse('a.vue', '<script lang="ts">const a: number = 1;</script>')).toMatchObject({ ok: true, unread: 0 });
    expect(await parse('a.vue', '<script>const a: : = 1;</script>')).toMatchObject({ ok: false });
  });

  it('reads the rest of a template of which a part is no JavaScript', async () => {
    const text = `<script setup>const text = ${hash};</script><template><p v-html="a b"/><p v-html="text"/></template>`;
    expect(await ends('a.vue', text)).toEqual(['text']);
    // The template as a whole, and one of its expressions.
    expect(await parse('a.vue', text)).toMatchObject({ ok: true, unread: 2 });
  });

  it('is not read as a whole where its markup is refused: what follows an element without an end may be lost', async () => {
    expect(await parse('a.vue', `<p>\n<script>${hash}</script>`)).toMatchObject({ ok: true, unread: 1 });
  });

  it.each(['lang="pug">p(v-html="text")', 'src="./a.html">'])('is not read as a whole with a template that is %s', async (template) => {
    expect(await parse('a.vue', `<template ${template}</template><script>export default {}</script>`)).toMatchObject({
      ok: true,
      unread: 0,
      foreign: 1,
    });
  });
});

describe('a component of Svelte', () => {
  const script = `<script lang="ts">\nlet text: string = ${hash};\nlet all = [{ a: text }];\n</script>\n`;
  const style = '<style lang="scss">$a: 1; .b { .c { color: red } // c\n }</style>';

  it.each([
    ['@html', '{#if text}<p class={text > 1 ? "}" : "{"}>{@html text}</p>{:else}b{/if}', 'text'],
    ['@html in a block', '{#each all as { a }, i (i)}<b>{@html a}</b>{/each}', 'a'],
    ['@html of a constant', '{#each all as each}{@const b = each.a}<b>{@html b}</b>{/each}', 'b'],
    ['@html of what is waited for', '{#await Promise.resolve(text)}…{:then value}{@html value}{:catch error}{error}{/await}', 'value'],
    ['@html of a snippet', '{#snippet show(a, b)}<p>{@html b + text}</p>{/snippet}', 'b + text'],
    ['@html of the page’s own names', '{@html decodeURIComponent(location.hash)}', 'decodeURIComponent(location.hash)'],
    ['@html behind what looks like a comment', '<p title="<!--">{"<!--"}{@html text}</p>', 'text'],
    ['@html behind what looks like a bracket', '<p class={/[{]/.test(text) ? 1 : 2}>{@html text}</p>', 'text'],
    ['@html behind a style in another language', `${style}{@html text}`, 'text'],
  ])('%s', async (_, markup, end) => {
    const text = script + markup;
    expect(await ends('a.svelte', text)).toEqual([end]);
    expect(await parse('a.svelte', text)).toMatchObject({ unread: 0 });
  });

  it('reads both scripts', async () => {
    const text = `<script module>document.body.innerHTML = ${hash};</script><script>document.write(${hash});</script>`;
    expect(await ends('a.svelte', text)).toHaveLength(2);
  });

  it.each([
    ['text', '{text}'],
    ['a comment', '<!-- {@html text} -->'],
    ['an item', '{#each [1] as text}{@html text}{/each}'],
    ['a parameter', '{#snippet show(text)}{@html text}{/snippet}'],
    ['what a slot hands out', '<Foo let:text>{@html text}</Foo><Bar let:b={text}>{@html text}</Bar>'],
  ])('not %s', async (_, markup) => {
    expect(await ends('a.svelte', script + markup)).toEqual([]);
  });

  it.each(['{#if a}', '{@html a b}', '<style>', '<script>let a = ;</script>'])('is not read where Svelte does not: %s', async (text) => {
    expect(await parse('a.svelte', text)).toMatchObject({ unread: 1 });
  });
});

describe('a component of Astro', () => {
  it('reads what runs on the server, what is put in as HTML, and scripts', async () => {
    const written = `document.body.innerHTML = ${hash}`;
    const text = `---\nconst html = ${hash};\n---\n<p set:html={html} />\n<i set:html=\`<b>\${html}</b>\` /><script src="a" />\n<script type="module" define:vars={{ a: "}" }}>${written}</script>`;
    expect(await ends('a.astro', text)).toEqual(['html', '`<b>${html}</b>`', written]);
    expect(await parse('a.astro', text)).toMatchObject({ unread: 0 });
  });

  it.each([
    ['a pattern with a bracket', '<p set:html={html.replace(/[}"]/g, "")} />', 'html.replace(/[}"]/g, "")'],
    ['what looks like a comment', '{"<!--"}<p set:html={html} />', 'html'],
  ])('reads past %s', async (_, markup, end) => {
    expect(await ends('a.astro', `---\nconst html = ${hash};\n---\n${markup}`)).toEqual([end]);
  });

  it.each(['---\nlet a = 1;', '<p set:html={a', '<p set:html=a />', '<script a={', '<script>'])(
    'is not read as a whole: %j',
    async (text) => {
      expect(await parse('a.astro', text)).toMatchObject({ ok: true, unread: 1 });
    },
  );
});

describe('a page', () => {
  it.each([
    ['a script', `<!doctype html><SCRIPT type="module">document.body.innerHTML = ${hash}</SCRIPT >`],
    ['one of two that share a name', `<script>var text = ${hash}</script><p><script>document.write(text)</script>`],
    ['one beside one that a server fills in', `<script>var a = {{ x }};</script><script>document.write(${hash})</script>`],
    ['one behind a comment that is closed at once', `<!--><script>document.write(${hash})</script>`],
    ['one behind a comment that is closed otherwise', `<!-- --!><script>document.write(${hash})</script>`],
    ['one that seems to end', `<script>\n/*<!-- <script>*/ /*</script>*/\ndocument.write(${hash})\n//--></script>`],
    ['one in a template', `<template><script>document.write(${hash})</script></template>`],
    ['one in a picture', `<svg><script>document&#46;write(${hash})</script></svg>`],
  ])('%s', async (_, text) => {
    expect(await ends('a.html', text)).toHaveLength(1);
  });

  it.each([
    ['data', `<script type="application/json">document.write(${hash})</script>`],
    ['a script from elsewhere', `<script src="a.js">document.write(${hash})</script>`],
    ['a comment', `<!-- <script>document.write(${hash})</script> -->`],
    ['text', `<textarea><script>document.write(${hash})</script></textarea><p>document.write(${hash})</p>`],
  ])('not %s', async (_, text) => {
    expect(await ends('a.html', text)).toEqual([]);
  });

  it('says what a server fills in', async () => {
    const text = '<script>var a = {{ x }};</script><script>b()</script>';
    expect(await parse('a.html', text)).toMatchObject({ ok: true, unread: 0, foreign: 1 });
  });

  it('does not parse where scripts that run cannot be read together', async () => {
    const text = '<script type="module">import a from "b"; await a;</script><script>var await = 1;</script>';
    expect(await parse('a.html', text)).toMatchObject({ ok: false });
  });

  it('does not parse where its scripts are longer than code may be, however long it is itself', async () => {
    const long = ' '.repeat(2 * 1024 * 1024);
    expect(await parse('a.html', `<script>a()</script>${long}`)).toMatchObject({ ok: true });
    expect(await parse('a.html', `<script>a()${long}</script>`)).toMatchObject({ ok: false });
  });
});

const server = (values: string, name = 'user'): string =>
  `const app = require('express')();\napp.get('/', (req, res) => { res.render('${name}', ${values}); });\napp.listen(1);`;

/** What stands in the template where flows end. */
async function rendered(template: string, text: string, values: string, name?: string): Promise<readonly string[]> {
  const flows = await flowsIn([
    { path: 'app.js', text: server(values, name) },
    { path: template, text },
  ]);
  return flows.filter((flow) => flow.steps.at(-1)?.file === 1).map((flow) => endOf(text, flow));
}

const filesOf = (flows: readonly Flow[]): readonly (number | undefined)[] => flows.map(({ steps }) => steps.at(-1)?.file);

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
    ['hbs', '{{#unless a}}{{{b}}}{{/unless}}{{#each a}}x{{else}}{{{b}}}{{/each}}', '{ b: req.query.b }', ['{{{b}}}', '{{{b}}}']],
    ['pug', 'h1= title\np!= user.bio', '{ user: { bio: req.query.bio }, title: req.query.t }', ['user.bio']],
    ['pug', 'p.\n  #{a} and !{b}\np #[b !{c}]', '{ a: req.query.a, b: req.query.b, c: req.query.c }', ['b', 'c']],
    ['pug', 'each item, i in all\n  li!= item.a\nelse\n  li!= a', '{ all: [{ a: req.query.a }], a: req.query.a }', ['item.a', 'a']],
    ['pug', 'a(title=b, href=url, data-a!=a) a', '{ url: req.query.u, a: req.query.a, b: req.query.b }', ['url', 'a']],
    ['pug', '- var html = a;\n- if (html)\n  p!= html', '{ a: req.query.a }', ['html']],
    ['pug', 'mixin item(text, b)\n  li!= text\n+item(a, 1)', '{ a: req.query.a }', ['text']],
    ['pug', 'if a\n  p\nelse if b\n  p!= a\nelse\n  p!= b', '{ a: req.query.a, b: req.query.b }', ['a', 'b']],
    ['pug', 'case a\n  when 1\n    p!= b\n  default\n    p!= c', '{ b: req.query.b, c: req.query.c }', ['b', 'c']],
    ['pug', 'extends layout\r\nblock page\r\n  include ./part\r\n  script.\r\n    var all = !{a};', '{ a: req.query.a }', ['a']],
    ['pug', '//- p!= a\n:cdata\n  p!= a\np!= body', '{ a: req.query.a, body: req.query.b }', ['body']],
    ['handlebars', '{{{lookup a "b"}}}', '{ a: { b: req.query.c } }', ['{{{lookup a "b"}}}']],
  ])('%s: %s', async (ending, text, values, found) => {
    const ended = await rendered(`views/user.${ending}`, text, values);
    expect(ended.toSorted()).toEqual(found.toSorted());
  });

  it('is read as a whole: all that Pug has', async () => {
    const text = [
      'extends layout',
      'mixin item-of(a, ...rest)',
      '  li(class=a, style={ color: a })&attributes(attributes)',
      '    block',
      'append page',
      '  include:markdown-it text.md',
      '  include static.html',
      '  //- a comment',
      '  each value, key in all',
      '    +item-of(key, value)(class="b"): a(href=value) #{key} #[b= value] !{value}',
      '  else',
      '    | none',
      '  each [key, value] of new Map(all)',
      '    #{key}= value',
      '  unless a && b',
      '    p: span.',
      '      ${a} #{b}',
      '  else if (c)',
      '    p',
      '  while n < 3',
      '    - n++',
      '  case n',
      '    when 1: p one',
      '    when 2',
      '    default',
      '      p= n',
      '  - for (const each of all) {',
      '    p= each',
      '  - }',
      '  - if (a)',
      '    p',
      '  - else',
      '    p',
      '  -',
      '    const two = 1,',
      '      lines = 2;',
      '  p(data-a=`x${a}`, b=["c", { d: "e" }], disabled, on!=f("g"))',
      '  +item-of',
    ].join('\n');
    expect(await parse('a.pug', text)).toMatchObject({ ok: true, unread: 0 });
  });

  it('takes no helper of a block for a test', async () => {
    const flows = await flowsIn([
      { path: 'app.js', text: server('{ a: req.query.a }') },
      { path: 'views/user.hbs', text: '{{#isSafe a}}{{{a}}}{{/isSafe}}' },
    ]);
    expect(flows).toMatchObject([{ confidence: 'high', failedGuards: [] }]);
  });

  it.each([
    ['another name', 'views/other.ejs', 'user'],
    ['another folder', 'views/b/user.ejs', 'a/user'],
    ['another ending', 'views/user.ejs', 'user.hbs'],
    ['part of a name', 'views/superuser.ejs', 'user'],
  ])('not one of %s', async (_, template, name) => {
    expect(await rendered(template, '<%- a %>', '{ a: req.query.a }', name)).toEqual([]);
  });

  it.each(['user', 'user.ejs', './user', 'admin/user'])('is found by %s', async (name) => {
    expect(await rendered('views/admin/user.ejs', '<%- a %>', '{ a: req.query.a }', name)).toEqual(['a']);
  });

  it('is any that the name may mean: none hides another', async () => {
    const flows = await flowsIn([
      { path: 'src/routes/app.js', text: server('{ a: req.query.a }') },
      { path: 'src/routes/user.ejs', text: '<%= a %>' },
      ...Array.from({ length: 20 }, (_, index) => ({ path: `src/routes/${String(index)}/user.ejs`, text: '<%= a %>' })),
      { path: 'views/user.ejs', text: '<%- a %>' },
    ]);
    expect(filesOf(flows)).toEqual([22]);
  });

  it.each([
    ['ejs', "<%- include('part', { b: a }) %>", '<%- b %>'],
    ['ejs', "<%- include('part') %>", '<%- a %>'],
    ['ejs', '<% include ../part %>', '<%- a %>'],
    ['hbs', '{{> part}}', '{{{a}}}'],
    ['pug', 'p\n  include part', 'p!= a'],
    ['pug', 'extends ../part.pug', 'p!= a'],
  ])('hands on to a part: %s %s', async (ending, text, part) => {
    const flows = await flowsIn([
      { path: 'app.js', text: server('{ a: req.query.a }') },
      { path: `views/user.${ending}`, text },
      { path: `views/part.${ending}`, text: part },
    ]);
    expect(filesOf(flows)).toEqual([2]);
  });

  it('is no API of a package', async () => {
    const files = (path: string, text: string): readonly SourceText[] => [
      { path: 'index.js', text: 'exports.a = (b) => b;' },
      { path, text },
    ];
    expect(await flowsIn(files('views/a.ejs', '<%- a %>'))).toEqual([]);
    expect(await flowsIn(files('views/a.js', 'module.exports = (a) => { document.body.innerHTML = a; };'))).toHaveLength(1);
  });

  it.each([
    ['a.ejs', '<% if (a { %><%= b %>'],
    ['a.ejs', '<%- a %><% if (b) {'],
    ['a.hbs', '{{#if a}}{{{b}}}'],
    ['a.pug', 'p(a=\np!= a'],
    ['a.pug', 'p!= a b\np!= a'],
    ['a.pug', 'p\n   a\n  b'],
    ['a.pug', Array.from({ length: 300 }, (_, depth) => `${' '.repeat(depth)}p\n`).join('')],
    ['a.hbs', `${'{{#if a}}'.repeat(300)}${'{{/if}}'.repeat(300)}`],
  ])('is not read as a whole where its language refuses it: %s', async (path, text) => {
    expect(await parse(path, text)).toMatchObject({ ok: true, unread: 1 });
  });
});

describe('hostile markup', () => {
  it.each(['vue', 'svelte', 'astro', 'html', 'ejs', 'handlebars', 'pug'])('ends in time: %s', async (ending) => {
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
      'p(a=b',
      'p(',
      '#{',
      '#[p ',
      '\n- if (',
      'p\n',
    ];
    for (const piece of pieces) {
      const before = processorMs();
      expect(typeof (await parse(`a.${ending}`, piece.repeat(2000))).ok).toBe('boolean');
      expect(processorMs() - before, piece).toBeLessThan(5000);
    }
  });

  it.each([
    ['ejs', `<%- ${' '.repeat(500_000)}x${' '.repeat(500_000)}y %>`],
    ['ejs', `<% include ${' '.repeat(500_000)}x y %>`],
    ['ejs', '<%- a b %>'.repeat(50_000)],
    ['astro', '\n'.repeat(500_000)],
    ['astro', ' set:html={'.repeat(50_000)],
    ['astro', `${' set:html={'.repeat(200)}${'}'.repeat(200)}`],
    ['astro', '<script a={}/>'.repeat(50_000)],
    ['astro', '<script>1</script>'.repeat(50_000)],
    ['svelte', '{#each a '.repeat(50_000)],
    ['svelte', `{#each ${' as '.repeat(100_000)}}`],
    ['svelte', '<style>a</style>'.repeat(20_000)],
    ['pug', 'p!= a\n'.repeat(20_000)],
    ['pug', `p(${'a=b '.repeat(20_000)})`],
    ['pug', `p(a="${'b'.repeat(20_000)}")`],
    ['pug', `p ${'#{a} '.repeat(20_000)}`],
    ['html', '<script a="'.repeat(50_000)],
    ['html', '<!--'.repeat(200_000)],
    ['html', `<script>1</script>${'<style>'.repeat(100_000)}`],
  ])('takes no time with the square of its length: %s', async (ending, text) => {
    const before = processorMs();
    await parse(`a.${ending}`, text);
    expect(processorMs() - before).toBeLessThan(5000);
  });
});

describe('names of files', () => {
  it.each([
    ['a.VUE', 'vue'],
    ['a.svelte', 'svelte'],
    ['a.astro', 'astro'],
    ['a/b.htm', 'html'],
    ['a.ejs', 'ejs'],
    ['a.hbs', 'handlebars'],
    ['a.handlebars', 'handlebars'],
    ['a.pug', 'pug'],
    ['a.jade', null],
    ['html', null],
    ['a.vue/b', null],
    ['a.constructor', null],
    ['a.js', null],
  ])('%s: %s', (path, language) => {
    expect(embeddedLanguageOf(path)).toBe(language);
  });
});
