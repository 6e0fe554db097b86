// Edits of `.mcgate/allowed_signers` line by line: what is not meant stays byte for byte.
import type { AllowedSigner } from './allowed-signers.ts';
import type { PublicKey } from './public-key.ts';
import { signatureNamespace } from './ssh-signature.ts';

export interface Validity {
  /** As `formatLimit` writes it. */
  readonly after: string | null;
  readonly before: string | null;
}

/** `YYYYMMDDHHMMSSZ`, or the day alone at midnight; with the Z it means the same to ssh-keygen (9.1 on) in every time zone. */
export function formatLimit(time: Date): string {
  const digits = time.toISOString().replaceAll(/[-:T]|\..*$/gu, '');
  return `${digits.replace(/0{6}$/u, '')}Z`;
}

/** The text with a line at its end that lets `principal` sign. Lines end as the others do. */
export function addSigner(text: string, principal: string, { key, text: base64 }: PublicKey, { after, before }: Validity): string {
  const options = [
    `namespaces="${signatureNamespace}"`,
    ...(after === null ? [] : [`valid-after="${after}"`]),
    ...(before === null ? [] : [`valid-before="${before}"`]),
  ];
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const start = text === '' || text === '\uFEFF' || text.endsWith('\n') ? text : `${text}${end}`;
  return `${start}${principal} ${options.join(',')} ${key.type} ${base64}${end}`;
}

/** Without these lines. */
export function removeSigners(text: string, signers: readonly AllowedSigner[]): string {
  return editLines(text, signers, () => null);
}

/** Takes `principal` out of these lines; one that names nobody else goes. */
export function removePrincipal(text: string, signers: readonly AllowedSigner[], principal: string): string {
  return editLines(text, signers, (line, { principals }) => {
    const others = principals.filter((each) => each !== principal);
    return others.length === 0 ? null : line.replace(/^(\uFEFF?\s*)(?:"[^"]*"|[^\s"]+)/u, `$1${others.join(',')}`);
  });
}

/** Lets these lines count no longer than until `before`, whatever end they had. */
export function endSigners(text: string, signers: readonly AllowedSigner[], before: string): string {
  const limit = `valid-before="${before}"`;
  return editLines(text, signers, (line) => {
    const { head = '', options = '', tail = '' } = parts.exec(line)?.groups ?? {};
    const others = options.replace(/(?:^|,)valid-before="[^"]*"/u, '').replace(/^,/u, '');
    return `${head}${others},${limit}${tail}`;
  });
}

/** Principals, options and the rest; a line that counts has options. */
const parts = /^(?<head>\uFEFF?\s*(?:"[^"]*"|[^\s"]+)\s+)(?<options>(?:[^\s"]|"[^"]*")+)(?<tail>.*)$/su;

/** `null` takes the line out, its end included. */
function editLines(text: string, signers: readonly AllowedSigner[], edit: (line: string, signer: AllowedSigner) => string | null): string {
  const meant = new Map(signers.map((signer) => [signer.line, signer]));
  return text
    .split('\n')
    .flatMap((line, index) => {
      const signer = meant.get(index + 1);
      const edited = signer === undefined ? line : edit(line, signer);
      return edited === null ? [] : [edited];
    })
    .join('\n');
}
