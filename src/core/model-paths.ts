// Where a repository keeps its models of libraries and the tests of them.

export const modelFolder = '.mcgate/models';
/** Models of one repository, at the most, and files with tests of them. */
export const mostModels = 200;

const document = /^\.mcgate\/models\/[^/]+\.ya?ml$/u;
const tests = /\.tests\.ya?ml$/u;

/** True for a model of a library. */
export function isModelPath(path: string): boolean {
  return document.test(path) && !tests.test(path);
}

/** True for the tests of a model. */
export function isModelTestsPath(path: string): boolean {
  return document.test(path) && tests.test(path);
}
