import { createRequire as mcgateCreateRequire } from 'node:module';
const require = mcgateCreateRequire(import.meta.url);
var policyPath=".mcgate/policy.yaml",policyTestsPath=".mcgate/policy.tests.yaml",otherDocuments=/^\.mcgate\/(?:(?:config|suppressions|checklist|baseline)\.[a-z]+$|allowed_signers|revoked|attestations\/|models\/)/iu;function mayBePolicyDocument(path){return path.startsWith(".mcgate/")&&/\.(?:ya?ml|json)$/u.test(path)&&!otherDocuments.test(path)}export{policyPath,policyTestsPath,mayBePolicyDocument};
