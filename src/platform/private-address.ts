// Which addresses a token, or what is handed over like one, may go to: plain HTTP would show it to whoever is on the way.

/** What `text` names: `https:`, or `http:` on this machine. Null for anything else. */
export function privateAddress(text: string): URL | null {
  const address = URL.parse(text);
  if (address?.protocol === 'https:') return address;
  return address?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(address.hostname) ? address : null;
}
