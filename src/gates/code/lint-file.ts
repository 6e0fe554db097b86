// One file to findings: pure, in a worker. What it answers holds no secret.
import { dialectOfHashbang, dialectOfPath, saysFlow, type Dialect } from '../../analysis/parse/dialect.ts';
import { embeddedLanguageOf, readEmbedded } from '../../analysis/parse/embedded/languages.ts';
import { ParserTrapped } from '../../analysis/parse/oxc.ts';
import type { ParsedSource, Parser, SyntaxProblem } from '../../analysis/parse/parser.ts';
import { textLineStarts, type LineStarts } from '../../analysis/parse/positions.ts';
import type { FileGraph } from '../../analysis/program/file-graph.ts';
import type { Evidence, RawFinding } from '../../core/documents.ts';
import { lineHashes } from '../../core/line-hash.ts';
import type { Details } from './ast/inspect.ts';
import { anchorOf, lineOf, locate, snippetOf, type Extent, type Page } from './excerpt.ts';
import { createFlowEngine, type FlowEngine } from './flow/engine.ts';
import type { FileKind } from './file-kind.ts';
import { isPlaceholder } from './placeholder.ts';
import { RuleFailed, runRules } from './rule-engine.ts';
import { flowRulesOf, slowRulesOf, type CodeRule } from './rule.ts';
import { secretKind } from './secret-kinds.ts';
import { blankOut, createMessageCleaner, findSecrets, secretDigest, secretPieces, type Secret } from './secrets.ts';
import type { DescribeAnswer, DescribedPlace, DescribeTask, FileProblem, NamedCredential } from './task.ts';

/** Findings stand at the path given, by place. `looked` is how the file was read. */
export interface LintResult {
  readonly looked: 'code' | 'secrets';
  readonly findings: readonly RawFinding[];
  readonly problem: FileProblem | null;
  /** For following flows; null where no rule does, and where there is no code. */
  readonly graph: FileGraph | null;
  readonly named: readonly NamedCredential[];
  /** It holds what is in another language: a script that a server fills in, a template. */
  readonly foreign: boolean;
  /** True if the parser aborted on it: this linter is spent, and its thread has to be replaced. */
  readonly trapped: boolean;
}

export interface FileLinter {
  /** `text` may begin with a byte order mark. With `secretsOnly` it is not parsed. Throws ParserTrapped once spent. */
  lint(text: string, kind: FileKind, path: string, options?: { readonly secretsOnly: boolean }): Promise<LintResult>;
  /** The graph alone. */
  graph(text: string, kind: FileKind): Promise<Pick<LintResult, 'graph' | 'trapped'>>;
  /** Places of a file as a report shows them, none of its secrets among them. */
  describe(text: string, kind: FileKind, asked: Pick<DescribeTask, 'places' | 'texts'>): Promise<DescribeAnswer>;
}

/** More in one file help nobody, and would let a hostile file drown the report. */
const mostFindings = 5000;
const longestMessage = 300;

interface Subject {
  readonly path: string;
  /** As it was written, without its byte order mark. */
  readonly text: string;
  readonly page: Page;
  readonly secrets: readonly Secret[];
  /** Takes the secrets out of a message. */
  readonly clean: (message: string) => string;
}

/** A hit of any rule, before it is told as a finding. */
interface Hit extends Extent {
  readonly rule: CodeRule;
  readonly message: string;
  readonly anchor: string;
  readonly details: Details;
}

