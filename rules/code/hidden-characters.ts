// Characters that make the source read differently from what it is.
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

/**
 * Bidirectional embeddings, overrides and isolates; tag characters outside of flag emoji; runs of variation selectors
 * beyond what a glyph has; Hangul fillers, which are valid identifiers without a shape.
 */
const hidden =
  /[\u202A-\u202E\u2066-\u2069\u3164\uFFA0]|(?<!\u{1F3F4}[\u{E0020}-\u{E007F}]{0,8})[\u{E0001}\u{E0020}-\u{E007F}]|[\uFE00-\uFE0F\u{E0100}-\u{E01EF}]{3,}/gu;

export const rule = defineCodeRule({
  id: 'code/hidden-characters',
  title: 'Characters that hide what the source does',
  rationale:
    'Direction controls make a reviewer read another order than the one that runs (“Trojan Source”); tag characters and variation selectors carry instructions or code that no editor shows, for a later `eval` or for the model that reads the file.',
  remediation: "Remove them. Where the program needs such a character, write it as an escape: `'\\u202E'`.",
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [1007],
  references: ['https://cwe.mitre.org/data/definitions/1007.html', 'https://trojansource.codes/', 'https://www.unicode.org/reports/tr55/'],
  examples: {
    bad: [
      { code: "export const level = 'user\u202E \u2066// only admins\u2069 \u2066';" },
      { code: `export const note = 'hello${String.fromCodePoint(0xe0069, 0xe0067, 0xe006e)}';` },
      { code: 'export const check = (list: unknown[], \u3164: unknown) => list.includes(\u3164);' },
    ],
    good: [
      { code: "export const override = '\\u202E';" },
      {
        code: "export const flag = '\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}', heart = '\u2764\uFE0F', greeting = '\u05E9\u05DC\u05D5\u05DD';",
      },
    ],
  },
  match: {
    ...inspect((file, report) => ({
      'Program:exit'() {
        let lineEnd = -1;
        for (const match of file.text.matchAll(hidden)) {
          // One finding a line: the second character of a pair says nothing new.
          if (match.index < lineEnd) continue;
          const end = match.index + match[0].length;
          report({ start: match.index, end }, 'A character here makes the source read differently from what it is: remove or escape it.');
          const next = file.text.indexOf('\n', end);
          lineEnd = next < 0 ? file.text.length : next;
        }
      },
    })),
    isRead: true,
  },
});
