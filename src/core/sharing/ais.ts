// The consent marking of Automated Indicator Sharing (AIS): who may learn the source. Knows no
// object that bears it.
import { isContent } from '../stix/rules/rule.ts'
import { type Demand, joinConsent, joinTlp, noDemand } from './demand.ts'
import { readAisWord, readTlpWord } from './tag.ts'

const depthMax = 4
const consentKeys = new Set(['consent', 'aisconsent'])
const proprietaryKeys = new Set(['isproprietary', 'cisaproprietary', 'proprietary'])
const tlpKeys = new Set(['tlp', 'tlpmarking', 'color', 'colour'])

type Leaf = [key: string, value: unknown]

/** The values of a definition with their keys, whatever they are nested in. */
const listLeaves = (content: Record<string, unknown>, depth = 0): Leaf[] =>
  Object.entries(content).flatMap(([name, value]): Leaf[] => {
    const key = name.toLowerCase().replace(/[_-]/g, '')
    if (!isContent(value) || depth === depthMax) return [[key, value]]
    // STIX 1 says that something is proprietary by the presence of a structure.
    const own: Leaf[] = proprietaryKeys.has(key) ? [[key, true]] : []
    return [...own, ...listLeaves(value, depth + 1)]
  })

const isYes = (value: unknown): boolean => value === true || /^(?:true|1|yes)$/i.test(`${value}`)

/** True for a definition that speaks of consent as AIS does. */
export const isAis = (content: Record<string, unknown>): boolean =>
  listLeaves(content).some(([key]) => consentKeys.has(key))

/**
 * What an AIS marking asks. A consent that is missing or unreadable is none, as in AIS; an
 * unreadable TLP makes the marking unknown.
 */
export const readAis = (content: Record<string, unknown>): Demand => {
  const leaves = listLeaves(content)
  const valuesOf = (keys: Set<string>) => leaves.filter(([key]) => keys.has(key))
  const consents = valuesOf(consentKeys).map(([, value]) => readAisWord(value))
  const levels = valuesOf(tlpKeys).map(([, value]) => readTlpWord(value))
  return {
    ...noDemand,
    tlp: levels.reduce(joinTlp, null),
    unknown: levels.includes(null),
    consent: consents.map((word) => word?.consent ?? 'none').reduce(joinConsent, null) ?? 'none',
    proprietary:
      valuesOf(proprietaryKeys).some(([, value]) => isYes(value)) ||
      consents.some((word) => word?.proprietary === true),
  }
}
