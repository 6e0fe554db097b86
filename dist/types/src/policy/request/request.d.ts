export declare const fileScopes: readonly ['fileSystem.read', 'fileSystem.write', 'fileSystem.temp'];
export declare const networkScopes: readonly ['network.api', 'network.llm', 'network.external'];
export declare const envScopes: readonly ['env.read', 'env.write'];
export declare const namedScopes: readonly ['execution.functions', 'execution.tools', 'execution.plugins'];
export declare const commandScopes: readonly ['execution.commands'];
export declare const resourceScopes: readonly ['resources.memory', 'resources.cpu', 'resources.connections'];
export type FileScope = (typeof fileScopes)[number];
export type NetworkScope = (typeof networkScopes)[number];
export type EnvScope = (typeof envScopes)[number];
export type NamedScope = (typeof namedScopes)[number];
export type CommandScope = (typeof commandScopes)[number];
export type ResourceScope = (typeof resourceScopes)[number];
/** Scopes whose rules are patterns, without the sandbox's own. */
export type PermissionScope = FileScope | NetworkScope | EnvScope | NamedScope | CommandScope;
/** The same scope as the sandbox decides it for what runs inside: asked in addition, never instead. */
export type Sandboxed<T extends PermissionScope> = `sandbox.${T}`;
/** Scopes whose rules are patterns. */
export type PatternScope = PermissionScope | Sandboxed<PermissionScope>;
/** Scopes that are answered from a table or a limit. */
export type FiniteScope = ResourceScope | 'modes.transitions' | 'roles.administration';
export type Scope = PatternScope | FiniteScope;
/** What runs, as whoever asks has computed it; never the caller's word. */
interface Provenance {
    /** `sha256:` and 64 lower-case hex digits of what would run. */
    readonly digest?: string;
    /** The principal whose signature over it was verified. */
    readonly signedBy?: string;
}
/** What is asked, by its scope. */
export type Resource = {
    readonly scope: FileScope | Sandboxed<FileScope>;
    readonly path: string;
} | {
    readonly scope: NetworkScope | Sandboxed<NetworkScope>;
    readonly host: string;
    readonly port: number;
} | {
    readonly scope: EnvScope | Sandboxed<EnvScope>;
    readonly name: string;
} | ({
    readonly scope: NamedScope | Sandboxed<NamedScope>;
    readonly name: string;
} & Provenance) | ({
    readonly scope: CommandScope | Sandboxed<CommandScope>;
    readonly argv: readonly string[];
} & Provenance)
/** Bytes for memory, seconds for cpu, a count for connections: the whole amount, not an addition. */
 | {
    readonly scope: ResourceScope;
    readonly amount: number;
}
/** From the request's mode to another. */
 | {
    readonly scope: 'modes.transitions';
    readonly to: string;
} | {
    readonly scope: 'roles.administration';
};
/** Subject (role), action (scope), resource, and context (mode). */
export type Request = Resource & {
    readonly mode: string;
    readonly role: string;
};
/** Where a policy is in force: what its variables stand for and how its file system reads names. Paths are absolute and normal. */
export interface PolicyEnvironment {
    readonly platform: 'posix' | 'windows';
    readonly caseSensitive: boolean;
    readonly workspace: string;
    readonly home: string;
    readonly temp: string;
}
export {};
