// What the pipeline asks of a forge: who reviewed a pull request, and who they are there. platform/ asks GitHub.

export interface PullRequestPlace {
  /** `owner/name`. */
  readonly repository: string;
  readonly number: number;
}

export interface Account {
  readonly login: string;
  /** Stays when the login changes. */
  readonly id: number;
  /** False for bots and organisations. */
  readonly isPerson: boolean;
}

export interface Review {
  /** Null for an account that is gone. */
  readonly reviewer: Account | null;
  /** GitHub's word: `APPROVED`, `CHANGES_REQUESTED`, `DISMISSED`, `COMMENTED`, `PENDING`, or one that came later. */
  readonly state: string;
  /** Null where the commit is gone. */
  readonly commit: string | null;
  /** `YYYY-MM-DDTHH:MM:SSZ`; `''` for one that is pending. */
  readonly submittedAt: string;
}

/** An e-mail in a commit of the pull request, and an account that the forge knows it to belong to. */
export interface VerifiedEmail {
  readonly email: string;
  readonly account: Account;
}

export interface AccountPermission {
  /** `admin`, `write`, `read` or `none`; of the role `maintain` GitHub says `write`. */
  readonly permission: string;
  /** Of a predefined role its name, of another whatever an organisation has called it. */
  readonly role: string;
}

export interface BranchPlace {
  /** `owner/name`. */
  readonly repository: string;
  /** Without `refs/heads/`. */
  readonly name: string;
}

/** A push, a creation or a deletion of a branch, as the forge keeps it. Of no commit the id is all zeros. */
export interface BranchMove {
  readonly before: string;
  readonly after: string;
  /** Null where the forge names nobody. */
  readonly actor: Account | null;
}

/** What a forge says of one pull request. Each throws McgateError `unreadable` where there is no whole answer: that is no "nobody". */
export interface PullRequestReviews {
  /** In the order in which they were submitted. */
  readonly reviews: () => Promise<readonly Review[]>;
  /** May leave out commits, where there are many. */
  readonly verifiedEmails: () => Promise<readonly VerifiedEmail[]>;
  /** When the pull request was turned to another target branch, `YYYY-MM-DDTHH:MM:SSZ` each. */
  readonly retargetings: () => Promise<readonly string[]>;
  readonly permission: (login: string) => Promise<AccountPermission>;
  /** Newest first, asked for as they are read; the oldest ones may be left out. */
  readonly branchMoves: (branch: BranchPlace) => AsyncIterable<BranchMove>;
  /** Behind the `@` of the e-mails, `ID+login@…`, that the forge gives to whoever keeps their own private. */
  readonly noreplyDomain: string;
}

/** Throws McgateError `unreadable` where the forge cannot be asked. */
export type OpenReviews = (place: PullRequestPlace) => Promise<PullRequestReviews>;
