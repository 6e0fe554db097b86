/** Whether `signature` is one of `principal` over `message`, for `namespace`, as of `at`. */
export interface SignatureCheck {
    readonly message: Uint8Array;
    /** As `ssh-keygen -Y sign` writes it, armored. */
    readonly signature: string;
    readonly principal: string;
    /** Lines in ssh-keygen's format; dates in them are UTC. */
    readonly allowedSigners: string;
    readonly namespace: string;
    readonly at: Date;
}
export type SignatureAnswer = {
    readonly valid: true;
} | {
    readonly valid: false;
    readonly problem: string;
};
/** Throws McgateError `tool-missing` or `tool-failed` where there is no answer: that is no "no". */
export type CheckSignature = (check: SignatureCheck) => Promise<SignatureAnswer>;
/** `check` works until `close`. */
export interface OpenSignatures {
    readonly check: CheckSignature;
    readonly close: () => Promise<void>;
}
