// The answer of `mcgate signers list`: a key in two or three lines, so that it fits 80 columns, and what counts for nothing below.
import { timeOfLimit, type AllowedSigner } from '../../attestation/allowed-signers.ts';
import type { SignerState } from '../../attestation/signer-state.ts';
import { escapeTerminal, guardLogCommands } from '../../report/escape.ts';
import type { FormatOptions } from '../../report/reporter.ts';
import { outcomeLook, terminalStyle } from '../../report/terminal-style.ts';
import { padEnd, textWidth, truncate, wrap } from '../../report/text-width.ts';

export interface ListedSigner {
  readonly signer: AllowedSigner;
  /** Login of the one person that the principals are; null for none, or more than one. */
  readonly person: string | null;
  readonly state: SignerState;
}

export interface ListedProblem {
  readonly path: string;
  /** Null: the file as a whole. */
  readonly line: number | null;
  readonly message: string;
}

const states = {
  counts: { words: 'yes', look: 'pass' },
  expired: { words: 'no, expired', look: 'fail' },
  'not-yet-valid': { words: 'no, not yet', look: 'incomplete' },
  revoked: { words: 'no, revoked', look: 'fail' },
  unknown: { words: 'not known', look: 'incomplete' },
} as const satisfies Readonly<Record<SignerState, unknown>>;

const kinds: Readonly<Record<string, string>> = {
  'ssh-ed25519': 'ed25519',
  'ssh-rsa': 'rsa',
  'ecdsa-sha2-nistp256': 'ecdsa 256',
  'ecdsa-sha2-nistp384': 'ecdsa 384',
  'ecdsa-sha2-nistp521': 'ecdsa 521',
  'sk-ssh-ed25519@openssh.com': 'ed25519-sk',
  'sk-ecdsa-sha2-nistp256@openssh.com': 'ecdsa-sk',
};

const longestPerson = 20;
const kindWidth = 10;
const stateWidth = 11;

/** Text for the terminal, ending with a newline. */
export function formatSigners(
  signers: readonly ListedSigner[],
  problems: readonly ListedProblem[],
  notes: readonly string[],
  options: FormatOptions,
): string {
  const style = terminalStyle(options);
  const { ellipsis } = style.marks;
  const said = (text: string): string => escapeTerminal(text, style);
  const names = signers.map(({ signer }) => said(signer.principals.join(', ')));
  const people = signers.map(({ person }) => truncate(said(person ?? '-'), longestPerson, ellipsis));
  const personWidth = Math.max(...people.map(textWidth), 6);
  const room = Math.max(12, style.width - personWidth - kindWidth - stateWidth - 8);
  const nameWidth = Math.min(room, Math.max(...names.map(textWidth), 9));
  const row = (mark: string, name: string, person: string, kind: string, state: string): string =>
    `${mark} ${padEnd(truncate(name, nameWidth, ellipsis), nameWidth)}  ${padEnd(person, personWidth)}  ${padEnd(kind, kindWidth)}  ${state}`;
  const head = style.colors.dim(row(' ', 'principal', 'person', 'kind', 'counts'));
  const rows = signers.flatMap(({ signer, state }, index) => {
    const { words, look } = states[state];
    const { mark, paint } = outcomeLook(look, style);
    const kind = kinds[signer.key.type] ?? said(signer.key.type);
    const limits = limitsOf(signer);
    return [
      row(paint(mark), names[index] ?? '', people[index] ?? '', kind, paint(words)),
      `  ${style.colors.dim(signer.key.fingerprint)}`,
      ...(limits === null ? [] : [`  ${limits}`]),
    ];
  });
  const told = problems.map(({ path, line, message }) => `${path}${line === null ? '' : `:${String(line)}`} ${message}`);
  const below = [...told, ...notes].flatMap((text) => wrap(said(text), style.width));
  return guardLogCommands(`${[...(signers.length === 0 ? [] : [head, ...rows, '']), ...below].join('\n')}\n`);
}

/** `from … until …`; null for a key without an end and a beginning. */
function limitsOf({ validAfter, validBefore }: AllowedSigner): string | null {
  const parts = [
    ...(validAfter === null ? [] : [`from ${moment(validAfter)}`]),
    ...(validBefore === null ? [] : [`until ${moment(validBefore)}`]),
  ];
  return parts.length === 0 ? null : parts.join(' ');
}

function moment(limit: string): string {
  return `${isoOf(limit).slice(0, 16).replace('T', ' ')} UTC`;
}

/** As ISO 8601, for programs. */
export function isoOf(limit: string): string {
  return new Date(timeOfLimit(limit) ?? Number.NaN).toISOString();
}
