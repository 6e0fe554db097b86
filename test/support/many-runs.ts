// How much properties try: so many times what they try in the normal run as MCGATE_LONG says.
const asked = Number(process.env['MCGATE_LONG'] ?? '1');
const factor = asked > 0 ? asked : 1;

/** Every run is the same run: a longer one begins with the cases of the shorter. */
export function manyRuns(cases: number): { readonly seed: number; readonly numRuns: number } {
  return { seed: 20_260_714, numRuns: Math.max(1, Math.round(cases * factor)) };
}

/** Whether a sample is enough: so it is for each of thousands of mutants. */
export const isSampled = factor < 1;

/** Milliseconds that a property may take. */
export const patience = 60_000 * Math.max(1, factor);
