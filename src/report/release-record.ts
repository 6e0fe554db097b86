// The record of a release for people: Markdown, and one page of HTML that needs nothing from elsewhere.
import { countItems } from '../core/checklist-count.ts';
import type { ChecklistItemState, ReleaseStatement } from '../core/documents.ts';
import { escapeMarkdown, markdownCell } from './escape.ts';
import { attestationNames, code, facts } from './html-evidence.ts';
import { htmlPage, markup, type Html } from './html-markup.ts';
import { plainMarks } from './html-parts.ts';
import { baseStyle } from './html-style.ts';
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
  const gates = statement.predicate.gates.map(({ id, outcome, digest }) => row([markup`${id}`, markup`${outcome}`, code(digest)]));
  const files = statement.predicate.evidence.map(({ name, digest, annotations }) =>
    row([markup`${name}`, markup`${annotations.size}`, code(digest.sha256), markup`${annotations.items.join(', ')}`]),
  );
  const title = `Release record: ${titleOf(statement)}`;
  const body = markup`<main>
<h1>${title}</h1>
${facts(factsOf(statement).map(([name, value]) => [name, markup`${value}`]))}
<h2>Checklist</h2>
${table('Checklist', ['Item', 'Phase', 'State', 'By', 'Until', 'Signed in'], itemsOf(statement).map(itemRow))}
<h2>Gates</h2>
${table('Gates', ['Gate', 'Outcome', 'Digest of the answer'], gates)}
<h2>Files</h2>
${table('Files', ['File', 'Bytes', 'SHA-256', 'Shows'], files)}
<h2>To verify it</h2>
${verifying.map((line) => markup`<p>${line}</p>`)}
</main>`;
  return htmlPage({ title, style: `${baseStyle} ${tableStyle}`, body });
}

function itemRow({ title, phase, status, by, until, detail, attestations }: ChecklistItemState): Html {
  const why = status === 'fulfilled' && by.length > 0 ? null : markup`<br>${detail}`;
  return row([
    markup`${title}`,
    whole(phase),
    markup`<span class="${status}">${plainMarks[status]} ${status}</span>${why}`,
    markup`${by.join(', ')}`,
    whole(until ?? ''),
    attestationNames(attestations),
  ]);
}

function whole(text: string): Html {
  return markup`<span class="whole">${text}</span>`;
}

function row(cells: readonly Html[]): Html {
  return markup`<tr>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>
`;
}

/** It scrolls by itself where it is wider than the page. */
function table(title: string, columns: readonly string[], rows: readonly Html[]): Html {
  const head = columns.map((column) => markup`<th scope="col">${column}</th>`);
  return markup`<div class="wide" tabindex="0" role="region" aria-label="${title}"><table><thead><tr>${head}</tr></thead><tbody>
${rows}</tbody></table></div>`;
}

const tableStyle =
  '.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; } th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid var(--line); overflow-wrap: normal; } .whole { white-space: nowrap; } @media print { .wide { overflow: visible; } }';

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
