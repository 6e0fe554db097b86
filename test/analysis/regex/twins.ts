// Pairs of patterns that differ in one token: with the first a text can be slow, with the second none can.

export type Slowness = 'exponential' | 'polynomial' | 'search';

export interface Twins {
  readonly slow: string;
  readonly fast: string;
  readonly flags?: string;
  /** `polynomial`: within one attempt. `search`: only because the search starts at each character. */
  readonly as: Slowness;
}

export const twins: readonly Twins[] = [
  // Loops in loops.
  { slow: '^(?:a+)+$', fast: '^(?:a)+$', as: 'exponential' },
  { slow: '^(?:a*)*$', fast: '^(?:a*)$', as: 'exponential' },
  { slow: '^(?:a+b?)+$', fast: '^(?:a+b)+$', as: 'exponential' },
  { slow: '^(?:a*b*)*$', fast: '^(?:a*b)*$', as: 'exponential' },
  { slow: '^(?:\\w+\\s?)+$', fast: '^(?:\\w+\\s)+$', as: 'exponential' },
  { slow: '^(?:\\w+-?)*$', fast: '^(?:\\w+-)*$', as: 'exponential' },
  { slow: '^(?:[a-z]+\\d*)+$', fast: '^(?:[a-z]+\\d)+$', as: 'exponential' },
  { slow: '^(?:(?:a+)+)+$', fast: '^(?:(?:a)+b)+$', as: 'exponential' },
  { slow: '^(?:a+?)+$', fast: '^(?:a)+?$', as: 'exponential' },
  { slow: '^(?:a{1,3})+$', fast: '^(?:a{3})+$', as: 'exponential' },
  { slow: '^(?:a{2,})+$', fast: '^(?:a{2})+$', as: 'exponential' },
  { slow: '^(?:a?){60}$', fast: '^(?:a){60}$', as: 'exponential' },
  { slow: '^(?:x+x+)+y', fast: '^(?:x+z+)+y', as: 'exponential' },
  // Alternatives that overlap in a loop.
  { slow: '^(?:a|a)*$', fast: '^(?:a|b)*$', as: 'exponential' },
  { slow: '^(?:a|aa)+$', fast: '^(?:a|ba)+$', as: 'exponential' },
  { slow: '^(?:\\w|\\d)+$', fast: '^(?:\\W|\\d)+$', as: 'exponential' },
  { slow: '^(?:[^<]|\\s)+$', fast: '^(?:[^<\\s]|\\s)+$', as: 'exponential' },
  { slow: '^(?:a|[ab])+$', fast: '^(?:a|[bc])+$', as: 'exponential' },
  { slow: '^(?:ab|a|b)+$', fast: '^(?:ab|c|d)+$', as: 'exponential' },
  { slow: '"(?:\\\\.|[^"])*"$', fast: '^"(?:\\\\.|[^"\\\\])*"$', as: 'exponential' },
  { slow: '^(?:\\p{L}|\\w)+$', fast: '^(?:\\p{L}|\\d)+$', flags: 'u', as: 'exponential' },
  { slow: '^(?:[\\w--\\d]|[a-z])+$', fast: '^(?:[\\w--[a-z]]|[a-z])+$', flags: 'v', as: 'exponential' },
  // Flags that make them overlap.
  { slow: '^(?:a|[A-Z])+$', fast: '^(?:a|[B-Z])+$', flags: 'i', as: 'exponential' },
  { slow: '^(?:.|\\n)+<$', fast: '^(?:[^\\n]|\\n)+<$', flags: 's', as: 'exponential' },
  { slow: '^(?:(?i:a)|A)+$', fast: '^(?:(?-i:a)|A)+$', as: 'exponential' },
  { slow: '^(?:k|\\u212a)+$', fast: '^(?:j|\\u212a)+$', flags: 'iu', as: 'exponential' },
  { slow: '^(?:a+)+$', fast: '^(?:a)+$', flags: 'm', as: 'exponential' },
  // Look-arounds, references, boundaries, groups.
  { slow: '^(?=(?:a+)+$)', fast: '^(?=(?:a)+$)', as: 'exponential' },
  { slow: '^(?!(?:a+)+$)b', fast: '^(?!(?:a)+$)b', as: 'exponential' },
  { slow: '(?<=^(?:a+)+)b', fast: '(?<=^(?:a))b', as: 'exponential' },
  { slow: '^(?<word>a+)+$', fast: '^(?<word>a)+$', as: 'exponential' },
  { slow: '^(?:\\w+\\s?)+$', fast: '^(?:\\b\\w+\\s?)+$', as: 'exponential' },
  { slow: '^(a|b)(?:\\1|a)+$', fast: '^(c|b)(?:\\1|a)+$', as: 'exponential' },
  { slow: '^(?:a+)+$', fast: '^(?:a)+$', flags: 'y', as: 'exponential' },
  // Neighbours that overlap.
  { slow: '^a*a*$', fast: '^a*b*$', as: 'polynomial' },
  { slow: '^\\s*(.*?)\\s*$', fast: '^\\s*(\\S+?)\\s*$', as: 'polynomial' },
  { slow: '^\\d+\\d+$', fast: '^\\d+\\D+$', as: 'polynomial' },
  { slow: '^\\d*\\.?\\d*$', fast: '^\\d*\\.\\d*$', as: 'polynomial' },
  { slow: '^(.*?)(0+)$', fast: '^([^0]*?)(0+)$', as: 'polynomial' },
  { slow: '^[\\w.]+[a-z]+$', fast: '^[\\W.]+[a-z]+$', as: 'polynomial' },
  { slow: '^(?:[^:]*)[^@]*@$', fast: '^(?:[^:]*):[^@]*@$', as: 'polynomial' },
  { slow: '^.*,.*,.*;$', fast: '^[^,]*,[^,]*,[^;]*;$', as: 'polynomial' },
  { slow: '^a*?a*?b$', fast: '^a*?c*?b$', as: 'polynomial' },
  { slow: '^(?:a+|b)*?c?a+$', fast: '^(?:a|b)*?ca+$', as: 'exponential' },
  { slow: '^(?=.*a.*b)c', fast: '^(?=[^a]*a[^b]*b)c', as: 'polynomial' },
  { slow: '^(\\w+)\\1+$', fast: '^(\\w)\\1+$', as: 'polynomial' },
  // The search itself.
  { slow: '\\s+$', fast: '^\\s+$', as: 'search' },
  { slow: '\\s+$', fast: '\\s$', as: 'search' },
  { slow: ' *, *', fast: ', *', as: 'search' },
  { slow: '<[^>]+>', fast: '<[^<>]+>', as: 'search' },
  { slow: '\\{(.+?)\\}', fast: '\\{([^{}]+?)\\}', as: 'search' },
  { slow: '[?#].*$', fast: '[?#][^?#\\n]*', as: 'search' },
  { slow: '^\\s+|\\s+$', fast: '^\\s+|\\s$', flags: 'g', as: 'search' },
  { slow: '^\\s*|\\s*$', fast: '^\\s*|\\s?$', flags: 'g', as: 'search' },
  { slow: '\\d(?=(?:\\d{3})+$)', fast: '\\d(?=(?:\\d{3})$)', as: 'search' },
  { slow: '(?<!a+)b', fast: '(?<!a)b', as: 'search' },
  { slow: 'a+b', fast: 'a{1,9}b', as: 'search' },
  { slow: '^(?:a{0,9}){20}$', fast: '^(?:a{9}){20}$', as: 'exponential' },
  { slow: '^(?:\\s*,?\\s*)+$', fast: '^(?:\\s*,)+$', as: 'exponential' },
  { slow: '.*\\bx', fast: '^.*\\bx', as: 'search' },
  { slow: '\\s+(?![^<]*>)', fast: '\\s(?!>)', as: 'polynomial' },
];
