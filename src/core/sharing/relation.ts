// Who stands in which relation to a version: the readers of each segment, before anything is taken
// from them because they stand nearer in another. Knows no time and no form.
import type { Atom, Clause } from './audience.ts'
import { type Consent, reachesConsent } from './consent.ts'
import type { SegmentName } from './segment.ts'
import type { Situation } from './situation.ts'

/** The segments a version has besides its owner's and those of named persons. */
export type SharedName = Exclude<SegmentName, 'owner' | 'named'>

/** Kinds of organisations that see nothing their provider did not consent to. */
const authorityKinds = ['government', 'law-enforcement', 'regulator']
const peerKind = 'peer-hub'

const ofKind = (kind: string): Atom => ({ is: 'kind', kind })
const ofOrganisation = (id: string): Atom => ({ is: 'organisation', id })

/** The kinds of authorities that may see a version at all. */
export const consentedKinds = (s: Situation, consent: Consent): string[] =>
  authorityKinds.filter(
    (kind) =>
      s.options.authorities.includes(kind) ||
      consent === 'everyone' ||
      (consent === 'government' && kind === 'government'),
  )

/**
 * The clauses that say who is in a relation. Whoever is excluded, the owner, and authorities that
 * were not consented to are in none.
 */
export const relationOf = (s: Situation, name: SharedName, kinds: string[]): Clause[] => {
  const { group_id: group, owner_id, options } = s
  const reader: Atom = { is: 'member', group, level: 'consumer' }
  const outsiders = [owner_id, ...options.exclude].map(ofOrganisation)
  const refused = authorityKinds.filter((kind) => !kinds.includes(kind)).map(ofKind)
  const none = [...outsiders, ...refused]
  switch (name) {
    case 'members':
      return [{ all: [reader], none: [...outsiders, ...[...authorityKinds, peerKind].map(ofKind)] }]
    case 'authorities':
      return kinds.map((kind) => ({ all: [reader, ofKind(kind)], none: outsiders }))
    case 'peers':
      return [{ all: [reader, ofKind(peerKind)], none: outsiders }]
    case 'clients':
      return [{ all: [{ is: 'client', group, except: options.exclude }], none }]
    case 'community':
      return [{ all: [{ is: 'community' }], none }]
    case 'public':
      return [{ all: [{ is: 'anyone' }], none }]
  }
}

/**
 * Who stands nearer than a relation and is served there: the closest relation wins. Members of
 * whatever level, clients of whatever sponsor; clients also where somebody is excluded, who may be
 * their sponsor.
 */
export const nearerThan = (s: Situation, name: SharedName, planned: SharedName[]): Atom[] => {
  const { group_id: group } = s
  const inGroup = planned.some((one) => ['members', 'authorities', 'peers'].includes(one))
  if (['members', 'authorities', 'peers'].includes(name)) return []
  const asClient = planned.includes('clients') || s.options.exclude.length > 0
  const nearer: [boolean, Atom][] = [
    [inGroup || name === 'clients', { is: 'member', group, level: 'observer' }],
    [asClient && name !== 'clients', { is: 'client', group, except: [] }],
    [name === 'public' && planned.includes('community'), { is: 'community' }],
  ]
  return nearer.filter(([served]) => served).map(([, atom]) => atom)
}

/** Whether a relation may be told who the source is, under a consent. */
export const isAttributed = (
  name: SharedName | 'named',
  consent: Consent,
  kinds: string[],
): boolean => {
  if (name === 'members' || name === 'named') return reachesConsent(consent, 'group')
  if (name !== 'authorities') return consent === 'everyone'
  const onlyGovernment = kinds.every((kind) => kind === 'government')
  return reachesConsent(consent, onlyGovernment ? 'government' : 'group')
}
