import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var policyFile={type:"string",describe:"A policy, or mcgate:secure-defaults (default .mcgate/policy.yaml)"};export{policyFile};
