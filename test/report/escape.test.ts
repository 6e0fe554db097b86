// Hostile text, in every place where a report shows it. Markdown is judged by a GitHub-flavoured parser, not by looking at it.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { micromark } from 'micromark';
import { gfm, gfmHtml } from 'micromark-extension-gfm';
import {
  cut,
  encodePath,
  escapeHtml,
  escapeMarkdown,
  escapeTerminal,
  escapeTerminalLines,
  formatJson,
  guardLogCommands,
  markdownCell,
  markdownCode,
  markdownFence,
  sarifText,
} from '../../src/report/escape.ts';
import { attacks } from './reports/hostile.ts';
import { loadReporter } from '../../src/report/index.ts';
import { finding, report } from './reports/build.ts';

const hostileText = fc.oneof(
  fc.constantFrom(...attacks),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ...'`*_[]()<>|\\#@!$&~:-+=.0189 \n\r\t"\'{}wGH/'.split(''),
          '::',
          '##[',
          'www.',
          '0a1b2c3',
          'http://',
          '</details>',
          '\x1b[',
          '\ud800',
          '\u202e',
        ),
        fc.string({ maxLength: 3 }),
      ),
      {
        maxLength: 40,
      },
    )
    .map((parts) => parts.join('')),
);

const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/u;
const command = /^\s*::|##\[/m;

const html = (markdown: string): string =>
  micromark(markdown, { extensions: [gfm()], htmlExtensions: [gfmHtml()], allowDangerousHtml: true });

/** The elements that a rendering has, each once. */
const elements = (markdown: string): string[] => [...new Set([...html(markdown).matchAll(/<([a-z0-9]+)/g)].map((match) => match[1] ?? ''))];

describe('escapeTerminal', () => {
  it.each([
    ['a\x1b[31mb', 'a\\x1b[31mb'],
    ['a\nb\tc\r', 'a\\nb\\tc\\r'],
    ['\u009b', '\\x9b'],
    ['a\u202eb', 'a\\u{202e}b'],
    ['\u{e0041}', '\\u{e0041}'],
    ['名前 é 😀', '名前 é 😀'],
    ['\ud800', '\ufffd'],
  ])('shows what it would hide: %j', (text, shown) => {
    expect(escapeTerminal(text)).toBe(shown);
  });

  it('leaves nothing that a terminal acts on, nor anything beyond ASCII where that is not understood', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(escapeTerminal(text)).not.toMatch(unsafe);
        expect(escapeTerminal(text, { unicode: false })).toMatch(/^[\x20-\x7e]*$/);
        for (const line of escapeTerminalLines(text)) expect(line).not.toMatch(unsafe);
      }),
    );
  });

  it('stacks no more than three marks on a character', () => {
    expect(escapeTerminal(`e${'\u0301'.repeat(5)}`)).toBe('e\u0301\u0301\u0301\\u{301}\\u{301}');
  });
});

describe('guardLogCommands', () => {
  it('leaves no line that a runner takes for a command', () => {
    fc.assert(
      fc.property(fc.array(hostileText), (texts) => {
        expect(guardLogCommands(texts.join('\n'))).not.toMatch(command);
      }),
    );
    expect(guardLogCommands('\x1b[31m ::error::x\x1b[39m')).toBe('\x1b[31m \\x3a:error::x\x1b[39m');
    expect(guardLogCommands('a ::error::x')).toBe('a ::error::x');
  });
});

