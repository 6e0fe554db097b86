// Where nodes stand: oxc tells of two offsets, and `range`, which would hold the same, takes a sixth of its answer.
import type {} from '../../../node_modules/@typescript-eslint/types/dist/generated/ast-spec.d.ts';

declare module '../../../node_modules/@typescript-eslint/types/dist/generated/ast-spec.d.ts' {
  interface NodeOrTokenData {
    /** In UTF-16 units. `range` and `loc` are not there, whatever their types say. */
    start: number;
    end: number;
  }
}
