// SQL statements put together from data.
import { dataOf, outlineOf, partsOf } from '../../src/gates/code/ast/data.ts';
import { inspectCalls } from '../../src/gates/code/ast/inspect.ts';
import type { Call } from '../../src/gates/code/ast/inspect.ts';
import { methodOf, nameOf, unwrap } from '../../src/gates/code/ast/names.ts';
import type { Node, SourceFile } from '../../src/gates/code/ast/source-file.ts';
import { objectOf, property } from '../../src/gates/code/ast/values.ts';
import { defineCodeRule } from '../../src/gates/code/rule.ts';

const methods = new Set(
  'query execute exec raw prepare run all get each unsafe queryRaw executeRaw $queryRawUnsafe $executeRawUnsafe whereRaw orderByRaw havingRaw selectRaw joinRaw createQuery many one none oneOrNone manyOrNone any'.split(
    ' ',
  ),
);
const statement =
  /^[\s(\0]*(?:select\s[\s\S]*\sfrom\s|delete\s+from\s|insert\s+(?:or\s+\w+\s+)?into\s|replace\s+into\s|update\s[\s\S]*\sset\s|(?:create|drop|alter|truncate)\s+(?:table|database|index|view|user)\s|with\s[\s\S]*\sas\s*\(|call\s|exec\s)/i;
/** Where data stands as a value: after a comparison, in quotes, in a list of values. A table's or column's name is another matter. */
const valuePlace = /(?:[=<>(,%]|\blike|\bin|\bvalues|\bbetween|\band|\blimit|\boffset|\bto|\bis) ?\(? ?['"`%]{0,3}\0|['"]\0|\0['"]/i;
const escaping = /(?:escape|quote|sanit|placeholder|format|parameteri|identifier|bind|wrap)\w*(?:\(\))?$/i;

function isEscaped(node: Node, file: SourceFile): boolean {
  const inner = unwrap(node);
  if (inner.type === 'TaggedTemplateExpression') return true;
  const callee =
    inner.type === 'CallExpression' ? (nameOf(inner.callee, file) ?? file.textOf(inner.callee).slice(-60)) : file.textOf(inner).slice(-60);
  return inner.type === 'CallExpression' ? escaping.test(callee) : /placeholders?|escaped\w*$/i.test(callee);
}

function statementOf(call: Call, file: SourceFile): Node | undefined {
  const [first] = call.arguments;
  const options = objectOf(first, file);
  if (options === null) return first;
  const text = property(options, 'sql') ?? property(options, 'text');
  return text === null || text === 'unknown' ? undefined : text;
}

export const rule = defineCodeRule({
  id: 'code/sql-from-data',
  title: 'SQL put together from data',
  rationale:
    "Data inside the statement can end the value and go on as SQL: `' OR 1=1 --` reads every row, `; DROP TABLE` removes them. Escaping by hand misses what the database understands.",
  remediation:
    "Pass values beside the statement: `db.query('SELECT * FROM t WHERE id = $1', [id])`, or with a tag that does so (`sql`…``). Choose table and column names from a fixed list.",
  severity: 'high',
  confidence: 'medium',
  blocks: true,
  cwe: [89],
  references: [
    'https://cwe.mitre.org/data/definitions/89.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      { code: "export const find = (db: any, name: string) => db.query(`SELECT * FROM users WHERE name = '${name}'`);" },
      {
        file: 'a.js',
        code: "module.exports = (db, id) => { let sql = 'DELETE FROM notes'; sql += ' WHERE id = ' + id; return db.execute(sql); };",
      },
      { code: "export const find = (prisma: any, id: string) => prisma.$queryRawUnsafe('SELECT * FROM users WHERE id = ' + id);" },
      { file: 'a.js', code: 'module.exports = (db, order) => db.query({ sql: `SELECT * FROM t WHERE a > ${order}` });' },
    ],
    good: [
      { code: "export const find = (db: any, name: string) => db.query('SELECT * FROM users WHERE name = $1', [name]);" },
      {
        code: "const table = 'users';\nexport const find = (db: any, id: string) => db.query(`SELECT * FROM ${table} WHERE id = ?`, [id]);",
      },
      { code: 'export const find = (sql: any, db: any, id: string) => db.query(sql`SELECT * FROM users WHERE id = ${id}`);' },
      {
        code: "export const find = (db: any, ids: number[]) => db.query(`SELECT * FROM t WHERE id IN (${ids.map(() => '?').join(',')})`, ids);",
      },
      { code: 'export const page = (db: any, limit: number) => db.query(`SELECT * FROM t LIMIT ${limit}`);' },
      { code: 'export const find = (list: any, name: string) => list.get(`select ${name} from the menu`);' },
    ],
  },
  match: inspectCalls((call, file) => {
    const text = methods.has(methodOf(call) ?? '') ? statementOf(call, file) : undefined;
    if (text === undefined) return null;
    const parts = partsOf(text, file);
    // One space for many, and a bound: the patterns must not meet a hostile run of spaces.
    const outline = outlineOf(parts).slice(0, 20_000).replaceAll(/\s+/g, ' ');
    const data = dataOf(parts).filter((node) => !isEscaped(node, file));
    return data.length > 0 && statement.test(outline) && valuePlace.test(outline)
      ? 'Data in this statement can go on as SQL: pass it beside the statement.'
      : null;
  }),
});
