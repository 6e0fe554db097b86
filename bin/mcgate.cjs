#!/usr/bin/env node
// Says what to do where Node.js is too old. ES5 only, so that every Node.js can read it; the rest is in start.cjs.
'use strict';

if (parseInt(process.version.slice(1), 10) >= 24) {
  require('./start.cjs');
} else {
  process.stderr.write(
    'mcgate needs Node.js 24 or newer, this is ' + process.version + '. Run: npx -y -p node@24 -p mcgate -- mcgate check\n'
  );
  process.exitCode = 2;
}
