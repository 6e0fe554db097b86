// How many cases each property runs: ten thousand together in the normal run, so many times that as MCGATE_LONG says.
import { manyRuns } from '../../support/many-runs.ts';

/** Cases of each property in the normal run. */
export const plan = {
  'decide paths': 1200,
  'decide hosts': 1200,
  'decide argv': 1200,
  'decide names': 1200,
  'decide environment': 800,
  'decide anything': 1000,
  'decide history': 300,
  'explain paths': 250,
  'explain hosts': 250,
  'explain argv': 250,
  'explain names': 250,
  'difference paths': 150,
  'difference hosts': 150,
  'difference argv': 150,
  'difference names': 150,
  'difference environment': 100,
  'difference placed': 40,
  'difference finite': 150,
  'laws paths': 50,
  'laws hosts': 50,
  'laws argv': 50,
  'laws names': 50,
  layers: 200,
  'layers in order': 60,
  'print policies': 100,
  'print patterns': 150,
  'parse anything': 100,
  'odd paths': 100,
  'odd hosts': 100,
  'odd argv': 100,
  'odd names': 100,
  'odd environment': 100,
  'universe path': 400,
  'universe host': 400,
  'universe env': 300,
  'universe name': 300,
  'universe argv': 300,
  automaton: 600,
  comparison: 150,
  cedar: 500,
} as const;

/** Every run is the same run: a longer one begins with the cases of the shorter. */
export function runsOf(property: keyof typeof plan): { readonly seed: number; readonly numRuns: number } {
  return manyRuns(plan[property]);
}

export { isSampled, patience } from '../../support/many-runs.ts';
