// Text from outside in the address of a request that the server sends.
import { defineCodeRule } from '../../src/gates/code/rule.ts';

export const rule = defineCodeRule({
  id: 'code/server-side-request-forgery',
  title: 'Request to an address from outside',
  rationale:
    'The server sends the request, with its rights and from inside its network: `http://169.254.169.254/` gives the credentials of a cloud machine, `http://localhost:…` what was never meant for the outside. Redirects and names that resolve to inner addresses lead there as well.',
  remediation:
    'Take host and scheme from a fixed list, and put only encoded text into path and query. Where any host is wanted, resolve it, refuse inner addresses, connect to the very address that was checked, and follow no redirect unchecked.',
  severity: 'high',
  confidence: 'high',
  blocks: true,
  cwe: [918],
  references: [
    'https://cwe.mitre.org/data/definitions/918.html',
    'https://cheatsheetseries.owasp.org/cheatsheets/Server_Side_Request_Forgery_Prevention_Cheat_Sheet.html',
  ],
  examples: {
    bad: [
      {
        code: "import express from 'express';\nexpress().get('/proxy', async (req, res) => { const answer = await fetch(req.query.url); res.send(await answer.text()); });",
      },
      {
        file: 'example.js',
        code: "const http = require('http');\nconst express = require('express');\nexpress().get('/avatar', (req, res) => { http.get('http://' + req.query.host + '/avatar.png', (answer) => answer.pipe(res)); });",
      },
      {
        file: 'example.js',
        code: "const express = require('express');\nconst axios = require('axios');\nexpress().post('/load', (req, res) => { const { url } = req.body; axios.get(url).then((answer) => res.json(answer.data)); });",
      },
    ],
    good: [
      {
        code: "import express from 'express';\nexpress().get('/user', async (req, res) => { const answer = await fetch('https://api.example/users/' + encodeURIComponent(req.query.id)); res.send(await answer.text()); });",
      },
      {
        code: "import express from 'express';\nconst hosts: Record<string, string> = { a: 'https://a.example/' };\nexpress().get('/proxy', async (req, res) => { const answer = await fetch(hosts[req.query.host] ?? 'https://b.example/'); res.json(await answer.json()); });",
      },
    ],
  },
  match: {
    kind: 'flow',
    class: 'request',
    covers: [],
    harm: 'can reach hosts that only this server reaches',
    fix: 'Take the host from a fixed list and put only encoded text (`encodeURIComponent`) into path and query.',
  },
});
