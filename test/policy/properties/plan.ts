// How many cases each property runs: ten thousand together in the normal run, a hundred times that where MCGATE_LONG says so.
/** Cases of each property in the normal run. */
export const plan = {
  'decide paths': 900,
  'decide hosts': 900,
  'decide argv': 900,
  'decide names': 900,
  'decide environment': 600,
  'decide anything': 1000,
  'decide history': 300,
  'explain paths': 300,
  'explain hosts': 300,
  'explain argv': 300,
  'explain names': 300,
  'difference paths': 400,
  'difference hosts': 400,
  'difference argv': 400,
  'difference names': 400,
  'difference environment': 200,
  'difference placed': 200,
  'laws paths': 250,
  'laws hosts': 250,
  'laws argv': 250,
  'laws names': 250,
  layers: 300,
  'layers in order': 100,
  'universe path': 400,
  'universe host': 400,
  'universe env': 300,
  'universe name': 300,
  'universe argv': 300,
  'print policies': 200,
  'print patterns': 200,
  'parse anything': 100,
  automaton: 600,
  comparison: 300,
  cedar: 500,
} as const;

const factor = Math.max(1, Number(process.env['MCGATE_LONG'] ?? '1') || 1);

/** Every run is the same run: a longer one begins with the cases of the shorter. */
export function runsOf(property: keyof typeof plan): { readonly seed: number; readonly numRuns: number } {
  return { seed: 20_260_714, numRuns: plan[property] * factor };
}

/** Milliseconds that a property may take. */
export const patience = 60_000 * factor;
