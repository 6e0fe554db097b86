// Stands in for the process that fetches, and does as it is told.
process.once('message', (request) => {
  const { does } = request as { readonly does: string };
  if (does === 'crash') throw new Error('crashed \u202e');
  if (does === 'exit') process.exit(0);
  if (does === 'tell') process.send?.({ env: process.env, argv: process.argv.slice(2) });
  if (does === 'pid') process.send?.({ pid: process.pid });
});
