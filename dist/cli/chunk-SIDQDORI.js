import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function isAboutChange({ruleId,evidence}){return ruleId.startsWith("weakening/")||evidence?.kind==="policy-change"}function needsApproval(finding){return isAboutChange(finding)&&finding.severity!=="note"}export{isAboutChange,needsApproval};
