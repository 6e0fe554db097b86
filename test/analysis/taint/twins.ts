// Pairs of programs that differ in one place, `«unsafe¦safe»`: the first has a flow of the class at blocking confidence, the second has none.
import type { FlowClass } from '../../../src/analysis/models/model.ts';

export interface Twin {
  readonly class: FlowClass;
  /** Body of a request's handler, with `x` from the request's query; or a whole file where it begins with `//`. */
  readonly code: string;
  /** What may be told of the safe twin: the check is doubtful rather than wrong. */
  readonly left: 'nothing' | 'low';
}

function guarded(flowClass: FlowClass, sink: string, guards: readonly string[], left: Twin['left'] = 'nothing'): readonly Twin[] {
  return guards.map((guard) => ({ class: flowClass, code: `${guard}\n${sink}`, left }));
}

const commands = [
  ...guarded('command', "exec('ls ' + x);", [
    "if (x «===¦!==» 'a') return;",
    "if (x «===¦!==» 'a' && x !== 'b') return;",
    'if («!x¦x») return;',
    "if («¦!»['a', 'b'].includes(x)) return;",
    "const list = ['a', 'b'];\nif (list.indexOf(x) «!==¦===» -1) return;",
    "if (!new Set(['a', 'b']).has(«'a'¦x»)) return;",
    "switch (x) { case 'a': case 'b': break; default: «¦return;» }",
    "if (typeof x «===¦!==» 'number') return;",
    "if (typeof x !== '«string¦number»') return;",
    'if (!/^[a-z]+«¦$»/.test(x)) return;',
    'if (!/«¦^»[a-z]+$/.test(x)) return;',
    'if (!/^[a-z«;¦»]+$/.test(x)) return;',
    'if (!/^[a-z]+$/«m¦».test(x)) return;',
    'if («¦!»/^[a-z]+$/.test(x)) return;',
    'if (/[;&|`«¦$»<>\\n]/.test(x)) return;',
    'if (!(/^[a-z]+$/.test(x) «||¦&&» other)) return;',
    'if (!x.match(/^\\w+«¦$»/)) return;',
    'if (!Number.is«Nice¦Integer»(x)) return;',
    'if («!¦»isNaN(x)) return;',
    'if (!(x > «other¦0»)) return;',
    "const known = { a: 1, b: 2 };\nif (!known.hasOwnProperty(«'a'¦x»)) return;",
    "const known = { a: 1, b: 2 };\nif (!(«'a'¦x» in known)) return;",
    'function ok(v) { return /^[a-z]+«¦$»/.test(v); }\nif (!ok(x)) return;',
    "function ok(v) { if (v «!==¦===» 'a') return true; return false; }\nif (!ok(x)) return;",
    'function check(v) { if (!/^[a-z]+«¦$»/.test(v)) throw new Error(); }\ncheck(x);',
    "function inner(v) { return ['a'].includes(«'a'¦v»); }\nfunction ok(v) { return inner(v); }\nif (!ok(x)) return;",
    "const clean = ['a', 'b'].includes(«'a'¦x») ? x : 'a';\nx = clean;",
    "if (!['a', 'b'].includes(x)) { «¦x = 'a';» }",
    "const wanted = ['a', 'b'].find((each) => each === x);\nx = «x¦wanted»;",
  ]),
  ...guarded('command', "exec('ls ' + y);", [
    "const y = x.replace(/[^a-z]/«¦g», '');",
    "const y = x.replace(/[^a-z«;¦»]/g, '');",
    'const y = "\'" + x.replace(/\'/«¦g», "\'\\\\\'\'") + "\'";',
    'const y = «String¦Number»(x);',
    'const y = «x¦x.length»;',
    'const y = «x¦+x»;',
    "const y = { a: 'b' }[x]«+ x¦»;",
    'function id(v) { return v; }\nid(x);\nconst y = id(«x¦5»);',
  ]),
];

