// The algebra of audiences with a memory: nearly all objects of a submission share a few audiences,
// so that nearly every question has been asked before. Decides nothing of its own.
import { type Audience, implies, intersect, printAudience } from './audience.ts'

/**
 * `intern` gives one audience for all that print alike; the others take interned ones. `meet` gives
 * `a` itself where all of `a` are in `b`.
 */
export type Algebra = {
  intern: (audience: Audience) => Audience
  implied: (a: Audience, b: Audience) => boolean
  meet: (a: Audience, b: Audience) => Audience
}

/** A memory that lasts as long as one question about many objects. */
export const createAlgebra = (): Algebra => {
  const interned = new Map<Audience, Audience>()
  const printed = new Map<string, Audience>()
  const answers = new Map<Audience, Map<Audience, boolean>>()
  const intern = (audience: Audience): Audience => {
    const known = interned.get(audience)
    if (known !== undefined) return known
    const text = printAudience(audience)
    const first = printed.get(text) ?? audience
    printed.set(text, first)
    interned.set(audience, first)
    return first
  }
  const implied = (a: Audience, b: Audience): boolean => {
    if (a === b) return true
    const known = answers.get(a) ?? new Map<Audience, boolean>()
    answers.set(a, known)
    const answer = known.get(b) ?? implies(a, b)
    known.set(b, answer)
    return answer
  }
  const meet = (a: Audience, b: Audience): Audience => (implied(a, b) ? a : intern(intersect(a, b)))
  return { intern, implied, meet }
}
