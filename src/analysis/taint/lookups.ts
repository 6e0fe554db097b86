// Calls that nothing is known of but a name, which says that something is looked up: it is found by what goes in, and hardly made of it.
import type { ProgramView } from './program-view.ts';
import type { Way } from './trace.ts';

/** `accounts.findByPk(id)`, `getUserById(id)`, `streamStoredFile(name)`. */
const names = [
  /^find(?:One|First|Unique|All|Many|OrCreate)(?:OrThrow|OrFail)?$/u,
  /^(?:find|get|fetch|load|lookup|retrieve|select)[A-Z]?\w*(?:By(?:[A-Z]\w*)?|With[A-Z]\w*)$/u,
  /^(?:read|stream|download)(?:[A-Z]\w*)?(?:File|Stream|Object|Blob|Content)s?$/u,
];

/** True where the way is guessed to come out of such a call. */
export function isLookedUp(view: ProgramView, { steps }: Way): boolean {
  return steps.some(({ edge: { guessed, to } }) => {
    const at = guessed ? view.program.nodeAt(to) : null;
    const call = at === null ? null : view.callOf(at.file, at.node);
    return call !== null && names.some((name) => name.test(call.method));
  });
}
