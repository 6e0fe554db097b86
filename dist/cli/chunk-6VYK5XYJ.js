import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
function changedDigests({evidence}){return evidence?.kind==="policy-change"?[evidence.baseDigest,evidence.headDigest]:[null,null]}function isAboutChange({ruleId,evidence}){return ruleId.startsWith("weakening/")||evidence?.kind==="policy-change"}function needsApproval(finding){return isAboutChange(finding)&&finding.severity!=="note"}export{changedDigests,isAboutChange,needsApproval};
