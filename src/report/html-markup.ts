// Building HTML so that text cannot become markup: whatever stands in a template is escaped, unless it was built here.
import { createHash } from 'node:crypto';
import { escapeHtml } from './escape.ts';

/** Finished HTML. Only `markup` makes it. */
export interface Html {
  readonly markup: string;
}

type Part = Html | string | number | readonly Html[] | null;

/** A template whose strings are HTML and whose values are text, unless they are HTML themselves. */
export function markup(strings: TemplateStringsArray, ...values: readonly Part[]): Html {
  return { markup: strings.map((text, index) => (index === 0 ? text : textOf(values[index - 1] ?? null) + text)).join('') };
}

function textOf(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return 'markup' in part ? part.markup : part.map((one) => one.markup).join('');
}

/** Text in which `words in single backticks` are code. */
export function words(text: string): Html {
  const parts = text.trim().split(/(?<!`)(`[^`]+`)(?!`)/u);
  return join(parts.map((part, index) => (index % 2 === 1 ? markup`<code>${part.slice(1, -1)}</code>` : markup`${part}`)));
}

/** A line of code, its tabs kept. */
export function codeText(text: string): Html {
  return { markup: text.split('\t').map(escapeHtml).join('\t') };
}

export function join(parts: readonly Html[], between = ''): Html {
  return { markup: parts.map((part) => part.markup).join(between) };
}

/** A link if there is an address, the content alone if not. Addresses are made by web-link.ts. */
export function link(address: string | null, content: Html): Html {
  return address === null ? content : markup`<a href="${address}" rel="noopener noreferrer">${content}</a>`;
}

/** A page that needs nothing from elsewhere and runs nothing: its policy takes no script, and of styles only this one. */
export function htmlPage({ title, style, body }: { readonly title: string; readonly style: string; readonly body: Html }): string {
  const digest = createHash('sha256').update(style).digest('base64');
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${{ markup: style }}</style>
</head>
<body>
${body}
</body>
</html>
`.markup;
}
