// Reports made to harm their reader: each is told as a problem, at once.
import { describe, expect, it } from 'vitest';
import { maxReportBytes, readReport } from '../../../src/attestation/reports/index.ts';
import { burpXml, bytesOf, problemOf, reportOf, sample, sarif, sarifRun, zapJson, zapXml } from './reports.ts';

const laughs = [
  '<!ENTITY a0 "ha">',
  ...Array.from({ length: 9 }, (_, index) => `<!ENTITY a${String(index + 1)} "${`&a${String(index)};`.repeat(10)}">`),
];

describe('XML', () => {
  const declared = (subset: string): string => burpXml(['High'], `<?xml version="1.0"?><!DOCTYPE issues ${subset}>`);

  it.each([
    ['a billion laughs', declared(`[${laughs.join('')}]`).replace('High', '&a9;'), 'document type'],
    ['entities that nobody uses', declared('[<!ENTITY a "ha">]'), 'document type'],
    ['a file of the machine', declared('[<!ENTITY a SYSTEM "file:///etc/passwd">]').replace('High', '&a;'), 'document type'],
    ['an entity of parameters', declared('[<!ENTITY % a SYSTEM "https://evil.example/a"> %a;]'), 'document type'],
    ['a document type of another host', declared('SYSTEM "https://evil.example/issues.dtd"'), 'document type'],
    ['a public document type', declared('PUBLIC "-//X//Y" "https://evil.example/issues.dtd" []'), 'document type'],
    ['a notation', declared('[<!NOTATION a SYSTEM "a">]'), 'document type'],
    ['an entity behind a comment', declared('[<!ATTLIST a b CDATA "<!--"><!ENTITY c "d"><!ATTLIST a e CDATA "-->">]'), 'document type'],
    ['a huge document type', declared(`[${'<!ELEMENT a (b)>'.repeat(5000)}]`), 'document type'],
    ['an entity that is not declared', burpXml(['&nbsp;']), 'not well-formed'],
    ['a character that XML does not have', burpXml(['&#0;']), 'not well-formed'],
    ['a control character', burpXml(['\u0001']), 'not well-formed'],
    ['an attribute twice', burpXml([]).replace('burpVersion', 'exportTime="" burpVersion'), 'not well-formed'],
    ['two roots', `${burpXml([])}${burpXml([], '')}`, 'not well-formed'],
    ['a text behind the root', `${burpXml([])}x`, 'not well-formed'],
    ['an end that is missing', burpXml(['High']).replace('</issues>', ''), 'not well-formed'],
    ['UTF-7', burpXml([], '<?xml version="1.0" encoding="UTF-7"?>'), 'another encoding'],
    ['Latin 1', burpXml([], '<?xml version="1.0" encoding="ISO-8859-1"?>'), 'another encoding'],
    ['XML 1.1', burpXml([], '<?xml version="1.1"?>'), 'another version'],
    ['a namespace', burpXml([]).replace('<issues', '<issues xmlns="urn:x"'), 'namespaces'],
    ['a prefix', burpXml([]).replaceAll('issues', 'x:issues'), 'namespaces'],
    ['an attribute of a namespace', burpXml(['High']).replace('<issue>', '<issue xmlns:x="urn:x">'), 'namespaces'],
    ['a name without an end', `<${'a'.repeat(1e6)}`, 'not well-formed'],
    ['a long name', zapXml([[]], `<${'a'.repeat(1e6)}/>`), 'too long a name'],
    ['deep nesting', zapXml([[]], '<a>'.repeat(1e6)), 'nested deeper'],
    ['many attributes', zapXml([[]], `<a ${Array.from({ length: 1e5 }, (_, index) => `a${String(index)}=""`).join(' ')}/>`), 'attributes'],
    ['many elements', zapXml([[]], '<a/>'.repeat(1_000_001)), 'elements'],
    ['a long text', burpXml([' '.repeat(32 * 1024 * 1024)]), 'characters'],
    ['HTML', '<!doctype html><html><body>ZAP</body></html>', 'not well-formed'],
    ['SVG', '<svg/>', 'no report'],
    ['nothing but a declaration', '<?xml version="1.0"?>', 'not well-formed'],
    ['nothing but a beginning', '<', 'not well-formed'],
  ])('%s', (_, text, problem) => {
    expect(problemOf(text)).toContain(problem);
  });

  it('takes the five entities, numbers and what is quoted as the text that they are', () => {
    const text = burpXml(['H&#105;gh', '<![CDATA[Low]]>', 'M&#x65;dium<!-- or not -->']).replace(
      '2026.9.2',
      '&lt;2026&amp;&quot;&apos;&gt;',
    );
    expect(reportOf(text)).toMatchObject({ tool: 'Burp Suite <2026&"\'>', counts: { high: 1, medium: 1, low: 1 } });
  });

  it('does not count what is only shown as text', () => {
    const text = zapXml([[{ riskcode: '1', confidence: '2' }]]);
    const quoted = text.replace('<riskcode>', '<desc><![CDATA[</alertitem><alertitem><riskcode>3</riskcode>]]></desc><riskcode>');
    expect(reportOf(quoted).counts).toEqual({ critical: 0, high: 0, medium: 0, low: 1, note: 0 });
  });

  it('keeps little of a long text', () => {
    expect(problemOf(burpXml([`High${' '.repeat(1e6)}`]))).toBe('read');
    expect(problemOf(burpXml([`${' '.repeat(1e6)}High`]))).toContain('severity');
  });
});

