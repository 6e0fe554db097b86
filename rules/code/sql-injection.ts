// Text from outside in an SQL statement.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/sql-injection',
  title: 'SQL statement made from text from outside',
  rationale:
    "A quote ends the literal and the rest of the text becomes the statement: `' OR 1=1 --` reads every row, `; DROP TABLE` or `COPY … TO PROGRAM` does worse. Escaping by hand fails at numbers, names and character sets.",
  remediation:
    "Hand values over beside the statement: `db.query('select * from users where name = $1', [name])`. Names of tables and columns cannot be parameters: take them from a fixed list.",
  severity: 'critical',
  confidence: 'high',
  blocks: true,
  cwe: [89],
  references: [
    'https://cwe.mitre.org/data/definitions/89.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/SQL_Injection_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "import express from 'express';\nimport mysql from 'mysql';\nconst db = mysql.createConnection({});\nexpress().get('/user', (req, res) => { db.query(\"select * from users where name = '\" + req.query.name + \"'\", (error, rows) => res.json(rows)); });",
      },
      {
        code: "import express from 'express';\nimport { Pool } from 'pg';\nconst pool = new Pool();\nexpress().get('/user', async (req, res) => { const answer = await pool.query(`select * from users order by ${req.query.order}`); res.json(answer.rows); });",
      },
      {
        code: "import express from 'express';\nimport { PrismaClient } from '@prisma/client';\nconst prisma = new PrismaClient();\nexpress().get('/user/:id', async (req, res) => { res.json(await prisma.$queryRawUnsafe('SELECT * FROM users WHERE id = ' + req.params.id)); });",
      },
      {
        code: "import express from 'express';\nimport mysql from 'mysql';\nconst db = mysql.createConnection({});\nexpress().get('/above', (req, res) => { db.query({ sql: `SELECT * FROM t WHERE a > ${req.query.a}` }, (error, rows) => res.json(rows)); });",
      },
    ],
    good: [
      {
        code: "import express from 'express';\nimport mysql from 'mysql';\nconst db = mysql.createConnection({});\nexpress().get('/user', (req, res) => { db.query('select * from users where name = ?', [req.query.name], (error, rows) => res.json(rows)); });",
      },
      {
        code: "import express from 'express';\nimport { Pool } from 'pg';\nconst pool = new Pool();\nexpress().get('/user', async (req, res) => { const answer = await pool.query(`select * from users limit ${Number(req.query.limit)}`); res.json(answer.rows); });",
      },
      {
        code: "const table = 'users';\nexport const find = (db: any, id: string) => db.query(`SELECT * FROM ${table} WHERE id = ?`, [id]);",
      },
      { code: 'export const find = (sql: any, db: any, id: string) => db.query(sql`SELECT * FROM users WHERE id = ${id}`);' },
      {
        code: "export const find = (db: any, ids: number[]) => db.query(`SELECT * FROM t WHERE id IN (${ids.map(() => '?').join(',')})`, ids);",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'sql',
    covers: [],
    harm: 'can read and change the database',
    fix: 'Hand the value over beside the statement, as a parameter (`?`, `$1`); take names of tables and columns from a fixed list.',
  },
});
