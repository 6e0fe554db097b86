// One document of a policy, read and in keeping with the schema.
import type { PolicyDocument } from '../../core/documents.ts';
import type { PositionOf } from '../document-problems.ts';

/** A document that keeps to the schema. */
export interface Layer {
  /** As the loader was asked for it, or the name of the secure defaults. */
  readonly path: string;
  readonly value: PolicyDocument;
  readonly positionOf: PositionOf;
}
