// The record of a release for people: Markdown, and one page of HTML that needs nothing from elsewhere.
import { countItems } from '../core/checklist-count.ts';
import type { ChecklistItemState, ItemStatus, ReleaseStatement } from '../core/documents.ts';
import { escapeMarkdown, markdownCell } from './escape.ts';
import { itemTable } from './markdown-checklist.ts';

export function formatReleaseMarkdown(statement: ReleaseStatement): string {
  const parts = [
    `# Release record: ${escapeMarkdown(titleOf(statement))}`,
    factsOf(statement)
      .map(([name, value]) => `- ${name}: ${escapeMarkdown(value)}`)
      .join('\n'),
    '## Checklist',
    itemTable(itemsOf(statement)),
    '## Gates',
    [
      '| gate | outcome | digest of the answer |',
      '|---|---|---|',
      ...statement.predicate.gates.map(({ id, outcome, digest }) => `| ${id} | ${outcome} | \`${digest}\` |`),
    ].join('\n'),
    '## Files',
    [
      '| file | bytes | SHA-256 | shows |',
      '|---|---|---|---|',
      ...statement.predicate.evidence.map(
        ({ name, digest, annotations: { size, items } }) =>
          `| ${name} | ${String(size)} | \`${digest.sha256}\` | ${markdownCell(items.join(', '))} |`,
      ),
    ].join('\n'),
    '## To verify it',
    verifying.map((line) => escapeMarkdown(line)).join('\n\n'),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Light and dark, printable, without scripts. */
export function formatReleaseHtml(statement: ReleaseStatement): string {
  const row = (cells: readonly string[]): string => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
  const head = (cells: readonly string[]): string =>
    `<thead><tr>${cells.map((cell) => `<th scope="col">${cell}</th>`).join('')}</tr></thead>`;
  const items = itemsOf(statement).map(({ title, phase, status, by, until, detail, attestations }) =>
    row([
      escapeHtml(title),
      `<span class="whole">${phase}</span>`,
      `<span class="${status}">${plainMarks[status]} ${status}</span>${status === 'fulfilled' && by.length > 0 ? '' : `<br>${escapeHtml(detail)}`}`,
      escapeHtml(by.join(', ')),
      `<span class="whole">${until ?? ''}</span>`,
      attestations.map((path) => `<code>${escapeHtml(path.replace(/^.*\//u, '').slice(0, 12))}</code>`).join(' '),
    ]),
  );
  const gates = statement.predicate.gates.map(({ id, outcome, digest }) => row([id, outcome, `<code>${digest}</code>`]));
  const files = statement.predicate.evidence.map(({ name, digest, annotations }) =>
    row([escapeHtml(name), String(annotations.size), `<code>${digest.sha256}</code>`, escapeHtml(annotations.items.join(', '))]),
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Release record: ${escapeHtml(titleOf(statement))}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Release record: ${escapeHtml(titleOf(statement))}</h1>
<dl>${factsOf(statement)
    .map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`)
    .join('')}</dl>
<h2>Checklist</h2>
<div class="wide" tabindex="0" role="region" aria-label="Checklist"><table>${head(['Item', 'Phase', 'State', 'By', 'Until', 'Signed in'])}<tbody>${items.join('\n')}</tbody></table></div>
<h2>Gates</h2>
<div class="wide" tabindex="0" role="region" aria-label="Gates"><table>${head(['Gate', 'Outcome', 'Digest of the answer'])}<tbody>${gates.join('\n')}</tbody></table></div>
<h2>Files</h2>
<div class="wide" tabindex="0" role="region" aria-label="Files"><table>${head(['File', 'Bytes', 'SHA-256', 'Shows'])}<tbody>${files.join('\n')}</tbody></table></div>
<h2>To verify it</h2>
${verifying.map((line) => `<p>${escapeHtml(line)}</p>`).join('\n')}
</main>
</body>
</html>
`;
}

/** In letters that every font has. */
const plainMarks: Readonly<Record<ItemStatus, string>> = { fulfilled: '✓', pending: '?', refused: '✗', 'not-asked': '–' };

const style = `
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; margin: 0; background: Canvas; color: CanvasText; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h1 { font-size: 1.5rem; overflow-wrap: anywhere; } h2 { font-size: 1.2rem; margin-top: 2rem; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; } dt { font-weight: 600; } dd { margin: 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid color-mix(in srgb, CanvasText 25%, Canvas); }
code { font-size: .85em; overflow-wrap: anywhere; }
.fulfilled { color: light-dark(#116329, #56d364); } .refused { color: light-dark(#a40e26, #ff7b72); font-weight: 600; } .pending { color: light-dark(#7d4e00, #e3b341); font-weight: 600; }
.whole { white-space: nowrap; }
@media (max-width: 40rem) { dl { grid-template-columns: 1fr; } dt { margin-top: .5rem; } }
@media print { .wide { overflow: visible; } }
`;

const verifying = [
  'The folder of this record holds bundle.intoto.jsonl, with the signed record and every sign-off as DSSE envelopes, and the files that the record names with their SHA-256: these pages too.',
  'mcgate checklist verify bundle.intoto.jsonl --signers allowed_signers checks all of it, without a network. By hand: sha256sum gives the digests of the files, that of tree is the tree above, and ssh-keygen -Y verify checks each signature, as the documentation of the checklist and of attestations shows.',
];

function titleOf({ predicate: { repository, target } }: ReleaseStatement): string {
  return `${repository} ${target.replace(/^refs\/(?:heads|tags)\//u, '')}`;
}

function factsOf({ predicate, subject }: ReleaseStatement): readonly (readonly [name: string, value: string])[] {
  const { asked, fulfilled } = countItems(predicate.items.map(({ state }) => state));
  return [
    ['Verdict', predicate.verdict],
    ['Items', `${String(fulfilled)} of ${String(asked.length)} fulfilled`],
    ['Commit', predicate.commit],
    ['Tree (SHA-256)', subject[0]?.digest.sha256 ?? ''],
    ['Recorded', `${predicate.made}, by mcgate ${predicate.version}`],
  ];
}

function itemsOf({ predicate }: ReleaseStatement): readonly ChecklistItemState[] {
  return predicate.items.map(({ state }) => state);
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
    .replaceAll(/[\p{Cc}\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/gu, '�');
}