describe('Markdown', () => {
  it('has no markup but code from the text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const words = escapeMarkdown(text);
        expect(words).not.toMatch(/[\n\r]/);
        for (const place of [words, `- **x** ${words}`, `**${words}**`.replace('****', '')]) {
          for (const element of elements(place)) expect(['p', 'ul', 'li', 'strong', 'code', 'span']).toContain(element);
        }
        const prose = html(words).replaceAll(/<code>[^<]*<\/code>/g, '');
        expect(prose).not.toMatch(/@[a-z0-9]|#[0-9]|\bGH-\d|:\/\/|www\.[a-z]|\b[0-9a-f]{7,40}\b/i);
      }),
      { numRuns: 500 },
    );
  });

  it('would have much, were it not escaped', () => {
    const raw = attacks.flatMap((attack) => elements(attack));
    for (const element of ['a', 'img', 'h1', 'table', 'blockquote', 'hr'])
      expect([element, raw.includes(element)]).toEqual([element, true]);
  });

  it('keeps words readable', () => {
    expect(html(escapeMarkdown('Use `execFile` in a_b *not* <b> 4.17.19 & 1. x'))).toBe(
      '<p>Use <code>execFile</code> in a_b *not* &lt;b&gt; 4.17.19 &amp; 1. x</p>',
    );
  });

  it('makes code of what could be a commit, so that it can be copied and is no link', () => {
    const commit = '8c1f0d3e5b7a9c2d4e6f8091a2b3c4d5e6f70812';
    expect(html(escapeMarkdown(`in ${commit} (8c1f0d3), \`git show 8c1f0d3\`.`))).toBe(
      `<p>in <code>${commit}</code> (<code>8c1f0d3</code>), <code>git show 8c1f0d3</code>.</p>`,
    );
    expect(html(escapeMarkdown('x/8c1f0d3, deadbee'))).toBe('<p>x/8c1f0d\u20603, <code>deadbee</code></p>');
    // What is left of it must not be one either.
    expect(html(escapeMarkdown('x/0a1b2c3d4e5f6a7'))).toBe('<p>x/0a1b2c\u20603d4e5f\u20606a7</p>');
  });

  it('keeps a code span one code span', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const rendered = html(`x ${markdownCode(text)} y`);
        expect(rendered).toMatch(/^<p>x <code>[^<]*<\/code> y<\/p>$/);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a cell one cell', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const rendered = html(`| a | b |\n|---|---|\n| ${markdownCell(text)} | last |`);
        expect(rendered.match(/<td>/g)).toHaveLength(2);
        expect(rendered).toMatch(/<td>last<\/td>/);
        expect(rendered.replaceAll(/<\/?(?:table|thead|tbody|tr|th|td|span)>/g, '')).not.toMatch(/<[a-z]/);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps a fence closed over its lines', () => {
    fc.assert(
      fc.property(fc.array(hostileText, { minLength: 1 }), (texts) => {
        const lines = texts.map((text) => `1 | ${escapeTerminal(text)}`);
        const rendered = html(`${markdownFence(lines, 'text')}\n\nend`);
        expect(rendered).toMatch(/^<pre><code class="language-text">[^<]*<\/code><\/pre>\n<p>end<\/p>$/);
      }),
    );
  });
});

describe('HTML', () => {
  it('is text, in an element as in an attribute, and hides nothing', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(escapeHtml(text)).not.toMatch(/[<>"']|&(?!#\d+;)/);
        expect(escapeHtml(text)).not.toMatch(unsafe);
      }),
    );
    expect(escapeHtml(`<a href="x" title='y'>&\n\u202e`)).toBe('&#60;a href=&#34;x&#34; title=&#39;y&#39;&#62;&#38;\\n\\u{202e}');
  });
});

describe('JSON', () => {
  it('reads back as it was, and prints nothing that a terminal or log acts on', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const written = formatJson({ text });
        expect((JSON.parse(written) as { text: string }).text).toBe(text.toWellFormed());
        expect(written.replaceAll('\n', '')).not.toMatch(unsafe);
        expect(written).not.toMatch(command);
      }),
    );
  });
});

describe('SARIF', () => {
  it('has messages without controls and links, never empty, never too long', () => {
    fc.assert(
      fc.property(hostileText, fc.integer({ min: 20, max: 90 }), (text, limit) => {
        const safe = sarifText(text, limit);
        expect(safe.replaceAll('\n', '')).not.toMatch(unsafe);
        expect(safe).not.toMatch(/\]\(/);
        expect(safe.length).toBeGreaterThan(0);
        expect(safe.length).toBeLessThanOrEqual(limit);
      }),
    );
  });

  it('has paths that stay below their base and decode to what they were', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const uri = encodePath(text);
        const dots = text.split('/').some((segment) => segment === '.' || segment === '..');
        expect(dots || decodeURIComponent(uri) === text.toWellFormed()).toBe(true);
        expect(uri).toMatch(/^[\w.~!'()*%/-]*$/);
        expect(uri.split('/').filter((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))).toEqual([]);
      }),
    );
    // As WHATWG URL has it, `%2E%2E` is `..` as well.
    expect(new URL(encodePath('a/../../../b/./c'), 'https://host/root/').pathname).toMatch(/^\/root\/a\//);
    expect(encodePath('../b')).toBe('%5Cx2E%5Cx2E/b');
    expect(encodePath('a b/ä#?%.ts')).toBe('a%20b/%C3%A4%23%3F%25.ts');
  });

  it('cuts between characters', () => {
    expect(cut('ab😀cd', 4)).toBe('ab…');
    expect(cut('abc', 3)).toBe('abc');
    expect(cut('ab😀cdefg', 6, '...')).toBe('ab...');
  });
});

describe.each(['pretty', 'github', 'markdown', 'html', 'sarif'] as const)('%s', (name) => {
  it.each([0, 1])('cuts no character in two: behind %i others', async (before) => {
    const text = 'a'.repeat(before) + '😀'.repeat(3_000);
    const evidence = { kind: 'change', key: text, before: text, after: null } as const;
    const shown = finding({ ruleId: 'code/x', message: text, fix: text, location: { path: text, startLine: 1 }, evidence });
    const { format } = await loadReporter(name);
    const plain = { color: false, width: 80, unicode: true };
    expect(format(report({ findings: [shown, { ...shown, state: 'fixed', blocks: false }] }), plain)).not.toMatch(/\ufffd|\p{Cs}/u);
  });
});
