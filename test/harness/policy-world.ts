// Posts and viewers by chance, over few names so that they meet; and what the hub's own rule is
// asked of them. Decides nothing.

import { anonymousClearance, type Clearance } from '../../src/core/sharing/clearance.ts'
import { parseExpression } from '../../src/core/sharing/expression.ts'
import type { Label } from '../../src/core/sharing/label.ts'
import type { Directory, ResolvedOptions } from '../../src/core/sharing/options.ts'
import type { Situation } from '../../src/core/sharing/situation.ts'
import type { Chance } from './chance.ts'
import { type Expression, mentions, printExpression, type Word } from './reference-addressees.ts'
import { consents, type Post, relations, strictness } from './reference-post.ts'

export const home = 'g1'
const groups = [home, 'g2']
const organisations = ['o1', 'o2', 'o3', 'o4', 'o5', 'o6', 'o7', 'o8']
const sectors = ['railway', 'energy']
const kinds = [
  ...['company', 'company', 'company', 'mssp'],
  ...['government', 'law-enforcement', 'regulator', 'peer-hub'],
]
const levels = ['observer', 'consumer', 'contributor', 'trusted', 'steward'] as const
export const collections = { home: 'c1', community: 'c2', public: 'c3' }
export const now = 1_000_000n

const some = <T>(chance: Chance, choices: readonly T[], share: number): T[] =>
  choices.filter(() => chance.chance(share))
const maybe = <T>(chance: Chance, share: number, make: () => T): T | null =>
  chance.chance(share) ? make() : null

const personOf = (organisation: string): string => `p-${organisation}`

/** A credential as it can be: an organisation's, or nobody's. `latest` bounds what it sees from. */
export const makeViewer = (chance: Chance, latest: number): Clearance => {
  if (chance.chance(0.04)) return anonymousClearance
  const organisation = chance.pick(organisations)
  const place = organisations.indexOf(organisation)
  // What an organisation is does not change from one viewer to the next; what it holds does.
  const kind = kinds[place] as string
  const seesFrom = () => (chance.chance(0.8) ? 0 : chance.below(latest))
  const status = chance.chance(0.85)
    ? 'active'
    : chance.pick(['restricted', 'suspended', 'terminated', 'applicant'])
  const memberships = some(chance, groups, 0.55).map((group) => ({
    group_id: group,
    group,
    level: chance.pick(levels),
    accepted: chance.chance(0.85),
    sees_from: seesFrom(),
  }))
  const service = chance.chance(0.6)
  const sponsored = some(chance, groups, 0.35).filter(
    (group) => !memberships.some(({ group_id }) => group_id === group) || chance.chance(0.05),
  )
  return {
    organisation_id: organisation,
    organisation,
    status,
    kind,
    country: 'JP',
    sectors: some(chance, sectors, 0.4),
    principal_id: service ? `feed-${organisation}` : `${personOf(organisation)}-${chance.below(2)}`,
    service,
    max_tlp: maybe(chance, 0.3, () => chance.pick(strictness)),
    memberships,
    sponsors: sponsored.flatMap((group) =>
      some(chance, organisations, 0.3).map((sponsor) => ({
        group_id: group,
        group,
        organisation_id: sponsor,
        sees_from: seesFrom(),
      })),
    ),
    clearances: some(chance, ['attribution'], 0.5),
    community: status === 'active' && chance.chance(0.9),
  }
}

const makeWord = (chance: Chance): Word => {
  const organisation = chance.pick(organisations)
  return chance.pick<() => Word>([
    () => ({ word: 'group', name: chance.pick(groups) }),
    () => ({ word: 'org', name: organisation }),
    () => ({ word: 'org', name: organisation }),
    () => ({ word: 'person', name: `${personOf(organisation)}-0` }),
    () => ({ word: 'sector', name: chance.pick(sectors) }),
    () => ({ word: 'level', level: chance.below(5) }),
    () => ({ word: 'clearance', name: 'attribution' }),
    () => ({ word: 'kind', name: chance.pick(['government', 'mssp']) }),
    () => ({ word: chance.pick(['community', 'public'] as const) }),
  ])()
}

const makeTerm = (chance: Chance, depth: number): Expression => {
  if (depth <= 0 || chance.chance(0.6)) return makeWord(chance)
  if (chance.chance(0.5)) return makeExpression(chance, depth - 1)
  return { common: [makeTerm(chance, depth - 1), makeTerm(chance, depth - 1)] }
}

const several = <T>(chance: Chance, least: number, most: number, make: () => T): T[] =>
  Array.from({ length: least + chance.below(most - least + 1) }, make)

const makeOrganisation = (chance: Chance): Word => ({
  word: 'org',
  name: chance.pick(organisations),
})

/** What people take away: a word, what two have in common, or several but one. */
const makeTaken = (chance: Chance): Expression => {
  const words = () => [makeWord(chance), makeWord(chance)]
  if (chance.chance(0.7)) return makeWord(chance)
  if (chance.chance(0.5)) return { common: words() }
  return { added: words(), taken: several(chance, 0, 1, () => makeOrganisation(chance)) }
}

export const makeExpression = (chance: Chance, depth = 2): Expression => {
  const added = several(chance, 1, 3, () => makeTerm(chance, depth))
  const taken = several(chance, 0, 2, () => makeTaken(chance))
  const bare = chance.chance(0.35)
  const left = several(chance, 0, 2, () => makeOrganisation(chance))
  // Often what people write: a group but somebody.
  return bare ? { added: [{ word: 'group', name: home }], taken: left } : { added, taken }
}

