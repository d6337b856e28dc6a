// The hub both worlds describe: organisations of every relation, two groups, and who looks. Knows
// no script.
import { createHash } from 'node:crypto'
import { printToken } from '../../../src/core/credential/token.ts'
import type { Tlp } from '../../../src/core/stix/marking.ts'

export type Level = 'observer' | 'consumer' | 'contributor' | 'trusted' | 'steward'
export type Group = 'rail' | 'sea'
export type CollectionName = 'indicators' | 'reports' | 'held' | 'ships' | 'shared' | 'open'

/** Where each collection is: its API root and its id. */
export const collections: Record<CollectionName, { root: string; id: string }> = {
  indicators: { root: 'rail', id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116' },
  reports: { root: 'rail', id: '0d1f6c3a-52b7-4e0e-9c39-5a1b3f0c7e21' },
  held: { root: 'rail', id: '7b3d9e5f-2c64-4a8b-9d71-4e6f8a0b2c53' },
  ships: { root: 'sea', id: '6a2c9f4e-1d53-4b7a-8f60-2b9e4d7c1a35' },
  shared: { root: 'community', id: '3c5e7a19-8b2d-4f61-a0c4-7d9e1b3f5a27' },
  open: { root: 'public', id: '5e7a9c1b-4d3f-4a82-b6e0-9f1c3d5b7a49' },
}

export const collectionNames = Object.keys(collections) as CollectionName[]

export type OrganisationName = keyof typeof organisations

const identityOf = (n: number): string => `identity--0a0b0c0d-0000-4000-8000-00000000000${n}`

/** What an organisation is; `in` is its level in each group. */
type Organisation = {
  kind?: string
  status?: string
  in: Partial<Record<Group, Level>>
  more?: Record<string, unknown>
  person?: string
  roles?: string[]
}

export const organisations = {
  acme: {
    in: { rail: 'contributor' },
    person: 'taro',
    more: {
      identities: [identityOf(1)],
      sectors: ['transport'],
      assets: { domains: ['acme.example'], cidrs: ['192.0.2.0/28'], terms: ['Acme Rail'] },
    },
  },
  bolt: {
    in: { rail: 'contributor', sea: 'contributor' },
    person: 'jiro',
    roles: ['analyst', 'org-admin'],
    more: {
      identities: [identityOf(2)],
      sectors: ['energy'],
      assets: { domains: ['bolt.example'] },
      clearances: [{ name: 'attribution' }],
    },
  },
  cargo: { in: { rail: 'contributor' }, person: 'saburo', more: { sectors: ['transport'] } },
  mssp: { kind: 'mssp', in: { rail: 'contributor' }, more: { vouches: ['shop'] } },
  cert: { kind: 'cert', in: { rail: 'steward' }, person: 'yuki', roles: ['curator'] },
  agency: { kind: 'government', in: { rail: 'consumer' } },
  watcher: { in: { rail: 'observer' } },
  peerhub: { kind: 'peer-hub', in: { rail: 'consumer' }, more: { peer: { max_tlp: 'amber' } } },
  ferry: { in: { sea: 'contributor' }, person: 'hanako' },
  coast: { in: { sea: 'consumer' } },
  shop: { in: {}, more: { client_of: ['mssp'] } },
  stranger: { in: {} },
  paused: { status: 'restricted', in: { rail: 'contributor' } },
} satisfies Record<string, Organisation>

export const organisationNames = Object.keys(organisations) as OrganisationName[]

export const organisationOf = (name: OrganisationName): Organisation => organisations[name]

/** Who may look on: a service, one with a cap, a person, or nobody in particular. */
export type Viewer = {
  name: string
  organisation: OrganisationName | null
  person: boolean
  max_tlp: Tlp | null
}

const service = (organisation: OrganisationName): Viewer => ({
  name: organisation,
  organisation,
  person: false,
  max_tlp: null,
})

const personOf = (organisation: OrganisationName): Viewer => ({
  name: `${organisationOf(organisation).person}@${organisation}`,
  organisation,
  person: true,
  max_tlp: null,
})

export const viewers: Viewer[] = [
  ...organisationNames.map(service),
  personOf('bolt'),
  personOf('cargo'),
  personOf('cert'),
  { name: 'cargo capped', organisation: 'cargo', person: false, max_tlp: 'green' },
  { name: 'anonymous', organisation: null, person: false, max_tlp: null },
]

/** Who decides on what waits in the collection `held`. */
export const reviewer = 'yuki@cert'

export const viewerNamed = (name: string): Viewer =>
  viewers.find((viewer) => viewer.name === name) as Viewer

/** The bearer token of a credential, the same in every run. */
export const tokenOf = (name: string): string =>
  printToken('twin', createHash('sha256').update(name).digest().subarray(0, 20))

/** What a script changes of the hub: the status or a level of an organisation, or a title. */
export type Edits = {
  status?: Partial<Record<string, string>>
  level?: Partial<Record<string, Level | null>>
  title?: string
}

const credentialsOf = (name: OrganisationName, person?: string) => [
  { name: 'feed', token: tokenOf(name) },
  ...(name === 'cargo'
    ? [{ name: 'capped', token: tokenOf('cargo capped'), max_tlp: 'green' }]
    : []),
  ...(person === undefined
    ? []
    : [{ name: 'own', kind: 'person', person, token: tokenOf(`${person}@${name}`) }]),
]

const describeOrganisation = (name: OrganisationName, edits: Edits) => {
  const entry = organisationOf(name)
  const { kind = 'company', status = 'active', person, roles = ['analyst'], more = {} } = entry
  return {
    name,
    title: `Title of ${name}`,
    kind,
    status: edits.status?.[name] ?? status,
    ...more,
    credentials: credentialsOf(name, person),
    ...(person === undefined ? {} : { people: [{ name: person, roles }] }),
  }
}

const membersOf = (group: Group, edits: Edits) =>
  Object.fromEntries(
    organisationNames.flatMap((name) => {
      const edited = edits.level?.[`${name} ${group}`]
      const level = edited === undefined ? organisationOf(name).in[group] : edited
      return level === undefined || level === null ? [] : [[name, level]]
    }),
  )

/** The hub file under some edits, as text. */
export const describeHub = (edits: Edits): string =>
  JSON.stringify({
    hub: { title: 'Twin', contact: 'soc@twin.example' },
    organisations: organisationNames.map((name) => describeOrganisation(name, edits)),
    groups: [
      {
        name: 'rail',
        title: 'Rail',
        members: membersOf('rail', edits),
        default_tlp: 'amber',
        clients: 'need-to-know',
        recall: true,
      },
      {
        name: 'sea',
        title: edits.title ?? 'Sea',
        members: membersOf('sea', edits),
        history: 'none',
        consent: 'group',
        attribution: 'members',
      },
    ],
    collections: [
      {
        group: 'rail',
        name: 'indicators',
        title: 'Indicators',
        alias: 'ioc',
        id: collections.indicators.id,
        spreads_to: { community: 'shared', public: 'open' },
      },
      { group: 'rail', name: 'reports', title: 'Reports', id: collections.reports.id },
      {
        group: 'rail',
        name: 'held',
        title: 'Held',
        id: collections.held.id,
        review: 'always',
        spreads_to: { community: 'shared' },
      },
      {
        group: 'sea',
        name: 'ships',
        title: edits.title ?? 'Ships',
        id: collections.ships.id,
        spreads_to: { community: 'shared' },
      },
      { group: 'community', name: 'shared', title: 'Shared', id: collections.shared.id },
      {
        group: 'public',
        name: 'open',
        title: 'Open',
        id: collections.open.id,
        publish_gate: 'automatic',
      },
    ],
  })
