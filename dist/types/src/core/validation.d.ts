/** One broken keyword of a schema, as ajv tells it. */
export interface ValidationError {
    /** JSON pointer to the value. */
    readonly instancePath: string;
    readonly schemaPath: string;
    readonly keyword: string;
    readonly params: Readonly<Record<string, unknown>>;
    readonly message?: string;
    readonly parentSchema?: unknown;
    /** Where a key itself is what is wrong. */
    readonly propertyName?: string;
}
/** Tells whether a value keeps to a schema; `errors` are those of the last call. */
export interface Validator {
    (data: unknown): boolean;
    readonly errors?: readonly ValidationError[] | null;
}
