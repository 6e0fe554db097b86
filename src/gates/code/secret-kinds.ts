// What the detectors find, in words, and whether a person may have chosen it.

export interface SecretKind {
  /** As in "Hard-coded <label>". */
  readonly label: string;
  /**
   * True where a person may have chosen the secret, so that it can be guessed: no digest of it may be told.
   * False where a service made it up of 80 random bits or more.
   */
  readonly guessable: boolean;
  /** Where it is not the rule's: nothing but the value's form and its name tell. */
  readonly confidence?: 'medium';
  /** True where one that was made up for a test looks like any other: no service issued it. */
  readonly mayBeMadeUp?: true;
}

const issued = (label: string): SecretKind => ({ label, guessable: false });
const chosen = (label: string): SecretKind => ({ label, guessable: true });
const madeUp = (kind: SecretKind): SecretKind => ({ ...kind, mayBeMadeUp: true });

/** By the last part of secretlint's rule id, or our own. */
const kinds: Readonly<Record<string, SecretKind>> = {
  '1password': issued('1Password service account token'),
  anthropic: issued('Anthropic API key'),
  aws: issued('AWS secret access key'),
  basicauth: madeUp(chosen('password in a URL')),
  cloudflare: issued('Cloudflare API token'),
  'database-connection-string': madeUp(chosen('password in a database connection string')),
  databricks: issued('Databricks access token'),
  docker: issued('Docker access token'),
  figma: issued('Figma access token'),
  github: issued('GitHub token'),
  gitlab: issued('GitLab access token'),
  grafana: issued('Grafana token'),
  groq: issued('Groq API key'),
  'hashicorp-vault': issued('HashiCorp Vault token'),
  huggingface: issued('Hugging Face token'),
  linear: issued('Linear API key'),
  named: { ...madeUp(chosen('credential (a random value under a name that says secret)')), confidence: 'medium' },
  notion: issued('Notion integration token'),
  npm: chosen('npm token'),
  openai: issued('OpenAI API key'),
  'private-key': madeUp(issued('private key')),
  sendgrid: issued('SendGrid API key'),
  shopify: issued('Shopify token'),
  slack: issued('Slack token or webhook'),
  stripe: issued('Stripe API key'),
  tailscale: issued('Tailscale key'),
  vercel: issued('Vercel token'),
};

/** What a kind is called; one that is not known here counts as guessable. */
export function secretKind(kind: string): SecretKind {
  return (Object.hasOwn(kinds, kind) ? kinds[kind] : undefined) ?? chosen('credential');
}

/** True if this file has words for the kind. */
export function isKnownSecretKind(kind: string): boolean {
  return Object.hasOwn(kinds, kind);
}
