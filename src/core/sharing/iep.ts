// The Information Exchange Policy 2.0 of FIRST as a marking, in the extension of the OASIS common
// objects or in a definition of its own. Knows no object that bears it.
import { isContent } from '../stix/rules/rule.ts'
import { parsePosition } from '../taxii/position.ts'
import { type Demand, noDemand, type PermittedActions, permittedActions } from './demand.ts'
import { readTlpWord } from './tag.ts'

/** The extension that carries IEP 2.0 in a marking definition. */
export const iepExtensionId = 'extension-definition--762e2e97-ee51-43e5-a9ea-165fbb862c4a'

const wordOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
        .trim()
        .toLowerCase()
        .replace(/[\s_]+/g, '-')
    : ''

const isGiven = (value: unknown): boolean => value !== undefined && value !== null

/** In microseconds; `unreadable` for what is no time. A bare date is its first instant. */
const readTime = (value: unknown): bigint | 'unreadable' => {
  if (typeof value !== 'string') return 'unreadable'
  return parsePosition(value) ?? parsePosition(`${value}T00:00:00Z`) ?? 'unreadable'
}

const isInForce = (policy: Record<string, unknown>, now: bigint): boolean => {
  const { start_date, end_date } = policy
  const start = isGiven(start_date) ? readTime(start_date) : now
  const end = isGiven(end_date) ? readTime(end_date) : now + 1n
  return start !== 'unreadable' && end !== 'unreadable' && start <= now && now < end
}

/** Every statement in its strictest reading (M15). */
const strictest: Demand = {
  ...noDemand,
  tlp: 'red',
  consent: 'none',
  proprietary: true,
  actions: 'none',
}

const readActions = (value: unknown): PermittedActions | null => {
  if (!isGiven(value)) return null
  // NOTE: the extension asks for one word, its first library writes a list of them.
  const words = (Array.isArray(value) ? value : [value]).map(wordOf)
  return permittedActions.findLast((known) => words.includes(known)) ?? 'none'
}

const readAttribution = (value: unknown): Pick<Demand, 'consent' | 'named'> => {
  if (!isGiven(value) || wordOf(value) === 'may') return { consent: null, named: false }
  return wordOf(value) === 'must'
    ? { consent: null, named: true }
    : { consent: 'none', named: false }
}

/**
 * What an IEP 2.0 policy asks at `now` (microseconds). Outside its dates, or with dates nobody can
 * read, each statement counts in its strictest reading (M15). A statement with a word IEP does not
 * have is read as its strictest; an unreadable TLP makes the marking unknown.
 */
export const readIep = (content: Record<string, unknown>, now: bigint): Demand => {
  const policy = isContent(content.iep) ? content.iep : content
  if (!isInForce(policy, now)) {
    const words = 'an information exchange policy is not in force now and is read at its strictest'
    return { ...strictest, warnings: [words] }
  }
  const tlp = isGiven(policy.tlp) ? readTlpWord(policy.tlp) : null
  return {
    ...noDemand,
    ...readAttribution(policy.provider_attribution ?? policy.attribution),
    tlp,
    unknown: isGiven(policy.tlp) && tlp === null,
    proprietary: isGiven(policy.unmodified_resale) && wordOf(policy.unmodified_resale) !== 'may',
    actions: readActions(policy.permitted_actions),
  }
}
