// Angular's door around its own sanitiser.
import { unsanitisedIn } from '../../src/gates/code/ast/html.ts';
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import { methodOf } from '../../src/gates/code/ast/names.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/angular-sanitizer-bypass',
  title: "Angular's sanitiser bypassed for data",
  rationale:
    'A value that is marked as trusted goes into the page unsanitised: markup or a `javascript:` address in it runs a script as the user.',
  remediation:
    'Bind the plain value and let Angular sanitise it. Where that removes too much, sanitise with a library of your choice first and bypass only for its result.',
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [79],
  references: ['https://cwe.mitre.org/data/definitions/79.html', 'https://angular.dev/best-practices/security#trusting-safe-values'],
  examples: {
    bad: [
      { code: 'export const trust = (sanitizer: any, html: string) => sanitizer.bypassSecurityTrustHtml(html);' },
      {
        code: "export class View { constructor(private s: any) { this.s = s; } link(id: string) { return this.s.bypassSecurityTrustResourceUrl('https://example.org/' + id); } }",
        file: 'a.ts',
      },
    ],
    good: [
      { code: "export const icon = (sanitizer: any) => sanitizer.bypassSecurityTrustHtml('<svg></svg>');" },
      {
        code: "import DOMPurify from 'dompurify';\nexport const trust = (sanitizer: any, html: string) => sanitizer.bypassSecurityTrustHtml(DOMPurify.sanitize(html));",
      },
    ],
  },
  match: inspectCalls((call, file) => {
    const [value] = call.arguments;
    const bypasses = /^bypassSecurityTrust(?:Html|Script|Style|Url|ResourceUrl)$/.test(methodOf(call) ?? '');
    return bypasses && value !== undefined && unsanitisedIn(value, file).length > 0 ? 'This value goes into the page unsanitised.' : null;
  }),
});