/** A linter for one thread. */
export function createFileLinter(
  parser: Parser,
  rules: readonly CodeRule[],
  flows: Pick<FlowEngine, 'graphOf'> = createFlowEngine(),
): FileLinter {
  const secretRules = rules.filter((rule) => rule.match.kind === 'secrets');
  const wantsGraphs = flowRulesOf(rules).length + slowRulesOf(rules).length > 0;
  return {
    async lint(raw, kind, path, { secretsOnly } = { secretsOnly: false }) {
      const subject = await subjectOf(raw, kind, path);
      const hits = secretRules.flatMap((rule) => secretHits(rule, subject));
      const read = secretsOnly ? null : await readSource(parser, subject.text, kind);
      if (read === null) return resultOf('secrets', raw, subject, hits, null);
      const { source, hasGraph } = read;
      if (source === null) return { ...resultOf('code', raw, subject, hits, tooDeep), trapped: true };
      if (!source.ok) return resultOf('code', raw, subject, hits, syntaxProblem(source, subject));
      const foreign = source.foreign > 0;
      const missing = source.unread > 0 ? readInPart : null;
      // A page without scripts, say.
      if (source.place !== null && source.nodes.length === 0)
        return { ...resultOf(missing === null ? 'secrets' : 'code', raw, subject, hits, missing), foreign };
      const { graph, problem } = wantsGraphs && hasGraph ? extract(source, flows) : { graph: null, problem: null };
      const code = codeHits(rules, source, kind === 'source' ? 'source.js' : kind, subject);
      return { ...resultOf('code', raw, subject, [...hits, ...code.hits], code.problem ?? problem ?? missing), graph, foreign };
    },
    async graph(raw, kind) {
      const read = await readSource(parser, raw.replace(/^\ufeff/u, ''), kind);
      const source = read?.hasGraph === true ? read.source : null;
      return { graph: source?.ok === true ? extract(source, flows).graph : null, trapped: parser.trapped() };
    },
    async describe(raw, kind, { places, texts }) {
      const subject = await subjectOf(raw, kind, '');
      const hashes = hashesOf(
        places.filter(({ sink }) => sink).map((place) => locate(subject.page, '', place).startLine),
        raw,
        subject,
      );
      return {
        places: places.map((place) => describedPlace(place, place.sink, hashes, subject)),
        texts: texts.map((text) => oneLine(subject.clean(text))),
      };
    },
  };
}

interface Read {
  /** Null where the parser aborted. */
  readonly source: ReturnType<Parser['parse']> | null;
  /** False for types alone. */
  readonly hasGraph: boolean;
}

/** Null for what is no code. */
async function readSource(parser: Parser, text: string, kind: FileKind): Promise<Read | null> {
  const language = embeddedLanguageOf(kind);
  if (language !== null) {
    const code = await readEmbedded(language, text);
    return { source: orTrap(parser, () => parser.parseParts(text, code)), hasGraph: true };
  }
  const dialect = dialectOf(kind, text);
  if (dialect === null) return null;
  const source = orTrap(parser, () => parser.parse(text, dialect));
  const isFlow = source?.ok === false && saysFlow(text, dialect);
  return { source: isFlow ? await readFlow(parser, text, dialect, source) : source, hasGraph: dialect !== 'definition' };
}

/** What is no JavaScript without its types either keeps its first problem. */
async function readFlow(parser: Parser, text: string, dialect: Dialect, problem: SyntaxProblem): Promise<Read['source']> {
  const { withoutFlowTypes } = await import('../../analysis/parse/flow-types.ts');
  const code = withoutFlowTypes(text);
  const source = code === null ? problem : orTrap(parser, () => parser.parse(code, dialect));
  return source?.ok === false ? problem : source;
}

function dialectOf(kind: FileKind, text: string): Dialect | null {
  return dialectOfPath(kind) ?? (kind === 'source' ? dialectOfHashbang(text) : null);
}

/** A file without its graph is not judged: that the flows through it are not known must not pass for silence. */
function extract(
  source: ParsedSource,
  flows: Pick<FlowEngine, 'graphOf'>,
): { readonly graph: FileGraph | null; readonly problem: FileProblem | null } {
  try {
    return { graph: flows.graphOf(source), problem: null };
  } catch (error) {
    if (error instanceof RangeError) return { graph: null, problem: tooDeep };
    return { graph: null, problem: { kind: 'rule-failed', message: 'the flow of its data could not be read' } };
  }
}

