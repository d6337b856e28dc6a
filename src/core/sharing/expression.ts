// The text that says whom a submission is for, such as `group(rail) & level>=trusted - org(bolt)`.
// Knows no storage: a directory tells it who is meant by a name.
import { organisationKinds } from '../hub-file/vocabulary.ts'
import { type Audience, anyone, intersect, nobody, only, subtract, unite } from './audience.ts'
import { levels } from './clearance.ts'
import type { Directory } from './options.ts'

/** Whom a text addresses; `community` and `public` are true where it says these words. */
export type Addressed = { audience: Audience; community: boolean; public: boolean }

/** More than these in one text, or as ways to be admitted, are refused. */
export const wordsMax = 64
export const clausesMax = 256
const depthMax = 8

/** What is wrong and where; it never leaves this file. */
class Fault extends Error {}

type Reading = {
  text: string
  at: number
  words: number
  depth: number
  directory: Directory
  group_id: string
}

const fail = (at: number, what: string): never => {
  throw new Fault(`character ${at + 1}: ${what}`)
}

/** Takes what matches from here on, after blanks; null when nothing does. */
const take = (reading: Reading, pattern: RegExp): string | null => {
  const blanks = /\s*/y
  blanks.lastIndex = reading.at
  blanks.exec(reading.text)
  const sought = new RegExp(pattern.source, 'y')
  sought.lastIndex = blanks.lastIndex
  const found = sought.exec(reading.text)
  reading.at = found === null ? blanks.lastIndex : sought.lastIndex
  return found?.[0] ?? null
}

const demand = (reading: Reading, pattern: RegExp, what: string): string =>
  take(reading, pattern) ?? fail(reading.at, `expected ${what}`)

const bounded = (reading: Reading, clauses: number): void => {
  if (clauses > clausesMax) fail(reading.at, 'too many combinations: address it more simply')
}

const said = (audience: Audience): Addressed => ({ audience, community: false, public: false })

/** Unknown and not to be known are one. */
const named = <T>(at: number, word: string, name: string, found: T | null): T =>
  found ?? fail(at, `cannot address \`${word}(${name})\``)

const within: Record<string, (reading: Reading, at: number, name: string) => Audience> = {
  group: ({ directory }, at, name) =>
    only({
      is: 'member',
      group: named(at, 'group', name, directory.group(name)),
      level: 'consumer',
    }),
  org: ({ directory }, at, name) =>
    only({ is: 'organisation', id: named(at, 'org', name, directory.organisation(name)) }),
  person: ({ directory }, at, name) =>
    only({ is: 'person', id: named(at, 'person', name, directory.person(name)).principal_id }),
  sector: (_reading, _at, name) => only({ is: 'sector', sector: name }),
  clearance: (_reading, _at, name) => only({ is: 'clearance', name }),
}

const readLevel = (reading: Reading): Audience => {
  demand(reading, />=/, '`>=`')
  const at = reading.at
  const word = demand(reading, /[a-z0-9]+/, 'a level')
  const byName = levels.find((level) => level === word)
  const level = byName ?? (/^\d$/.test(word) ? levels[Number(word)] : undefined)
  if (level === undefined) return fail(at, `\`${word}\` is no level: one of ${levels.join(', ')}`)
  return only({ is: 'member', group: reading.group_id, level })
}

const readKind = (reading: Reading): Audience => {
  demand(reading, /!=/, '`!=`')
  const at = reading.at
  const kind = demand(reading, /[a-z-]+/, 'a kind of organisation')
  if (!organisationKinds.some((known) => known === kind)) {
    return fail(at, `\`${kind}\` is no kind of organisation`)
  }
  return subtract(anyone, only({ is: 'kind', kind }))
}

const words = [...Object.keys(within), 'level', 'kind', 'community', 'public']

const readWord = (reading: Reading): Addressed => {
  const word = demand(reading, /[a-z]+/, '`(` or one of '.concat(words.join(', ')))
  const at = reading.at - word.length
  reading.words += 1
  if (reading.words > wordsMax) fail(at, `more than ${wordsMax} words: address it more simply`)
  if (word === 'community') return { ...said(anyone), community: true }
  if (word === 'public') return { ...said(anyone), public: true }
  if (word === 'level') return said(readLevel(reading))
  if (word === 'kind') return said(readKind(reading))
  const read = Object.hasOwn(within, word) ? within[word] : undefined
  if (read === undefined) return fail(at, `\`${word}\` is none of ${words.join(', ')}`)
  demand(reading, /\(/, '`(`')
  const name = demand(reading, /[^()]*[^()\s]/, 'a name')
  demand(reading, /\)/, '`)`')
  return said(read(reading, at, name))
}

const readFactor = (reading: Reading): Addressed => {
  if (take(reading, /\(/) === null) return readWord(reading)
  reading.depth += 1
  if (reading.depth > depthMax) fail(reading.at, 'too many parentheses: address it more simply')
  const inside = readSum(reading)
  demand(reading, /\)/, '`&`, `+`, `-` or `)`')
  reading.depth -= 1
  return inside
}

const readProduct = (reading: Reading): Addressed => {
  let product = readFactor(reading)
  while (take(reading, /&/) !== null) {
    const factor = readFactor(reading)
    bounded(reading, product.audience.any.length * factor.audience.any.length)
    product = {
      audience: intersect(product.audience, factor.audience),
      community: product.community || factor.community,
      public: product.public || factor.public,
    }
  }
  return product
}

/** Clause by clause, so that each step stays within bounds. */
const takeAway = (reading: Reading, from: Audience, taken: Audience): Audience =>
  taken.any.reduce((left, clause) => {
    bounded(reading, left.any.length * (clause.all.length + clause.none.length))
    return subtract(left, { any: [clause] })
  }, from)

/** Whatever the order, what is taken away is taken from all that is added. */
const readSum = (reading: Reading): Addressed => {
  const sum = readProduct(reading)
  let taken = nobody
  for (;;) {
    const sign = take(reading, /[+-]/)
    if (sign === null) break
    const term = readProduct(reading)
    if (sign === '-') taken = unite(taken, term.audience)
    else {
      sum.audience = unite(sum.audience, term.audience)
      sum.community ||= term.community
      sum.public ||= term.public
    }
    bounded(reading, sum.audience.any.length + taken.any.length)
  }
  sum.audience = takeAway(reading, sum.audience, taken)
  return sum
}

/**
 * Reads a text of §3.4: words `group(g)`, `org(o)`, `person(p@o)`, `level>=trusted` (or its number
 * from 0; in the group `groupId` the submission is for), `sector(s)`, `kind!=k`, `clearance(c)`,
 * `community` and `public`, joined by `&` (binds first), `+` and `-`, with parentheses. What is
 * taken away wins over all that is added beside it. A fault says at which character, from 1; it is
 * the same for a name that does not exist as for one that the asker may not know of.
 */
export const parseExpression = (
  text: string,
  directory: Directory,
  groupId: string,
): ({ ok: true } & Addressed) | { ok: false; message: string } => {
  const reading: Reading = { text, at: 0, words: 0, depth: 0, directory, group_id: groupId }
  try {
    const addressed = readSum(reading)
    if (take(reading, /$/) === null) fail(reading.at, 'expected `&`, `+` or `-`')
    return { ok: true, ...addressed }
  } catch (error) {
    if (error instanceof Fault) return { ok: false, message: error.message }
    throw error
  }
}
