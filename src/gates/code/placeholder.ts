// Tells a credential from what stands for one in documentation and tests.

/** Template syntax in place of a password: `<password>`, `${PASSWORD}`, `{{ password }}`, `%PASSWORD%`, `****`, `xxxx`, `...`. */
const template = /^(?:<[^<>]*>|\$\{[^{}]*\}|\$[A-Z_]+|\{\{?[^{}]*\}?\}|%[A-Z_]+%|\[[^[\]]*\]|\*+|x{3,}|X{3,}|\.{3,}|…)$/u;

/** What says that a password has to be put there: `replace-me-with-a-random-string`, `your_password`. */
const request = /^(?:replace|insert|enter|your)[-_]?(?:me|this|it|with|your|the|db|database|user|pass|password|secret)(?:[-_][a-z]+)*$/iu;

/** Names that no one can register (RFC 2606, RFC 6761), and this machine. */
const reservedHost = /^(?:(?:[\w-]+\.)*(?:example\.(?:com|net|org)|example|test|invalid|localhost)|127\.0\.0\.1|\[::1\])$/iu;

const urlWithPassword = /:\/\/[^\s:/@]{0,256}:([^\s/@]{1,256})@([^\s/:?#,"'`]{1,256})/u;

/** Words joined by dashes: no service issues such a token. */
const words = /^[a-z]{2,}(?:[-_.][a-z]{2,})*$/u;

const word = /^[a-z]{2,10}$/iu;

/** Behind what tells the service the same character again and again: `glpat-XXXXXXXXXXXXXXXXXXXX`. No generator makes that. */
function isFiller(value: string): boolean {
  const parts = value.split(/[-_.]/u);
  const [service = '', ...others] = parts;
  const last = others.at(-1) ?? '';
  const isOne = (part: string): boolean => part !== '' && part === part.charAt(0).repeat(part.length);
  return word.test(service) && last.length >= 10 && isOne(last) && others.every((part) => word.test(part) || isOne(part));
}

/**
 * True if the value opens nothing: a password in a URL that is template syntax, asks for one, or whose host is reserved for examples, or an issued
 * token that is made of lower-case words or of one character alone. A private key is never a placeholder.
 */
export function isPlaceholder({
  kind,
  value,
  guessable,
}: {
  readonly kind: string;
  readonly value: string;
  readonly guessable: boolean;
}): boolean {
  if (kind === 'private-key') return false;
  if (!guessable) return words.test(value) || isFiller(value);
  const url = urlWithPassword.exec(value);
  return url !== null && (template.test(url[1] ?? '') || request.test(url[1] ?? '') || reservedHost.test(url[2] ?? ''));
}