function describedPlace(extent: Extent, isSink: boolean, hashes: ReadonlyMap<number, string>, { page }: Subject): DescribedPlace {
  const location = locate(page, '', extent);
  const line = lineOf(page, extent);
  if (!isSink) return { location, line, sink: null };
  const lineHash = hashes.get(location.startLine ?? 0);
  const sink = { anchor: anchorOf(page, extent), snippet: snippetOf(page, extent), ...(lineHash !== undefined && { lineHash }) };
  return { location, line, sink };
}

const tooDeep: FileProblem = { kind: 'too-deep', message: 'the code nests too deeply' };

const readInPart: FileProblem = { kind: 'read-in-part', message: 'some of its markup, or of the code in it, could not be read' };

function orTrap(parser: Parser, parse: () => ReturnType<Parser['parse']>): ReturnType<Parser['parse']> | null {
  if (parser.trapped()) throw new ParserTrapped(null);
  try {
    return parse();
  } catch (error) {
    if (error instanceof ParserTrapped) return null;
    throw error;
  }
}

async function subjectOf(raw: string, kind: FileKind, path: string): Promise<Subject> {
  const text = raw.replace(/^\ufeff/u, '');
  const secrets = await findSecrets(text, kind);
  const pieces = secretPieces(text, secrets);
  return { path, text, secrets, page: pageOf(text, blankOut(text, secrets, pieces)), clean: createMessageCleaner(pieces) };
}

/** Most files have nothing to tell: their lines are not looked for. */
function pageOf(text: string, blanked: string): Page {
  let starts: LineStarts | null = null;
  return {
    text: blanked,
    get starts() {
      return (starts ??= textLineStarts(text));
    },
  };
}

function syntaxProblem(problem: SyntaxProblem, { page, clean }: Subject): FileProblem {
  const { startLine, startColumn } = locate(page, '', { start: problem.offset, end: problem.offset });
  const message = oneLine(clean(problem.message));
  return { kind: 'syntax', message, ...(startLine !== undefined && startColumn !== undefined && { line: startLine, column: startColumn }) };
}

function codeHits(
  rules: readonly CodeRule[],
  source: ParsedSource,
  fileName: string,
  subject: Subject,
): { readonly hits: readonly Hit[]; readonly problem: FileProblem | null } {
  try {
    const hits = runRules(rules, source, fileName).map((hit) => placedHit(hit, source));
    return { hits: hits.map((hit) => ({ ...hit, anchor: anchorOf(subject.page, hit) })), problem: null };
  } catch (error) {
    return { hits: [], problem: problemOfRules(error) };
  }
}

function placedHit<T extends Extent>(hit: T, { place }: ParsedSource): T {
  if (place === null) return hit;
  const [start, end] = place(hit.start, hit.end);
  return { ...hit, start, end };
}

/** What a rule threw may quote the source, so it stays here. */
function problemOfRules(error: unknown): FileProblem {
  if (error instanceof RangeError) return tooDeep;
  const what = error instanceof RuleFailed ? `the rule ${error.ruleId} failed on the code` : 'the rules could not judge the code';
  return { kind: 'rule-failed', message: what };
}

function secretHits(rule: CodeRule, { page, secrets }: Subject): readonly Hit[] {
  return secrets.flatMap((secret): readonly Hit[] => {
    const { label, guessable, confidence } = secretKind(secret.kind);
    if (isPlaceholder({ ...secret, guessable })) return [];
    const extent = { start: secret.shownStart, end: secret.shownEnd };
    const anchor = anchorOfSecret(page, secret, guessable);
    return [{ rule, message: `Hard-coded ${label}.`, anchor, details: confidence === undefined ? {} : { confidence }, ...extent }];
  });
}

function anchorOfSecret(page: Page, secret: Secret, guessable: boolean): string {
  const line = guessable ? anchorOf(page, { start: secret.shownStart, end: secret.shownEnd }) : '';
  return ['secret', secret.kind, secretDigest(secret, { guessable, line }), line].filter((part) => part !== '').join(' ');
}

