import type { PolicyDocument } from '../../core/documents.js';
import type { PositionOf } from '../document-problems.js';
/** A document that keeps to the schema. */
export interface Layer {
    /** As the loader was asked for it, or the name of the secure defaults. */
    readonly path: string;
    readonly value: PolicyDocument;
    readonly positionOf: PositionOf;
}