const readJoined = "fs.readFile(path.join('/srv/files', x), done);";
const readPlain = 'fs.readFile(p, done);';

const paths = [
  ...guarded('path', readJoined, [
    "if (x.includes('«.html¦..»')) return;",
    "if (x.indexOf('..') «===¦!==» -1) return;",
    "if (x.indexOf('..') «<¦>=» 0) return;",
    "if (~x.indexOf('«x¦..»')) return;",
    'if (!/^[\\w-]+«¦$»/.test(x)) return;',
    'if (!/^[\\w«./¦.»-]+$/.test(x)) return;',
    'if (/«^\\.\\.\\/¦\\.\\.»/.test(x)) return;',
    "const rel = path.relative('/srv/files', path.join('/srv/files', x));\nif (rel.startsWith('«x¦..»')) return;",
    'x = path.«dir¦base»name(x);',
    "x = x.replace(/«\\.\\.\\/¦\\.\\.»/g, '');",
    "x = path.normalize(«¦'/' +» x);",
    "x = path.normalize(x).replace(/^(\\.\\.(\\/|\\\\|$))«¦+»/, '');",
    "x = path.join('«¦/»', x);",
  ]),
  ...guarded('path', readPlain, [
    "const p = «'/srv/files/' + x¦path.join('/srv/files', x)»;\nif (!p.startsWith('/srv/files/')) return;",
    "const root = path.resolve('data');\nconst p = path.resolve(root, x);\nif («¦!»p.startsWith(root + path.sep)) return;",
    "const root = path.resolve('data');\nconst p = path.resolve(root, x);\nif (p !== root && «¦!»p.startsWith(root + '/')) return;",
    "const root = path.resolve('data');\nconst p = path.resolve(root, x);\nif (p.indexOf(root + path.sep) «===¦!==» 0) return;",
    "if (x.includes('..')) return;\nconst p = «¦'/srv/files/' +» x;",
    "if (x.includes('..')«¦ || path.isAbsolute(x)») return;\nconst p = x;",
    "if (x.includes('..')) return;\nconst p = path.«resolve¦join»('/srv/files', x);",
  ]),
  ...guarded(
    'path',
    readPlain,
    [
      "const root = path.resolve('data');\nconst p = path.resolve(root, x);\nif («¦!»p.startsWith(root)) return;",
      "const root = path.resolve('data');\nconst p = path.resolve(root, x);\nif (p.indexOf(root) «===¦!==» 0) return;",
    ],
    'low',
  ),
];

const others = [
  ...guarded('redirect', 'res.redirect(y);', ["const y = '/«¦app/»' + x;", "const y = 'https://example.test«¦/»' + x;"]),
  ...guarded('redirect', 'res.redirect(x);', ["if (!x.startsWith('/«¦app/»')) return;", 'if (!/^\\/«¦app\\/»/.test(x)) return;']),
  ...guarded('request', 'fetch(y);', [
    "const y = 'https://example.test«¦/»' + x;",
    'const y = `«${x}.example¦https://example.test/${x}»`;',
  ]),
  ...guarded('request', 'fetch(x);', ["if (!x.startsWith('https://example.test«¦/»')) return;"]),
  ...guarded('code', 'eval(x);', ['if (!/^[\\w.«()¦»]+$/.test(x)) return;', "if (x «===¦!==» '1') return;"]),
  ...guarded('sql', "db.query('select * from t where a = ' + x);", ['if (!/^\\d+«¦$»/.test(x)) return;', 'x = «String¦parseInt»(x);']),
  ...guarded('sql', "db.query('select * from t where a = «' + x¦?', [x]»);", ['']),
  ...guarded('xss', "res.send('<p>' + x);", [
    "x = x.replace(/[&<>\"']/«¦g», '');",
    "x = x.replace(/[&«¦<»>\"']/g, (c) => '&#' + c.charCodeAt(0));",
  ]),
  ...guarded('pattern', 'new RegExp(x);', ["x = x.replace(/[.*+?^${}()|[\\]«¦\\\\»]/g, '\\\\$&');"]),
];

