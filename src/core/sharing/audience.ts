// Who may see an entry: an immutable predicate over clearances, in a normal form that can be
// interned. Knows no storage, no object and no clock.
import { type Atom, isAtom, isGround, lackOf, sinceOf, touches } from './atom.ts'
import { type Clause, impliesClause, printClause, simplifyClause } from './clause.ts'
import type { Clearance } from './clearance.ts'
import type { Decision, Reason } from './reason.ts'

export type { Atom } from './atom.ts'
export type { Clause } from './clause.ts'

/** Admits whoever satisfies any of its clauses; no clause admits nobody. */
export type Audience = { any: Clause[] }

/** Audiences are immutable, so that what was worked out of one holds as long as it is there. */
const printed = new WeakMap<Audience, string>()
const simplified = new WeakMap<Audience, Audience>()
/** One audience for one text. Bounded: what is forgotten is worked out again. */
const known = new Map<string, Audience>()
const products = new Map<string, Audience>()
const knownMax = 10_000

const keep = (memory: Map<string, Audience>, key: string, audience: Audience): Audience => {
  if (memory.size >= knownMax) memory.clear()
  memory.set(key, audience)
  return audience
}

const absorb = (clauses: Clause[]): Clause[] =>
  clauses.reduce<Clause[]>(
    (kept, clause) =>
      kept.some((other) => impliesClause(clause, other))
        ? kept
        : [...kept.filter((other) => !impliesClause(other, clause)), clause],
    [],
  )

/** Without clauses that admit nobody or nobody more, in one order. */
const simplify = (audience: Audience): Audience => {
  const done = simplified.get(audience)
  if (done !== undefined) return done
  const clauses = audience.any.map(simplifyClause).filter((clause) => clause !== null)
  const texts = absorb(clauses).map((clause) => ({ clause, text: printClause(clause) }))
  texts.sort((a, b) => (a.text < b.text ? -1 : 1))
  const text = `{"any":[${texts.map((one) => one.text).join(',')}]}`
  const normal = known.get(text) ?? keep(known, text, { any: texts.map(({ clause }) => clause) })
  printed.set(normal, text)
  simplified.set(normal, normal)
  simplified.set(audience, normal)
  return normal
}

export const nobody: Audience = { any: [] }
export const anyone: Audience = { any: [{ all: [{ is: 'anyone' }], none: [] }] }

/** Who has all of these; asked of anyone where they say only how much. */
export const only = (...all: Atom[]): Audience =>
  simplify({
    any: [
      { all: all.length > 0 && !all.some(isGround) ? [{ is: 'anyone' }, ...all] : all, none: [] },
    ],
  })

/** The normal form: audiences that simplify alike print alike. */
export const printAudience = (audience: Audience): string =>
  printed.get(simplify(audience)) as string

/** Who is in either. */
export const unite = (a: Audience, b: Audience): Audience =>
  a === b ? simplify(a) : simplify({ any: [...a.any, ...b.any] })

const join = (a: Clause, b: Clause): Clause => ({
  all: [...a.all, ...b.all],
  none: [...a.none, ...b.none],
})

/** Who is in both. */
export const intersect = (a: Audience, b: Audience): Audience => {
  const left = simplify(a)
  const right = simplify(b)
  if (left === right) return left
  const key = `${printAudience(left)} ${printAudience(right)}`
  const product = products.get(key)
  if (product !== undefined) return product
  const any = left.any.flatMap((one) => right.any.map((other) => join(one, other)))
  return keep(products, key, simplify({ any }))
}

const without = (from: Audience, { all, none }: Clause): Audience =>
  simplify({
    any: from.any.flatMap((clause) => [
      ...all.map((atom) => ({ ...clause, none: [...clause.none, atom] })),
      ...none.map((atom) => ({ ...clause, all: [...clause.all, atom] })),
    ]),
  })