describe('JSON', () => {
  it.each([
    ['a name twice', '{"version":"2.1.0","runs":[],"runs":[]}', 'twice'],
    ['a name twice, once in escapes', '{"site":[],"@version":"1","\\u0073ite":[]}', 'twice'],
    [
      'a name twice, deep inside',
      JSON.stringify(zapJson([[{ riskcode: '3' }]])).replace('"riskcode"', '"riskcode":"0","riskcode"'),
      'twice',
    ],
    ['a name twice, with a long space', '{"a"     \n\t\r :1,"a":2}', 'twice'],
    ['the name of the prototype twice', '{"__proto__":1,"__proto__":2}', 'twice'],
    ['deep lists', '['.repeat(1e6), 'nested deeper'],
    ['deep objects', '{"a":'.repeat(1e6), 'nested deeper'],
    ['many values', `[${'0,'.repeat(5_000_001)}0]`, 'values'],
    ['many objects', `[${'{},'.repeat(5_000_001)}0]`, 'values'],
    ['a text without an end', '{"runs":"', 'not JSON'],
    ['a text that ends in half an escape', '{"runs":"\\', 'not JSON'],
    ['an escape that there is not', '{"\\x":1}', 'not JSON'],
    ['a comment', '{/* x */"runs":[]}', 'not JSON'],
    ['a comma too much', '{"runs":[],}', 'not JSON'],
    ['two documents', '{}{}', 'not JSON'],
    ['ends without beginnings', ']]}}', 'not JSON'],
    ['a list', '[]', 'neither'],
    ['a number', '1', 'neither'],
    ['null', 'null', 'neither'],
    ['an empty object', '{}', 'neither'],
    ['members of the prototype alone', '{"__proto__":{"runs":[],"version":"2.1.0"}}', 'neither'],
    ['two formats at once', { ...sarif(), ...zapJson([[]]) }, 'several formats'],
  ])('%s', (_, text, problem) => {
    expect(problemOf(text)).toContain(problem);
  });

  it('may have many results of many rules of one name, and many levels', () => {
    const many = (length: number, value: unknown): readonly unknown[] => Array.from({ length }, () => value);
    const overrides = many(20_000, { configuration: { level: 'warning' } });
    const run = sarifRun({
      tool: { driver: { name: 'A', rules: many(20_000, { id: 'a' }) } },
      invocations: [{ executionSuccessful: true, ruleConfigurationOverrides: overrides }],
      results: many(20_000, { ruleId: 'a' }),
    });
    expect(reportOf(sarif(run)).counts.medium).toBe(20_000);
    expect(reportOf(sarif(sarifRun({ results: many(5000, { ruleId: 'a/'.repeat(500) }) }))).counts.medium).toBe(5000);
    expect(reportOf(sarif(...many(5000, sarifRun()))).commits).toHaveLength(1);
  });

  it('may have a name in two objects, and as a text', () => {
    expect(problemOf('{"version":"2.1.0","a":{"a":["a","a",{"a":"a"}]},"b":{"a":1},"runs":[]}')).toContain('without a run');
  });

  it('may write numbers and escapes as it likes', () => {
    const text = JSON.stringify(sarif()).replace('"2.1.0"', '"2\\u002e1.0"').replace('"results":[]', '"results":[],"rank":-0.10e+01');
    expect(problemOf(text)).toBe('read');
  });
});

describe('bytes', () => {
  it.each([
    ['nothing', new Uint8Array(), 'empty'],
    ['white space', ' \n\t', 'empty'],
    ['a mark alone', Uint8Array.of(0xef, 0xbb, 0xbf), 'empty'],
    ['UTF-16 with a mark', Buffer.from(`\ufeff${sample('zap.json')}`, 'utf16le'), 'UTF-16'],
    ['UTF-16 the other way round', Buffer.from(`\ufeff${sample('zap.json')}`, 'utf16le').swap16(), 'UTF-16'],
    ['UTF-16 without a mark', Buffer.from(sample('zap.xml'), 'utf16le'), 'UTF-16'],
    ['UTF-16 without a mark, the other way round', Buffer.from(JSON.stringify(sarif()), 'utf16le').swap16(), 'UTF-16'],
    ['Latin 1', Buffer.from(sample('zap.xml'), 'latin1'), 'not UTF-8'],
    ['a character longer than it has to be', Uint8Array.of(0xc0, 0xbc), 'not UTF-8'],
    ['half of a pair', Uint8Array.of(0xed, 0xa0, 0x80), 'not UTF-8'],
    ['gzip', Uint8Array.of(0x1f, 0x8b, 8, 0), 'compressed'],
    ['a zip archive', Buffer.from('PK\u0003\u0004'), 'compressed'],
    ['CSV', 'severity,title\nhigh,x', 'not JSON'],
  ])('%s', (_, bytes, problem) => {
    expect(problemOf(bytes)).toContain(problem);
  });

  it('are bounded', () => {
    const bytes = Buffer.alloc(maxReportBytes + 1, ' ');
    bytes.set(bytesOf(sarif()), 0);
    expect(problemOf(bytes)).toContain('larger');
    expect(readReport(bytes.subarray(0, maxReportBytes)).ok).toBe(true);
  });
});
