// What shows that a finding is real, in HTML: the marked code, the way of the data, the advisory, what a policy decides differently.
import type {
  AdvisoryEvidence,
  AttackEvidence,
  ChangeEvidence,
  Evidence,
  Finding,
  FlowEvidence,
  FlowStep,
  Location,
  PolicyChangeEvidence,
} from '../core/documents.ts';
import { codeText, join, link, markup, words, type Html } from './html-markup.ts';
import { advisoryAddress, type Linker } from './web-link.ts';
import {
  alsoCount,
  attackCost,
  count,
  flowSource,
  guardCount,
  middleLeftOut,
  placeOf,
  policyDigests,
  policySubject,
  type Numbered,
} from './wording.ts';

/** `path:line:column` as code, a link where there is an address. */
export function place(location: Location, address: string | null): Html {
  return link(address, markup`<code>${placeOf(location)}</code>`);
}

/** Terms and what they are. */
export function facts(rows: readonly (readonly [term: string, value: Html])[]): Html {
  return rows.length === 0 ? markup`` : markup`<dl>${rows.map(([term, value]) => markup`<dt>${term}</dt><dd>${value}</dd>`)}</dl>`;
}

export function code(text: string): Html {
  return markup`<code>${text}</code>`;
}

/** The beginnings of their digests, by which they are told apart. */
export function attestationNames(paths: readonly string[]): Html {
  return join(
    paths.map((path) => code(path.replace(/^.*\//u, '').slice(0, 12))),
    ' ',
  );
}

/** Lines to be copied. */
export function commandBlock(command: string): Html {
  return markup`<pre class="command"><code>${command}</code></pre>`;
}

/** The lines around a finding, its region marked. */
export function codeFrame({ snippet, location }: Pick<Finding, 'snippet' | 'location'>): Html {
  if (snippet === undefined || snippet.lines.length === 0) return markup``;
  const { startLine = 0, endLine = startLine } = location;
  const lines = snippet.lines.map((line, index) => {
    const number = snippet.startLine + index;
    const hit = startLine > 0 && number >= startLine && number <= Math.max(startLine, endLine);
    const text = hit ? marked(line, number, location, snippet.startColumn ?? 1) : codeText(line);
    return markup`<span${hit ? hitClass : null} data-line="${number}">${text.markup === '' ? lineBreak : text}</span>`;
  });
  return markup`<pre class="frame"><code>${lines}</code></pre>`;
}

const hitClass = markup` class="hit"`;
/** Keeps an empty line's height. */
const lineBreak = markup`<br>`;

function marked(line: string, number: number, location: Location, firstColumn: number): Html {
  const { startLine, startColumn, endLine = startLine, endColumn } = location;
  if (startColumn === undefined) return codeText(line);
  const indent = line.length - line.trimStart().length;
  const from = number === startLine ? Math.max(0, startColumn - firstColumn) : indent;
  const to = number === endLine ? Math.max(from, (endColumn ?? startColumn + 1) - firstColumn) : line.length;
  const [before, inside, after] = [line.slice(0, from), line.slice(from, to), line.slice(to)];
  return inside === '' ? codeText(line) : markup`${codeText(before)}<mark>${codeText(inside)}</mark>${codeText(after)}`;
}

export function evidenceOf(evidence: Evidence, links: Linker): Html {
  switch (evidence.kind) {
    case 'advisory':
      return advisory(evidence);
    case 'change':
      return change(evidence);
    case 'policy-change':
      return policyChange(evidence, links);
    case 'attack':
      return facts([attackFact(evidence)]);
    case 'flow':
      return flow(evidence, links);
  }
}

function advisory({ ids, score, fixedVersions, ...one }: AdvisoryEvidence): Html {
  const names = ids.map((id) => link(advisoryAddress(id), markup`${id}`));
  return facts([
    ['Package', markup`${code(`${one.package} ${one.version}`)} (${one.ecosystem})`],
    ...(one.path === undefined ? [] : [['Comes by', join(one.path.map(code), ' › ')] as const]),
    ['Advisory', markup`${join(names, ', ')}${score === null ? '' : ` (CVSS ${score.toFixed(1)})`}`],
    ['Fixed in', fixedVersions.length === 0 ? markup`no version yet` : join(fixedVersions.map(code), ', ')],
  ]);
}

function change({ key, before, after }: ChangeEvidence): Html {
  return facts([['Changed', code(key)], ...beforeAfter(before, after)]);
}

function beforeAfter(before: string | null, after: string | null): readonly (readonly [string, Html])[] {
  const value = (text: string | null): Html => (text === null ? markup`(absent)` : code(text));
  return [
    ['Before', markup`<span class="was">${value(before)}</span>`],
    ['After', markup`<span class="now">${value(after)}</span>`],
  ];
}

function policyChange(evidence: PolicyChangeEvidence, links: Linker): Html {
  const { region, witness, before, after, lines } = evidence;
  const [was, is] = policyDigests(evidence);
  const rows = lines.map(({ side, path, line, column }) => {
    const location = { path, startLine: line, startColumn: column };
    return markup`${place(location, side === 'base' ? links.base(location) : links.judged(location))}${side === 'base' ? ' (gone)' : ''}`;
  });
  return facts([
    ['Scope', markup`${policySubject(evidence)}`],
    ['Region', code(region)],
    ...(witness === null ? [] : [['For example', code(witness)] as const]),
    ...beforeAfter(before, after),
    ...(rows.length === 0 ? [] : [['Lines', join(rows, '<br>')] as const]),
    ['Policies', markup`${code(was)} before, ${code(is)} after`],
  ]);
}

function attackFact(attack: Omit<AttackEvidence, 'kind'>): readonly [string, Html] {
  return ['Attack', markup`${code(attack.text)}: ${attackCost(attack)}`];
}

/** Beyond these the middle is folded. */
const shownSteps = 12;

function flow(evidence: FlowEvidence, links: Linker): Html {
  const { steps, failedGuards, attack } = evidence;
  const { kept, gapAt, left } = middleLeftOut(steps, shownSteps);
  const step = ({ item, number }: Numbered<FlowStep>): Html =>
    markup`<li data-step="${number}"${number === steps.length ? sinkClass : null}>${entry(item.location, item.what, item.snippetLine, links)}</li>`;
  const head = gapAt === -1 ? kept : kept.slice(0, gapAt);
  const tail = gapAt === -1 ? [] : kept.slice(gapAt);
  return markup`${facts([...(attack === undefined ? [] : [attackFact(attack)]), ['Source', words(flowSource(evidence))]])}
<ol class="flow">${head.map(step)}${
    left.length === 0
      ? null
      : markup`<li><details><summary class="plain">${count(left.length, 'more step')}</summary><ol class="flow">${left.map(step)}</ol></details></li>`
  }${tail.map(step)}</ol>
${failedGuards.length === 0 ? null : markup`<p>${guardCount(failedGuards.length)}</p><ul>${failedGuards.map(({ location, why, snippetLine }) => markup`<li>${entry(location, why, snippetLine, links)}</li>`)}</ul>`}${others(evidence, links)}`;
}

function others(evidence: FlowEvidence, links: Linker): Html | null {
  const { also = [], alsoLeft = 0 } = evidence;
  if (also.length === 0) return null;
  const items = also.map(({ location, what, snippetLine }) => markup`<li>${entry(location, what, snippetLine, links)}</li>`);
  return markup`
<p>${alsoCount(evidence)}</p><ul>${items}${alsoLeft === 0 ? null : markup`<li>${alsoLeft} more</li>`}</ul>`;
}

const sinkClass = markup` class="sink"`;

function entry(location: Location, what: string, line: string | undefined, links: Linker): Html {
  return markup`${words(what)} <span class="quiet">at ${place(location, links.judged(location))}</span>${line === undefined ? null : markup`<code class="line">${codeText(line.trim())}</code>`}`;
}
