// The argument that names a policy, the same for all commands that take one.

export const policyFile = { type: 'string', describe: 'A policy, or mcgate:secure-defaults (default .mcgate/policy.yaml)' } as const;