function setByPath(guard: string, left: Twin['left'] = 'nothing'): Twin {
  const code = `// A value set by a path.
module.exports = function set(target, keys, value) {
  let at = target;
  for (let i = 0; i < keys.length - 1; i++) {
    const key = keys[i];
    ${guard}
    at = at[key];
  }
  const last = keys[keys.length - 1];
  ${guard.replaceAll('key', 'last').replaceAll('bad', 'worse')}
  at[last] = value;
};`;
  return { class: 'prototype', code, left };
}

function merging(guard: string, left: Twin['left'] = 'nothing'): Twin {
  const code = `// Objects merged.
function merge(target, source) {
  for (const key in source) {
    ${guard}
    if (typeof source[key] === 'object') merge(target[key], source[key]);
    else target[key] = source[key];
  }
  return target;
}
module.exports = merge;`;
  return { class: 'prototype', code, left };
}

const pollution: readonly Twin[] = [
  setByPath("if (key === '«x¦__proto__»' || key === 'constructor') return;"),
  setByPath("if (key === '«x¦__proto__»' || key === 'prototype') return;"),
  setByPath("if (key === '«x¦__proto__»') return;", 'low'),
  setByPath("if (['__proto__', 'constructor', 'prototype'].includes(«'x'¦key»)) return;"),
  setByPath("if (['__proto__', 'constructor'].indexOf(key) «===¦!==» -1) return;"),
  setByPath('if (/^(?:__proto__|constructor)«x¦»$/.test(key)) return;'),
  setByPath("if (typeof key !== '«string¦number»') return;"),
  setByPath("const bad = (k) => k === '«x¦__proto__»' || k === 'constructor';\n    if (bad(key)) return;"),
  {
    class: 'prototype',
    code: `// A list is looked through first.
exports.set = (target, keys, value) => {
  if (keys.some((each) => each === '«x¦__proto__»' || each === 'constructor')) return;
  let at = target;
  for (let i = 0; i < keys.length - 1; i++) at = at[keys[i]];
  at[keys[keys.length - 1]] = value;
};`,
    left: 'nothing',
  },
  merging("if (key === '«x¦__proto__»' || key === 'constructor') continue;"),
  merging("if (key === '«x¦__proto__»') continue;", 'low'),
  merging("if (['__proto__', 'constructor', 'prototype'].includes(«'x'¦key»)) continue;"),
  merging('if (!Object.prototype.hasOwnProperty.call(«source¦target», key)) continue;'),
  {
    class: 'prototype',
    code: `// Two steps.
const all = «{}¦Object.create(null)»;
exports.put = (group, name, value) => {
  all[group] = all[group] || {};
  all[group][name] = value;
};`,
    left: 'nothing',
  },
  {
    class: 'prototype',
    code: `// Frozen.
exports.put = (all, group, name, value) => {
  all[group][name] = value;
};
Object.freeze(«all¦Object.prototype»);`,
    left: 'nothing',
  },
];

export const allTwins: readonly Twin[] = [...commands, ...paths, ...others, ...pollution];

/** Both programs, whole. */
export function programsOf({ code }: Twin): { readonly unsafe: string; readonly safe: string } {
  const whole = code.startsWith('//') ? code : handler(code);
  const pick = (side: 'unsafe' | 'safe'): string =>
    whole.replaceAll(/«([^¦]*)¦([^»]*)»/g, (_, unsafe: string, safe: string) => (side === 'unsafe' ? unsafe : safe));
  return { unsafe: pick('unsafe'), safe: pick('safe') };
}

function handler(body: string): string {
  return `const { exec } = require('child_process');
const fs = require('fs');
const path = require('path');
const express = require('express');
const db = require('mysql').createConnection({});
const app = express();
const done = () => {};
app.get('/', (req, res) => {
  let x = req.query.x;
  let other = Math.random();
  ${body}
});
`;
}
