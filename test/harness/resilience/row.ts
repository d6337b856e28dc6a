// A row of the matrix of faults and attacks, what proves it, and what a proof answers. Knows no
// row.

/** What a run saw. No fault = the row holds; `figure` says how much was tried, with numbers. */
export type Result = { figure: string; faults: string[] }

/** What proofs share. Undos run last to first when everything has run. */
export type Ground = {
  /** Drawn or given; printed, so that a run can be repeated. */
  seed: number
  /** Ends what a proof started; called also when it throws. */
  teardown(undo: () => unknown): void
  /** Says what is going on, where somebody watches. */
  show(text: string): void
}

export type Run = (ground: Ground) => Promise<Result>

/**
 * Either a run of its own, with a control: the same run on a hub made unsafe, which must see
 * faults, or `null` where the run has its controls in itself and counts them in its figure. Or
 * tests that prove the row already, which must all pass.
 */
export type Proof = { run: Run; control: Run | null } | { tests: string[] }

/**
 * `id` is the matrix's: a letter and a number. `promise` is one line for its reader. Of a
 * `seedless` row no failing seed is kept: what fails it is not what was drawn.
 */
export type Row = { id: string; promise: string; proof: Proof; seedless?: true }

export type Outcome = { row: Row; ok: boolean; figure: string; faults: string[]; seconds: number }
