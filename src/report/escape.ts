// What came from the repository is hostile: every string is escaped for the place where it is shown, and only there.

/** Never shown as they are: controls, format and bidi characters, zero-width and ignorable ones, lone surrogates, line separators. */
const unseen = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]|(?<=\p{M}{3})\p{M}/gu;
const notAscii = /[^\x20-\x7e]/gu;

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function spellOut(character: string): string {
  const known = short[character];
  if (known !== undefined) return known;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, '0')}` : `\\u{${code}}`;
}

/**
 * One line of text for a terminal: what would move the cursor, colour, reorder, hide or stack characters is spelled out (`\x1b`,
 * `\n`, `\u{202e}`). With `unicode` false everything beyond ASCII is: where bytes are not read as UTF-8 they can hold controls.
 */
export function escapeTerminal(text: string, options: { readonly unicode: boolean } = { unicode: true }): string {
  return text.toWellFormed().replaceAll(options.unicode ? unseen : notAscii, spellOut);
}

/** As `escapeTerminal`, with the text's own line breaks kept as separate lines. */
export function escapeTerminalLines(text: string, options: { readonly unicode: boolean } = { unicode: true }): readonly string[] {
  return text.split(/\r\n|\r|\n/).map((line) => escapeTerminal(line, options));
}

/**
 * The last step of every report for people: GitHub's runner takes a printed line that starts with `::` (white space aside) and any
 * `##[` for a command. No line of the answer is one, however text was wrapped.
 */
export function guardLogCommands(text: string): string {
  // eslint-disable-next-line no-control-regex -- colours may stand before the command
  return text.replaceAll(/^((?:\s|\x1b\[[0-9;]*m)*):(?=(?:\x1b\[[0-9;]*m)*:)/gm, '$1\\x3a').replaceAll('##[', '#\\x23[');
}

const joiner = '\u2060';

/** What stands in single backticks, and what could be a commit, which GitHub would link and people copy. */
const codeParts = /(?<!`)`([^`]+)`(?!`)|(?<=^|[\s(])([0-9a-f]{7,40})(?=$|[\s),.;:])/g;

/**
 * Words inside Markdown, on one line: no markup, HTML, link, mention, reference to an issue or commit, math or table border of theirs
 * comes through, except that `words in single backticks` become code. GitHub links mentions and addresses in the finished HTML, where a
 * backslash is gone, so a word joiner parts them.
 */
export function escapeMarkdown(text: string): string {
  const line = escapeTerminal(text).trim();
  let escaped = '';
  let end = 0;
  for (const match of line.matchAll(codeParts)) {
    const [whole, quoted, commit = ''] = match;
    escaped += escapeWords(line.slice(end, match.index), end === 0) + markdownCode(quoted ?? commit);
    end = match.index + whole.length;
  }
  return escaped + escapeWords(line.slice(end), end === 0);
}

function escapeWords(text: string, first: boolean): string {
  const escaped = text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]#|~]/g, '\\$&')
    .replaceAll('$', '<span>$$</span>')
    .replaceAll(/@|\\#|:(?=\/\/)|www(?=\.)|\bGH(?=-\d)/gi, `$&${joiner}`)
    // Six digits are too few for a commit.
    .replaceAll(/\b[0-9a-f]{7,40}\b/gi, (commit) => commit.replaceAll(/.{6}(?=.)/g, `$&${joiner}`));
  // What would start a list, an underlined heading or a rule at the start of a line.
  return first ? escaped.replace(/^[-+=]/, '\\$&').replace(/^(\d+)([.)])(?=\s|$)/, '$1\\$2') : escaped;
}

/** A code span on one line; backticks inside cannot end it. Not for tables: see `markdownCell`. */
export function markdownCode(text: string): string {
  const safe = escapeTerminal(text);
  if (safe.trim() === '') return safe === '' ? '` `' : `\`${safe}\``;
  const ticks = '`'.repeat(longestRun(safe, '`') + 1);
  const pad = safe.startsWith('`') || safe.endsWith('`') || (safe.startsWith(' ') && safe.endsWith(' ')) ? ' ' : '';
  return `${ticks}${pad}${safe}${pad}${ticks}`;
}

/** A table cell's content: words with no border, line break or markup of their own. */
export function markdownCell(text: string): string {
  return escapeWords(escapeTerminal(text).trim(), true).replaceAll('\\|', '&#124;');
}

/** A fenced block; its lines must be escaped already. The fence is longer than any run of backticks inside. */
export function markdownFence(lines: readonly string[], language: string): string {
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n'), '`') + 1));
  return `${fence}${language}\n${lines.join('\n')}\n${fence}`;
}

/**
 * Text inside HTML, in an element or a quoted attribute, on one line: no markup of its own, and what would be hidden or reorder the line
 * is spelled out as for a terminal.
 */
export function escapeHtml(text: string): string {
  return escapeTerminal(text).replaceAll(/[&<>"']/g, (character) => `&#${String(character.charCodeAt(0))};`);
}

function longestRun(text: string, character: string): number {
  let longest = 0;
  let current = 0;
  for (const one of text) {
    current = one === character ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/**
 * JSON text of a value, indented, with a newline at the end. Strings are well-formed; what a terminal or a log would act on is
 * written as `\uXXXX`, which every parser reads back as it was.
 */
export function formatJson(value: unknown, indent = 2): string {
  const text = JSON.stringify(value, (_, item: unknown) => (typeof item === 'string' ? item.toWellFormed() : item), indent);
  return `${text.replaceAll(/[^\n\P{Cc}]|[\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]|#(?=#\[)/gu, escapeUnits)}\n`;
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}

/**
 * Text of a SARIF message: controls spelled out, line breaks kept, and no embedded link (`[text](target)`) of its own. Cut to
 * `limit` UTF-16 units. Never empty: SARIF readers refuse empty strings.
 */
export function sarifText(text: string, limit = 4_000): string {
  const safe = escapeTerminalLines(text).join('\n').replaceAll('](', '] (').trim();
  return cut(safe === '' ? '(no text)' : safe, limit);
}

/**
 * Repository-relative path as a percent-encoded URI reference that cannot leave its base (RFC 3986). Readers take `%2E%2E` for `..` too
 * (WHATWG URL, 4.4), so the dots of a forged name stand as `\\x2E`, in the form that paths have for what text cannot say.
 */
export function encodePath(path: string): string {
  return path
    .toWellFormed()
    .split('/')
    .map((segment) => encodeURIComponent(segment === '.' || segment === '..' ? segment.replaceAll('.', '\\x2E') : segment))
    .join('/');
}

/** At most `limit` UTF-16 units, with an ellipsis where something was cut; never splits a surrogate pair. */
export function cut(text: string, limit: number, ellipsis = '…'): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, Math.max(0, limit - ellipsis.length));
  return `${/[\ud800-\udbff]$/.test(head) ? head.slice(0, -1) : head}${ellipsis}`;
}
