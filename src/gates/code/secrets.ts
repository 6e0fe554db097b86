// Finds credentials in a text by secretlint's detectors and our own for private keys and for random values under telling names, and blanks them out.
// The detectors are driven here, not through secretlint's core: it would honour comments that silence it, keep timing records of each
// file for good, and hand real paths to a detector that opens them (the one for Google's key files, which is left out).
import { createHash } from 'node:crypto';
import { rules as detectors } from '@secretlint/secretlint-rule-preset-recommend';
import type { SecretLintRuleContext, SecretLintRuleCreator, SecretLintSourceCode } from '@secretlint/types';
import { dialectOfPath } from '../../analysis/parse/dialect.ts';
import { findNamedSecrets } from './named-secrets.ts';
import { findPrivateKeys } from './private-keys.ts';

/** A credential in a text. `value` never leaves the worker. */
export interface Secret {
  /** See secret-kinds.ts. */
  readonly kind: string;
  /** What is blanked out: offsets of the secret itself. */
  readonly start: number;
  readonly end: number;
  /** What is shown as its place; wider than the secret for a private key, whose markers may be seen. */
  readonly shownStart: number;
  readonly shownEnd: number;
  readonly value: string;
}

const named = 'named';

/** Without the filter that lets comments silence findings, and without those that private-keys.ts replaces. */
const leftOut = new Set(['filter-comments', 'privatekey', 'gcp']);

/** The detectors in use, by the last part of their rule id. */
export const secretDetectors: ReadonlyMap<string, SecretLintRuleCreator> = new Map(
  (detectors as readonly SecretLintRuleCreator[])
    .map((detector): [string, SecretLintRuleCreator] => [detector.meta.id.replace('@secretlint/secretlint-rule-', ''), detector])
    .filter(([kind, detector]) => detector.meta.type === 'scanner' && !leftOut.has(kind)),
);

/**
 * All credentials in a text, by place; none overlaps another. `fileName` matters for `.npmrc` and `package.json`, and tells code, where
 * values stand in quotes, from other text.
 */
export async function findSecrets(text: string, fileName: string): Promise<readonly Secret[]> {
  const secrets: Secret[] = findPrivateKeys(text).map((key) => ({
    kind: 'private-key',
    start: key.bodyStart,
    end: key.bodyEnd,
    shownStart: key.start,
    shownEnd: key.end,
    value: key.base64,
  }));
  const source = sourceOf(text, fileName);
  for (const [kind, detector] of secretDetectors) {
    const context = contextOf((range, data) => {
      secrets.push(located(kind, text, range, data));
    });
    await detector.create(context, {}).file?.(source);
  }
  for (const { start, end } of findNamedSecrets(text, { hasBareValues: dialectOfPath(fileName) === null }))
    secrets.push({ kind: named, start, end, shownStart: start, shownEnd: end, value: text.slice(start, end) });
  return withoutOverlaps(secrets);
}

function sourceOf(text: string, fileName: string): SecretLintSourceCode {
  return { content: text, filePath: fileName, ext: '', contentType: 'text', hasBOM: false } as unknown as SecretLintSourceCode;
}

function contextOf(found: (range: readonly [number, number], data: unknown) => void): SecretLintRuleContext {
  return {
    sharedOptions: {},
    createTranslator: () => (messageId: string, data: unknown) => ({ message: '', messageId, data }),
    report: ({ message, range }: { message: { data?: unknown }; range: readonly [number, number] }) => {
      found(range, message.data);
    },
    ignore: () => undefined,
  } as unknown as SecretLintRuleContext;
}

/** Some detectors start the range at the name before the secret (`SECRET_ACCESS_KEY = …`) but keep the secret's length: the data says what it is. */
function located(kind: string, text: string, [start, end]: readonly [number, number], data: unknown): Secret {
  const told = Object.values(data ?? {})
    .filter((value): value is string => typeof value === 'string')
    .reduce((longest, value) => (value.length > longest.length ? value : longest), '');
  const at = told === '' ? -1 : text.indexOf(told, start);
  const from = at < 0 ? start : at;
  const to = at < 0 ? end : at + told.length;
  return { kind, start: from, end: to, shownStart: from, shownEnd: to, value: text.slice(from, to) };
}

/** Of two that overlap, a provider's pattern tells better what it is than a name does. All of both is blanked out. */
function withoutOverlaps(secrets: readonly Secret[]): readonly Secret[] {
  const kept: Secret[] = [];
  for (const secret of secrets.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || secret.start >= last.end) kept.push(secret);
    else if (last.kind === named && secret.kind !== named)
      kept[kept.length - 1] = { ...secret, start: last.start, end: Math.max(last.end, secret.end) };
    else if (secret.end > last.end)
      kept[kept.length - 1] = { ...last, end: secret.end, shownEnd: Math.max(last.shownEnd, secret.shownEnd) };
  }
  return kept;
}

/** Texts shorter than this are too common to blank out wherever they stand. */
const shortestPiece = 6;
/** Of one file. With more the whole file is blanked out: to look for each everywhere would take too long. */
const mostPieces = 500;

/** What must not be seen of a file's secrets: each as it is written, line by line, and the password of a URL by itself. */
export function secretPieces(text: string, secrets: readonly Secret[]): ReadonlySet<string> {
  const pieces = new Set<string>();
  for (const { start, end } of secrets) {
    const written = text.slice(start, end);
    const password = /:\/\/[^\s:/@]{0,256}:([^\s/@]{1,256})@/u.exec(written)?.[1] ?? '';
    for (const piece of [...written.split(/[\r\n]+/u), password]) if (piece.length >= shortestPiece) pieces.add(piece);
  }
  return pieces;
}

/** The text with every secret's characters as `*`, wherever they are repeated too; lines and offsets stay. */
export function blankOut(text: string, secrets: readonly Secret[], pieces: ReadonlySet<string>): string {
  if (pieces.size > mostPieces) return stars(text);
  const parts: string[] = [];
  let done = 0;
  for (const { start, end } of secrets) {
    parts.push(text.slice(done, start), stars(text.slice(start, end)));
    done = end;
  }
  let blanked = parts.join('') + text.slice(done);
  for (const piece of pieces) blanked = blanked.replaceAll(piece, stars);
  return blanked;
}

function stars(text: string): string {
  return text.replaceAll(/[^\r\n]/gu, (character) => '*'.repeat(character.length));
}

/** Writes every piece in a message as `***`. A file has few messages, each many times, and may have thousands of pieces. */
export function createMessageCleaner(pieces: ReadonlySet<string>): (message: string) => string {
  const known = new Map<string, string>();
  return (message) => {
    let clean = known.get(message) ?? message;
    if (!known.has(message)) for (const piece of pieces) clean = clean.replaceAll(piece, '***');
    known.set(message, clean);
    return clean;
  };
}

/**
 * What tells a secret from others without telling it. 64 bits of SHA-256 are safe for one that a service made: nobody can try 2^80 values.
 * A password could be guessed and checked against them, so that of a guessable secret has 12 bits, bound to the blanked line around it:
 * one guess in 4096 fits by chance, so a fit proves nothing, while another password in its place is, nearly always, another finding.
 */
export function secretDigest(secret: Secret, context: { readonly guessable: boolean; readonly line: string }): string {
  const hash = createHash('sha256').update(`mcgate-secret\0${secret.kind}\0${secret.value}`);
  return context.guessable ? hash.update(`\0${context.line}`).digest('hex').slice(0, 3) : hash.digest('hex').slice(0, 16);
}