function namedCredentials({ page, secrets }: Subject): readonly NamedCredential[] {
  return secrets.flatMap((secret) => {
    const { guessable, mayBeMadeUp } = secretKind(secret.kind);
    return mayBeMadeUp !== true
      ? []
      : [{ anchor: anchorOfSecret(page, secret, guessable), tag: secretDigest(secret, { guessable: true, line: '' }) }];
  });
}

function resultOf(
  looked: LintResult['looked'],
  raw: string,
  subject: Subject,
  hits: readonly Hit[],
  problem: FileProblem | null,
): LintResult {
  const kept = withoutDuplicates(hits);
  const told = kept.slice(0, mostFindings).map((hit) => findingOf(hit, subject));
  const findings = withLineHashes(told, raw, subject);
  const flood: FileProblem | null =
    kept.length > mostFindings ? { kind: 'too-many-findings', message: `more than ${String(mostFindings)} findings in one file` } : null;
  return { looked, findings, problem: problem ?? flood, graph: null, named: namedCredentials(subject), foreign: false, trapped: false };
}

/** One finding per rule and location, by place. */
function withoutDuplicates(hits: readonly Hit[]): readonly Hit[] {
  const seen = new Map<string, Hit>();
  for (const hit of hits) {
    const key = `${hit.rule.id} ${String(hit.start)} ${String(hit.end)}`;
    if (!seen.has(key)) seen.set(key, hit);
  }
  return [...seen.values()].sort((a, b) => a.start - b.start || a.end - b.end || (a.rule.id < b.rule.id ? -1 : 1));
}

function findingOf(hit: Hit, { path, page, clean }: Subject): RawFinding {
  return {
    ruleId: hit.rule.id,
    severity: hit.rule.severity,
    confidence: hit.details.confidence ?? hit.rule.confidence,
    message: oneLine(clean(hit.message)),
    location: locate(page, path, hit),
    anchor: hit.anchor,
    snippet: snippetOf(page, hit),
    ...(hit.details.evidence !== undefined && { evidence: cleanEvidence(hit.details.evidence, clean) }),
  };
}

/** An attack is spelled with the pattern's own characters, among which a secret may stand. */
function cleanEvidence(evidence: Evidence, clean: Subject['clean']): Evidence {
  return evidence.kind === 'attack' ? { ...evidence, text: clean(evidence.text) } : evidence;
}

function oneLine(message: string): string {
  const line = message.replaceAll(/\s+/gu, ' ').trim();
  return line.length <= longestMessage ? line : `${line.slice(0, longestMessage - 1).toWellFormed()}…`;
}

/**
 * GitHub's fingerprints are a weak hash over a line's first hundred characters: where a guessable secret stands among them, the finding goes without.
 */
function hashesOf(startLines: readonly (number | undefined)[], raw: string, { text, page, secrets }: Subject): ReadonlyMap<number, string> {
  const guessable = secrets.filter(({ kind }) => secretKind(kind).guessable);
  const lines = new Set<number>();
  for (const startLine of startLines) {
    if (startLine === undefined) continue;
    const start = page.starts[startLine - 1] ?? 0;
    const end = guessable.length === 0 ? start : windowEnd(text, start);
    if (!guessable.some((secret) => secret.start < end && secret.end > start)) lines.add(startLine);
  }
  return lineHashes(raw, lines);
}

function withLineHashes(findings: readonly RawFinding[], raw: string, subject: Subject): readonly RawFinding[] {
  const hashes = hashesOf(
    findings.map(({ location }) => location.startLine),
    raw,
    subject,
  );
  return findings.map((finding) => {
    const lineHash = hashes.get(finding.location.startLine ?? 0);
    return lineHash === undefined ? finding : { ...finding, lineHash };
  });
}

/** Where the hundred characters of a fingerprint end: it skips spaces and tabs. */
function windowEnd(text: string, start: number): number {
  let left = 100;
  let offset = start;
  for (; offset < text.length && left > 0; offset += 1) if (text[offset] !== ' ' && text[offset] !== '\t') left -= 1;
  return offset;
}
