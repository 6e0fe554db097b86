// Hands each gate's SARIF to code scanning and asks until it was read. Suppressed results and gates that did not answer stay out.
import { fieldsOf } from '../../platform/github-answers.ts';
import { gzipSync } from 'node:zlib';
import { ownerAndRepo, type Unanswered } from '../../platform/github-client.ts';
import { uploadableSarif } from '../../report/sarif.ts';
import { count } from '../../report/wording.ts';
import { delivered, failed, isRefusal, notServed, off, refused, saidBy, type ApiInput } from './channel.ts';
import type { Delivered } from './delivery.ts';

const channel = 'code-scanning';
const permission = 'security-events: write';
const unanswered = 'No gate answered, so there is nothing to upload.';
const partial = 'A partial run uploads nothing: what it did not look at would count as mended.';

export async function deliverSarif(input: ApiInput): Promise<Delivered> {
  if (!input.place.uploads) return off(channel, 'This event belongs to no branch or pull request.');
  const texts = uploadableSarif(input.report);
  if (texts.length === 0) return off(channel, input.report.partial.length === 0 ? unanswered : partial);
  const ids: string[] = [];
  for (const text of texts) {
    const id = await upload(input, text);
    if (typeof id !== 'string') return id;
    ids.push(id);
  }
  return await waitForAll(input, ids);
}

/** The number of the upload, or what to tell. */
async function upload({ client, place }: ApiInput, text: string): Promise<string | Delivered> {
  const answer = await client.ask('POST /repos/{owner}/{repo}/code-scanning/sarifs', {
    ...ownerAndRepo(place.repository),
    commit_sha: place.judgedSha,
    ref: place.ref,
    sarif: gzipSync(text).toString('base64'),
  });
  if (!answer.ok) return notTaken(answer);
  const { id } = fieldsOf(answer.data);
  return typeof id === 'string' ? id : failed(channel, "GitHub's answer names no upload.");
}

function notTaken(answer: Unanswered): Delivered {
  // Of a repository without code scanning GitHub says so, of one that the token may not see it does not.
  const isOff = isRefusal(answer) && /\benabled\b|\bsecurity\b/iu.test(answer.message);
  if (!isOff) return notServed(channel, answer, permission);
  return refused(channel, saidBy(answer), "Enable code scanning in the repository's settings, or set `upload-sarif: false`.");
}

type Progress = { readonly state: 'pending' | 'complete' | 'unknown' } | { readonly state: 'failed'; readonly errors: string };

async function waitForAll(input: ApiInput, ids: readonly string[]): Promise<Delivered> {
  const { client, limits } = input;
  let waiting = ids;
  for (let rounds = Math.ceil(limits.polling / limits.poll); waiting.length > 0 && rounds > 0 && !client.isOver(); rounds -= 1) {
    await client.pause(limits.poll);
    const left: string[] = [];
    for (const id of waiting) {
      const progress = await askProgress(input, id);
      if (progress.state === 'failed') return failed(channel, `GitHub could not process an upload: ${progress.errors}`, null);
      if (progress.state === 'unknown')
        return delivered(channel, `${count(ids.length, 'upload')}; GitHub does not say whether they were processed`);
      if (progress.state === 'pending') left.push(id);
    }
    waiting = left;
  }
  const uploads = count(ids.length, 'upload');
  return delivered(channel, waiting.length === 0 ? `${uploads} processed` : `${uploads}, ${String(waiting.length)} still being processed`);
}

async function askProgress({ client, place }: ApiInput, id: string): Promise<Progress> {
  const answer = await client.ask('GET /repos/{owner}/{repo}/code-scanning/sarifs/{id}', { ...ownerAndRepo(place.repository), id });
  // At first GitHub may not know what it has just taken.
  if (!answer.ok) return { state: answer.status === 404 ? 'pending' : 'unknown' };
  const { processing_status: state, errors } = fieldsOf(answer.data);
  if (state === 'failed') return { state, errors: Array.isArray(errors) ? errors.map(String).join(' ') : 'no reason given' };
  return { state: state === 'pending' || state === 'complete' ? state : 'unknown' };
}
