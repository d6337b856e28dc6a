// Why a verb says no. Knows nothing of HTTP: each door translates the reasons in one table.

export type RefusalReason =
  | 'unauthenticated'
  | 'too-many-attempts'
  | 'not-found'
  | 'forbidden'
  | 'bad-request'
  | 'bad-cursor'
  | 'unprocessable'
  | 'changed-meanwhile'
  | 'too-large'
  | 'busy'
  | 'unavailable'

/**
 * The answer of a verb that does not do what it was asked. `message` is for the caller and names
 * nothing the caller may not see; `retryAfter` is in seconds where trying again makes sense.
 */
export class Refusal extends Error {
  override readonly name = 'Refusal'
  readonly reason: RefusalReason
  readonly retryAfter: number | null

  constructor(reason: RefusalReason, message: string, retryAfter: number | null = null) {
    super(message)
    this.reason = reason
    this.retryAfter = retryAfter
  }
}
