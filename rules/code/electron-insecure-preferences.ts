// Electron windows in which a page reaches Node.js or other origins.
import { inspect } from '../../src/gates/code/ast/inspect.ts';
import { keyOf } from '../../src/gates/code/ast/names.ts';
import type { SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { constantOf } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const dangerous: ReadonlyMap<string, boolean> = new Map([
  ['nodeIntegration', true],
  ['nodeIntegrationInWorker', true],
  ['nodeIntegrationInSubFrames', true],
  ['contextIsolation', false],
  ['webSecurity', false],
  ['sandbox', false],
  ['allowRunningInsecureContent', true],
  ['enableRemoteModule', true],
]);

const words = ['electron', 'BrowserWindow', 'webPreferences'];

/** `sandbox` and others are words of other libraries too. */
function isElectron(file: SourceFile): boolean {
  // The words first: few files have one, and to look for them alone is quick.
  return words.some((word) => file.text.includes(word)) && new RegExp(`\\b(?:${words.join('|')})\\b`).test(file.text);
}

export const rule = defineCodeRule({
  id: 'code/electron-insecure-preferences',
  title: 'Electron window without its protections',
  rationale:
    'With these settings a script in the page (injected markup, a remote page, an advertisement) reaches Node.js, reads files and starts programs, or reads pages of other origins.',
  remediation:
    'Leave the defaults: `contextIsolation: true`, `sandbox: true`, `nodeIntegration: false`, `webSecurity: true`. Give the page what it needs through `contextBridge` in a preload script, one checked function each.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [693, 1188],
  references: ['https://cwe.mitre.org/data/definitions/693.html', 'https://www.electronjs.org/docs/latest/tutorial/security'],
  examples: {
    bad: [
      {
        code: "import { BrowserWindow } from 'electron';\nexport const open = () => new BrowserWindow({ webPreferences: { nodeIntegration: true } });",
      },
      {
        file: 'a.js',
        code: "const { BrowserWindow } = require('electron');\nconst webPreferences = { contextIsolation: false };\nmodule.exports = () => new BrowserWindow({ webPreferences });",
      },
    ],
    good: [
      {
        code: "import { BrowserWindow } from 'electron';\nexport const open = () => new BrowserWindow({ webPreferences: { contextIsolation: true, sandbox: true } });",
      },
      { code: "import puppeteer from 'puppeteer';\nexport const start = () => puppeteer.launch({ sandbox: false } as object);" },
    ],
  },
  match: inspect((file, report) => {
    if (!isElectron(file)) return {};
    return {
      Property(node) {
        const key = keyOf(node) ?? '';
        const danger = node.parent.type === 'ObjectExpression' ? dangerous.get(key) : undefined;
        if (danger !== undefined && constantOf(node.value, file)?.value === danger)
          report(node, `With this ${key} a page reaches more than it should.`);
      },
    };
  }),
});
