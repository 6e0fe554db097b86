export interface ToolRun {
    readonly exitCode: number | null;
    readonly stdout: string;
    readonly stderr: string;
    readonly failure: 'timed-out' | 'cancelled' | 'too-much-output' | 'not-started' | 'killed' | null;
}
/** Runs an external program: absolute path, argv list, no shell, no token in its environment. Never throws. */
export type RunTool = (file: string, args: readonly string[], options: {
    readonly cwd: string;
    readonly timeoutMs: number;
    readonly maxOutputBytes: number;
    readonly env?: Readonly<Record<string, string>>;
    /** What it reads from stdin; without it, nothing. */
    readonly input?: Uint8Array;
}) => Promise<ToolRun>;
