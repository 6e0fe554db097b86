// What frameworks load by where it stands, and what a directive marks: the flow that must be told, or '' where none of the framework's files is meant.
import { expect, test } from 'vitest';
import { follow } from '../analysis/taint/source.ts';

const exec = `import { exec } from 'node:child_process';`;
const handler = `${exec} export const GET = async (request, { params }) => { exec('ls ' + (await params).name); };`;
const body = `${exec} export async function POST(request) { exec('ls ' + (await request.json()).name); }`;
const action = `${exec} export async function run(name) { exec('ls ' + name); }`;

const cases: readonly (readonly [name: string, framework: string, file: string, text: string, want: string])[] = [
  ['a route of Next', 'next', 'app/api/[name]/route.js', handler, 'command/remote/high'],
  ['a route of Next, its body', 'next', 'src/app/run/route.ts', body, 'command/remote/high'],
  ['a route in a package that is no Next application', 'other', 'app/api/[name]/route.js', handler, ''],
  ['a route of Next in an application of another framework', '@sveltejs/kit', 'app/api/[name]/route.js', handler, ''],
  ['what is no route', 'next', 'app/api/helpers.js', handler, ''],
  ['what no route is called', 'next', 'app/api/route.js', handler.replace('GET', 'GATE'), ''],
  [
    'a page of Next',
    'next',
    'app/doc/[id]/page.tsx',
    `import fs from 'node:fs'; export default async function Page({ params }) { return fs.readFileSync('docs/' + (await params).id); }`,
    'path/remote/high',
  ],
  [
    'a component of Next',
    'next',
    'app/doc/[id]/view.tsx',
    `import fs from 'node:fs'; export default async function View({ params }) { return fs.readFileSync('docs/' + params.id); }`,
    '',
  ],
  [
    'a handler of Next without types',
    'next',
    'pages/api/run.js',
    `${exec} export default function (a, b) { exec('ls ' + a.body.dir); }`,
    'command/remote/high',
  ],
  [
    'the same in CommonJS',
    'next',
    'pages/api/run.js',
    `const { exec } = require('child_process'); module.exports = (a, b) => { exec('ls ' + a.query.dir); };`,
    'command/remote/high',
  ],
  [
    'getServerSideProps',
    'next',
    'pages/u.jsx',
    `${exec} export function getServerSideProps({ query }) { exec('ls ' + query.dir); }`,
    'command/remote/high',
  ],
  [
    'a middleware of Next',
    'next',
    'middleware.js',
    `import { NextResponse } from 'next/server'; export default (request) => NextResponse.redirect(request.nextUrl.searchParams.get('to'));`,
    'redirect/remote/high',
  ],
  ['functions of a file that says `use server`', 'other', 'lib/actions.js', `'use server'; ${action}`, 'command/remote/high'],
  [
    'a function that says so',
    'other',
    'lib/page.jsx',
    `${exec} export default function P() { async function run(name) { 'use strict'; 'use server'; exec('ls ' + name); } return <form action={run} />; }`,
    'command/remote/high',
  ],
  ['a file that says `use client`', 'other', 'lib/actions.js', `'use client'; ${action}`, ''],
  ['a file that says so later', 'other', 'lib/actions.js', `${exec} 'use server'; ${action.replace(exec, '')}`, ''],
  [
    'what a file that says so does not export',
    'other',
    'lib/actions.js',
    `'use server'; ${exec} function run(name) { exec('ls ' + name); } export async function go() { run('x'); }`,
    '',
  ],
  [
    'a route of SvelteKit',
    '@sveltejs/kit',
    'src/routes/a/+server.js',
    `${exec} export const GET = ({ url }) => exec('ls ' + url.searchParams.get('d'));`,
    'command/remote/high',
  ],
  [
    'loading a page of SvelteKit',
    '@sveltejs/kit',
    'src/routes/a/+page.server.js',
    `${exec} export const load = ({ params }) => exec('ls ' + params.d);`,
    'command/remote/high',
  ],
  [
    'actions of a page of SvelteKit',
    '@sveltejs/kit',
    'src/routes/a/+page.server.js',
    `${exec} export const actions = { save: async ({ request }) => { const form = await request.formData(); exec('ls ' + form.get('d')); } };`,
    'command/remote/high',
  ],
  [
    'a hook of SvelteKit',
    '@sveltejs/kit',
    'src/hooks.server.js',
    `${exec} export const handle = ({ event }) => exec('ls ' + event.url.pathname);`,
    'command/remote/high',
  ],
  [
    'what is beside pages',
    '@sveltejs/kit',
    'src/routes/a/server.js',
    `${exec} export const GET = ({ url }) => exec('ls ' + url.searchParams.get('d'));`,
    '',
  ],
  [
    'a loader of Remix',
    '@remix-run/node',
    'app/routes/$name.jsx',
    `${exec} export const loader = ({ params }) => exec('ls ' + params.name);`,
    'command/remote/high',
  ],
  [
    'an action of React Router',
    '@react-router/dev',
    'app/routes/$name.jsx',
    `import { redirect } from 'react-router'; export async function action({ request }) { const form = await request.formData(); return redirect(form.get('to')); }`,
    'redirect/remote/high',
  ],
  [
    'an endpoint of Astro',
    'astro',
    'src/pages/a.js',
    `${exec} export const ALL = ({ params }) => exec('ls ' + params.a);`,
    'command/remote/high',
  ],
];

test.each(cases)('%s', (_, framework, file, text, want) => {
  const manifests = { 'package.json': { private: true, devDependencies: { [framework]: '1' } } };
  const told = follow({ [file]: text }, manifests).flows.map((flow) => `${flow.class}/${flow.sourceKind}/${flow.confidence}`);
  expect(told).toEqual(want === '' ? [] : [want]);
});

test('a package in a folder depends on the framework for its own files, and the root for all', () => {
  const files = { 'web/app/a/route.js': handler, 'api/app/a/route.js': handler };
  const sunk = (manifests: Record<string, object>): readonly (string | undefined)[] =>
    follow(files, manifests).flows.map(({ steps }) => Object.keys(files)[steps.at(-1)?.file ?? -1]);
  const next = { private: true, dependencies: { next: '15.0.0' } };
  expect(sunk({ 'web/package.json': next, 'api/package.json': { private: true } })).toEqual(['web/app/a/route.js']);
  expect(sunk({ 'package.json': next })).toEqual(Object.keys(files));
});
