import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function describeRule(rule){let{id,title,rationale,remediation,severity,confidence,blocks,cwe,references}=rule;return{id,title,rationale,remediation,severity,confidence,blocks,cwe,references}}export{describeRule};
