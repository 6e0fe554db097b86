// IP addresses as one segment: `#4` and 8 lower-case hexadecimal digits, or `#6` and 32, so that a network is a prefix of digits.

/** An IPv4 address in its one spelling: four decimal numbers without leading zeros. */
const dottedQuad = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** Whatever could be an IPv6 address; zone ids hold a `%`. */
const colonHex = /^[0-9A-Fa-f:.]{2,45}$/;
/** IPv4 addresses as IPv6 writes them (RFC 4291, 2.5.5.2). */
const mapped = '00000000000000000000ffff';

/** The segment of an address without brackets; null if the text is none in a spelling that everybody reads alike. */
export function parseAddress(text: string): string | null {
  if (dottedQuad.test(text))
    return `#4${text
      .split('.')
      .map((part) => Number(part).toString(16).padStart(2, '0'))
      .join('')}`;
  if (!text.includes(':') || !colonHex.test(text)) return null;
  const url = URL.parse(`http://[${text}]/`);
  if (url === null) return null;
  const digits = expand(url.hostname.slice(1, -1));
  return digits.startsWith(mapped) ? `#4${digits.slice(mapped.length)}` : `#6${digits}`;
}

/** The address of a segment, an IPv6 one in the form of RFC 5952 and without brackets. */
export function formatAddress(segment: string): string {
  const digits = segment.slice(2);
  if (segment.startsWith('#4'))
    return chunks(digits, 2)
      .map((part) => String(Number.parseInt(part, 16)))
      .join('.');
  const groups = chunks(digits, 4).map((group) => Number.parseInt(group, 16).toString(16));
  const zeros = longestZeros(groups);
  if (zeros.count < 2) return groups.join(':');
  return `${groups.slice(0, zeros.start).join(':')}::${groups.slice(zeros.start + zeros.count).join(':')}`;
}

/** The eight groups of an address that is written as WHATWG URL writes it. */
function expand(address: string): string {
  const [before = '', after] = address.split('::');
  const head = before === '' ? [] : before.split(':');
  const tail = after === undefined || after === '' ? [] : after.split(':');
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => '0');
  return [...head, ...zeros, ...tail].map((group) => group.padStart(4, '0')).join('');
}

function chunks(text: string, size: number): readonly string[] {
  return Array.from({ length: text.length / size }, (_, index) => text.slice(index * size, (index + 1) * size));
}

function longestZeros(groups: readonly string[]): { readonly start: number; readonly count: number } {
  let longest = { start: 0, count: 0 };
  for (let start = 0; start < groups.length; start += 1) {
    let count = 0;
    while (groups[start + count] === '0') count += 1;
    if (count > longest.count) longest = { start, count };
  }
  return longest;
}
