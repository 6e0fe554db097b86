/** Code points as sorted, disjoint, non-adjacent ranges, both ends included; no lone surrogates, and never the text's separator. */
export type CharSet = readonly (readonly [from: number, to: number])[];
/** A regular expression over the code points of one segment. */
export type SegmentNode = {
    readonly kind: 'one';
    readonly set: CharSet;
} | {
    readonly kind: 'sequence' | 'choice';
    readonly parts: readonly SegmentNode[];
} | {
    readonly kind: 'repeat';
    readonly part: SegmentNode;
};
/** Any number of segments, none included, whatever they hold. */
export declare const anyDepth = "any-depth";
/** One segment after the other, from the text's beginning to its end. */
export type Sequence = readonly (SegmentNode | typeof anyDepth)[];
/**
 * The texts that a kind of request can have, normalised: those that match one of the shapes and whose every segment matches `segment`.
 * (`anyDepth` alone takes whatever segments there are, so the shapes cannot say what segments hold.)
 */
export interface Universe {
    readonly shapes: readonly Sequence[];
    readonly segment: SegmentNode;
}
/** What a request meets: deny beats ask beats allow, and what nothing matches is denied. */
export type Effect = 'allow' | 'ask' | 'deny';
/** One rule: it matches a text if one of its sequences does. */
export interface SequenceRule {
    readonly effect: Effect;
    readonly sequences: readonly Sequence[];
}
