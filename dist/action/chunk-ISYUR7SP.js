import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var gateIds=["code","dependencies","configuration","permissions","checklist"],severities=["critical","high","medium","low","note"],confidences=["high","medium","low"];function severityReaches(severity,threshold){return severities.indexOf(severity)<=severities.indexOf(threshold)}function confidenceReaches(confidence,threshold){return confidences.indexOf(confidence)<=confidences.indexOf(threshold)}export{gateIds,severities,confidences,severityReaches,confidenceReaches};
