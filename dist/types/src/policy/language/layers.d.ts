import { type PositionOf } from '../document-problems.js';
import type { Layer } from './layer.js';
/** Most documents of a policy, the secure defaults included. */
export declare const mostDocuments = 16;
/** How documents are read: whoever loads a policy hands this in, for the policy itself touches no disk and knows no YAML. */
export interface PolicyLoader {
    /** Text of a file, with `/` between folders; null where there is none. Throws where it is a link, lies behind one, or is no text. */
    readonly read: (path: string) => Promise<string | null>;
    /** Throws McgateError `invalid-document` with positions. */
    readonly parse: (text: string, path: string) => {
        readonly value: unknown;
        readonly positionOf: PositionOf;
    };
}
/** The layers of the policy at `path`, in order. Throws McgateError `invalid-document`. Where no file is, the secure defaults. */
export declare function readLayers(loader: PolicyLoader, path: string | null): Promise<readonly Layer[]>;