/**
 * Who is in `a` and not in `b`. What is taken away is taken widely (see `touches`): whoever is kept
 * from `b` only by its status or an agreement it did not accept is in neither.
 */
export const subtract = (a: Audience, b: Audience): Audience =>
  simplify(b).any.reduce(without, simplify(a))

/** Sound: true means that whoever is in `a` is in `b`. */
export const implies = (a: Audience, b: Audience): boolean => {
  const narrow = simplify(a)
  const wide = simplify(b)
  if (narrow === wide) return true
  return narrow.any.every((clause) => wide.any.some((other) => impliesClause(clause, other)))
}

/** True when it can be seen that nobody is admitted. */
export const isEmpty = (audience: Audience): boolean => simplify(audience).any.length === 0

const hasKeys = (value: unknown, keys: string): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).sort().join(' ') === keys

const isClause = (value: unknown): value is Clause => {
  if (!hasKeys(value, 'all none')) return false
  const { all, none } = value as Record<string, unknown>
  return Array.isArray(all) && all.every(isAtom) && Array.isArray(none) && none.every(isAtom)
}

/**
 * Reads a printed predicate. Null for anything else: an audience nobody understands admits
 * nobody.
 */
export const parseAudience = (predicate: string): Audience | null => {
  let value: unknown
  try {
    value = JSON.parse(predicate)
  } catch {
    return null
  }
  if (!hasKeys(value, 'any')) return null
  const { any } = value as { any: unknown }
  return Array.isArray(any) && any.every(isClause) ? { any } : null
}

/** The nearest relation first. */
const relations: [Atom['is'], Reason][] = [
  ['person', 'named-person'],
  ['organisation', 'own-organisation'],
  ['member', 'member-of-group'],
  ['client', 'client-of-member'],
  ['community', 'community'],
]

const reasonOf = ({ all }: Clause): Reason => {
  const found = relations.find(([is]) => all.some((atom) => atom.is === is))
  if (found !== undefined) return found[1]
  return all.some(({ is }) => is === 'anyone') ? 'everyone' : 'community'
}

/** From what is asked of everybody to what is asked of the nearest; the farthest got is told. */
const steps: readonly Reason[] = [
  'no-such-term',
  'organisation-not-active',
  'not-a-member',
  'not-addressed',
  'level-too-low',
  'clearance-missing',
  'excluded',
  'authority-without-consent',
  'agreement-not-accepted',
  'not-interactive',
  'tlp-above-cap',
  'before-membership',
]

const lackOfClause = ({ all, none }: Clause, viewer: Clearance): Reason | null => {
  if (!all.some(isGround)) return 'no-such-term'
  const lacks = all.map((atom) => lackOf(atom, viewer)).filter((reason) => reason !== null)
  const taken = none.find((atom) => touches(atom, viewer))
  if (taken !== undefined)
    lacks.push(taken.is === 'kind' ? 'authority-without-consent' : 'excluded')
  return steps.find((step) => lacks.includes(step)) ?? null
}

const sinceOfClause = ({ all }: Clause, viewer: Clearance): number =>
  Math.max(...all.map((atom) => sinceOf(atom, viewer)))

/**
 * The one decision of the policy: total, pure, deny by default. Of several clauses that admit, the
 * one that shows most of the past counts; the reason of a denial is that of the clause which came
 * nearest. A clause that says of nobody who it is for admits nobody.
 */
export const admits = (audience: Audience, clearance: Clearance): Decision => {
  let best: Decision = { admitted: false, reason: 'no-such-term', since: 0 }
  for (const clause of audience.any) {
    const lack = lackOfClause(clause, clearance)
    if (lack === null) {
      const since = sinceOfClause(clause, clearance)
      if (best.admitted && best.since <= since) continue
      best = { admitted: true, reason: reasonOf(clause), since }
    } else if (!best.admitted && steps.indexOf(lack) > steps.indexOf(best.reason)) {
      best = { admitted: false, reason: lack, since: 0 }
    }
  }
  return best
}
