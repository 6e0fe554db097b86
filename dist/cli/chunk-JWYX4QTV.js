import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var modelFolder=".mcgate/models";var document=/^\.mcgate\/models\/[^/]+\.ya?ml$/u,tests=/\.tests\.ya?ml$/u;function isModelPath(path){return document.test(path)&&!tests.test(path)}function isModelTestsPath(path){return document.test(path)&&tests.test(path)}export{modelFolder,isModelPath,isModelTestsPath};
