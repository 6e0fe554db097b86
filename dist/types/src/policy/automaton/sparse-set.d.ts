/** Numbers from 0 to below its capacity. Walking `members` up to `size` while adding meets what is added. */
export declare class SparseSet {
    #private;
    readonly members: Int32Array;
    size: number;
    /** The same for equal sets, whatever the order in which they were filled. */
    hash: number;
    constructor(capacity: number);
    has(member: number): boolean;
    /** Answers whether the member is new. */
    add(member: number): boolean;
    /** Puts the last member in the place of this one. Answers whether it was there. */
    delete(member: number): boolean;
    clear(): void;
}
