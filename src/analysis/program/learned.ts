// Facts while a file is read. Most are learned for nothing: only those that stand with a use become facts of the graph.
import type { Fact, FactId, NodeId, Test, Use } from './file-graph.ts';

export type SimpleTest = Exclude<Test, { readonly kind: 'any' }>;

/** Facts that are the same object are the same fact; of two that share `test` and `subject`, one is the other's opposite. */
export interface Learned {
  readonly subject: NodeId;
  readonly holds: boolean;
  readonly test: SimpleTest | { readonly kind: 'any'; readonly sets: readonly (readonly Learned[])[] };
  /** How deep sets of facts nest in it. */
  readonly level: number;
  readonly start: number;
  readonly end: number;
}

/** What is known of one value at a place. `use` is made when it is used there. */
export interface Known {
  readonly subject: NodeId;
  readonly facts: readonly Learned[];
  use: Use | null;
}

/** The facts of the graph. */
export class FactTable {
  readonly facts: Fact[] = [];
  private readonly ids = new Map<Learned, FactId>();

  idOf(learned: Learned): FactId {
    const known = this.ids.get(learned);
    if (known !== undefined) return known;
    const { subject, holds, start, end } = learned;
    const test: Test = learned.test.kind === 'any' ? { kind: 'any', sets: learned.test.sets.map((set) => this.idsOf(set)) } : learned.test;
    const id = this.facts.push({ subject, holds, test, start, end }) - 1;
    this.ids.set(learned, id);
    return id;
  }

  idsOf(learned: readonly Learned[]): FactId[] {
    return learned.map((fact) => this.idOf(fact));
  }

  useOf(known: Known): Use {
    return (known.use ??= [known.subject, ...this.idsOf(known.facts)]);
  }
}