const moments = [1n, now - 1n, now, now + 1n, now + 2_000n]

const makeAsked = (chance: Chance): Post['asked'] => {
  const moment = () => maybe(chance, 0.15, () => chance.pick(moments))
  const persons = () => {
    const organisation = chance.pick(organisations)
    return { person: `${personOf(organisation)}-${chance.below(2)}`, organisation }
  }
  return {
    consent: maybe(chance, 0.6, () => chance.pick(consents)),
    authorities: some(chance, ['government', 'law-enforcement', 'regulator'], 0.2),
    exclude: chance.chance(0.7) ? [] : several(chance, 1, 2, () => chance.pick(organisations)),
    community: maybe(chance, 0.4, () => chance.chance(0.75)),
    public: maybe(chance, 0.25, () => chance.chance(0.7)),
    addressed: maybe(chance, 0.35, () => makeExpression(chance)),
    recipients: chance.chance(0.55) ? several(chance, 1, 3, persons) : [],
    notBefore: moment(),
    notAfter: moment(),
    stages: chance.chance(0.85)
      ? []
      : several(chance, 1, 4, () => ({
          to: chance.pick(relations),
          opens: moment(),
          closes: moment(),
          on: maybe(chance, 0.2, () => chance.pick(['published', 'takedown'])),
        })),
    tearline: chance.chance(0.5),
    profile: maybe(chance, 0.2, () => chance.pick(['P1', 'P2', 'P3'] as const)),
    approval: chance.chance(0.05),
  }
}

export const makePost = (chance: Chance): Post => {
  const owner = chance.pick(organisations.slice(0, 4))
  const rarely = () => chance.chance(0.12)
  const level = chance.pick(strictness)
  const asked = makeAsked(chance)
  // What RED's tear-line leaves to others is seldom met otherwise.
  const torn = level === 'red' && chance.chance(0.6)
  return {
    level,
    parts: !torn && chance.chance(0.6) ? [] : several(chance, 1, 2, () => chance.pick(strictness)),
    markedConsent: maybe(chance, 0.3, () => chance.pick(consents)),
    mustName: chance.chance(0.05),
    unknown: chance.chance(0.05),
    foreign: rarely(),
    attribution: rarely(),
    owner,
    submitter: { id: `${personOf(owner)}-0`, person: chance.chance(0.6) },
    group: {
      id: home,
      most: chance.chance(0.7) ? 'amber+strict' : chance.pick(strictness),
      clients: chance.pick(['forbidden', 'need-to-know', 'allowed'] as const),
      consent: chance.pick(consents),
      attribution: chance.pick(['cleared', 'members'] as const),
      approval: chance.chance(0.05),
    },
    spreads: {
      community: chance.chance(0.85),
      public: chance.chance(0.15)
        ? null
        : chance.pick(['automatic', 'automatic', 'review'] as const),
    },
    now,
    asked: { ...asked, tearline: torn || asked.tearline },
  }
}

const directory: Directory = {
  organisation: (name) => name,
  person: (name) => ({ principal_id: name, organisation_id: '' }),
  group: (name) => name,
}

/** What a post addresses, as the hub reads its text; null where the text is too much for it. */
const readAddressed = (addressed: Expression | null) => {
  if (addressed === null) return { ok: true, audience: null } as const
  return parseExpression(printExpression(addressed), directory, home)
}

export const labelOf = (post: Post): Label => ({
  tlp: post.level,
  marked: true,
  consent: post.markedConsent,
  proprietary: false,
  unknown: post.unknown,
  foreign: post.foreign,
  attribution: post.attribution,
  parts: post.parts.map((tlp, index) => ({ path: ['labels', index], tlp })),
  pap: null,
  actions: null,
  attribution_demanded: post.mustName,
  warnings: [],
  refused: null,
})

const optionsOf = ({ asked }: Post): ResolvedOptions | null => {
  const read = readAddressed(asked.addressed)
  if (!read.ok) return null
  const { addressed } = asked
  const mentioned = (word: 'community' | 'public') =>
    addressed !== null && mentions(addressed, word) ? true : null
  return {
    consent: asked.consent,
    victim_consent: false,
    authorities: asked.authorities,
    exclude: asked.exclude,
    community: asked.community ?? mentioned('community'),
    public: asked.public ?? mentioned('public'),
    addressed: read.audience,
    recipients: asked.recipients.map(({ person, organisation }) => ({
      principal_id: person,
      organisation_id: organisation,
    })),
    not_before: asked.notBefore,
    not_after: asked.notAfter,
    stages: asked.stages,
    on_behalf_of: null,
    purpose: null,
    tearline: asked.tearline,
    profile: asked.profile,
    approval: asked.approval,
  }
}

/** The situation the hub plans in; null for a post whose expression it does not take. */
export const situationOf = (post: Post): Situation | null => {
  const options = optionsOf(post)
  if (options === null) return null
  const { owner, submitter, group, spreads } = post
  return {
    collection_id: collections.home,
    group_id: group.id,
    owner_id: owner,
    submitter_id: submitter.id,
    submitter_is_person: submitter.person,
    group: {
      max_tlp: group.most,
      clients: group.clients,
      consent: group.consent,
      attribution: group.attribution,
      provider_approval: group.approval,
    },
    community: spreads.community ? { collection_id: collections.community } : null,
    public:
      spreads.public === null ? null : { collection_id: collections.public, gate: spreads.public },
    now: post.now,
    options,
  }
}
