// What a hub gives over HTTP against the second telling of the sharing rule: random submissions,
// and what every credential finds of them. Knows who is who from the hub file alone.
import { anonymousClearance, type Clearance } from '../../src/core/sharing/clearance.ts'
import { type Edit, type Isac, named, openIsac, organisation, tokenOf } from '../fixture/isac.ts'
import type { Client } from '../fixture/isac-client.ts'
import { type Colour, dated, identityOfA, indicator, type Thing } from '../fixture/isac-object.ts'
import type { Chance } from './chance.ts'
import { type Expression, printExpression, type Word } from './reference-addressees.ts'
import { openDecision, type Shown } from './reference-policy.ts'
import {
  consents,
  type Post,
  type Profile,
  type Rule,
  relations,
  strictness,
} from './reference-post.ts'

const members = ['b', 'c', 'd', 'm', 'v', 'h2', 'w', 'l'] as const
const colours: Record<string, Colour> = { 'amber+strict': 'strict' }

/** The cases' hub with a peer, the police and an observer in the group, and with caps. */
const arrange: Edit = (hub) => {
  hub.organisations.push(
    organisation('w', 'Watch Ltd.'),
    organisation('l', 'Police', { kind: 'law-enforcement' }),
  )
  named(hub.organisations, 'h2').peer = { max_tlp: 'amber', same_community: true }
  const g1 = named(hub.groups, 'g1')
  Object.assign(g1.members, { h2: 'consumer', l: 'consumer', w: 'observer', c: 'trusted' })
  named(hub.organisations, 'c').clearances = [{ name: 'attribution' }]
  named(hub.organisations, 'v').clearances = [{ name: 'attribution' }]
  named(hub.organisations, 'd').sectors = ['railway']
  named(hub.organisations, 'e').status = 'restricted'
  const b = named(hub.organisations, 'b').credentials as object[]
  const capped = { name: 'capped', kind: 'service', max_tlp: 'green', token: tokenOf('capped@b') }
  b.push(capped)
}

const ranks: Record<string, [string, Clearance['memberships'][number]['level']][]> = {
  a: [['g1', 'contributor']],
  b: [['g1', 'contributor']],
  c: [
    ['g1', 'trusted'],
    ['g2', 'contributor'],
  ],
  d: [['g1', 'steward']],
  m: [['g1', 'contributor']],
  v: [['g1', 'consumer']],
  h2: [['g1', 'consumer']],
  w: [['g1', 'observer']],
  l: [['g1', 'consumer']],
  e: [['g2', 'contributor']],
  f: [['g2', 'contributor']],
}
const kinds: Record<string, string> = {
  v: 'government',
  l: 'law-enforcement',
  h2: 'peer-hub',
  m: 'mssp',
}
const everybody = ['a', 'b', 'c', 'd', 'e', 'f', 'm', 'x', 'y', 'z', 'v', 'h2', 'w', 'l']

/** What the hub file gives a credential: `a` the feed, `a@a` a person, `nobody` none. */
const clearanceOf = (who: string): Clearance => {
  if (who === 'nobody') return anonymousClearance
  const [person, at] = who.split('@') as [string, string?]
  const name = at ?? person
  const active = name !== 'e'
  const vouched = name === 'x' || name === 'y'
  const caps: Record<string, Clearance['max_tlp']> = { 'capped@b': 'green', h2: 'amber' }
  return {
    organisation_id: name,
    organisation: name,
    status: active ? 'active' : 'restricted',
    kind: kinds[name] ?? 'company',
    country: 'JP',
    sectors: name === 'a' || name === 'd' ? ['railway'] : [],
    principal_id: who,
    service: at === undefined || person === 'capped',
    max_tlp: caps[who] ?? caps[name] ?? null,
    memberships: (ranks[name] ?? []).map(([group, level]) => ({
      ...{ group_id: group, group, level },
      ...{ accepted: true, sees_from: 0 },
    })),
    sponsors: vouched ? [{ group_id: 'g1', group: 'g1', organisation_id: 'm', sees_from: 0 }] : [],
    clearances: name === 'c' || name === 'v' ? ['attribution'] : [],
    community: active,
  }
}

const viewers = [
  ...everybody.flatMap((name) => [name, `${name}@${name}`]),
  ...['aide@a', 'aide@b', 'capped@b', 'nobody'],
]

const makeWord = (chance: Chance): Word =>
  chance.pick<Word>([
    { word: 'group', name: 'g1' },
    { word: 'org', name: chance.pick(members) },
    { word: 'sector', name: 'railway' },
    { word: 'person', name: chance.pick(['b@b', 'aide@b', 'v@v']) },
    { word: 'level', level: 1 + chance.below(4) },
    { word: 'kind', name: 'mssp' },
    { word: 'community' },
  ])

const makeAddressed = (chance: Chance): Expression => ({
  added: [makeWord(chance), ...(chance.chance(0.5) ? [makeWord(chance)] : [])],
  taken: chance.chance(0.5) ? [{ word: 'org', name: chance.pick(members) }] : [],
})

const maybe = <T>(chance: Chance, share: number, make: () => T): T | null =>
  chance.chance(share) ? make() : null

const some = <T>(chance: Chance, choices: readonly T[], share: number): T[] =>
  choices.filter(() => chance.chance(share))

const makePost = (chance: Chance, person: boolean): Post => {
  const soon = BigInt(Date.now() + 3_600_000) * 1000n
  const level = chance.pick(strictness)
  const attribution = chance.chance(0.2)
  // Of attribution P3 has no form at all, whoever may see it.
  const profiles = ['P1', 'P2', ...(attribution ? [] : ['P3'])]
  const persons = ['aide@a', 'b@b', 'c@c', 'v@v', 'm@m']
  return {
    ...{ level, parts: [], markedConsent: null, mustName: false, unknown: false, foreign: false },
    attribution,
    owner: 'a',
    submitter: { id: person ? 'a@a' : 'a', person },
    group: {
      ...{ id: 'g1', most: 'amber+strict', clients: 'need-to-know', consent: 'none' },
      ...{ attribution: 'cleared', approval: false },
    },
    spreads: { community: true, public: 'automatic' },
    now: BigInt(Date.now()) * 1000n,
    asked: {
      consent: maybe(chance, 0.7, () => chance.pick(consents)),
      authorities: some(chance, ['government', 'law-enforcement', 'regulator'], 0.3),
      exclude: chance.chance(0.6) ? [] : [chance.pick(members)],
      community: maybe(chance, 0.5, () => chance.chance(0.75)),
      public: maybe(chance, 0.2, () => chance.chance(0.5)),
      addressed: maybe(chance, 0.35, () => makeAddressed(chance)),
      recipients: (level === 'red' ? some(chance, persons, 0.5) : []).map((one) => ({
        person: one,
        organisation: one.slice(one.indexOf('@') + 1),
      })),
      notBefore: maybe(chance, 0.06, () => soon),
      notAfter: null,
      stages: some(chance, relations, chance.chance(0.15) ? 0.5 : 0).map((to) => ({
        to,
        ...{ opens: null, closes: null },
        on: maybe(chance, 0.3, () => 'published'),
      })),
      tearline: chance.chance(0.3),
      profile: maybe(chance, 0.15, () => chance.pick(profiles)),
      approval: chance.chance(0.06),
    },
  } as Post
}

const present = (record: Record<string, unknown>): object =>
  Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null))

/** The same as a client writes it. */
const optionsOf = ({ asked }: Post): object =>
  present({
    ...{ consent: asked.consent, authorities: asked.authorities, exclude: asked.exclude },
    ...{ community: asked.community, public: asked.public, tearline: asked.tearline },
    addressed: asked.addressed === null ? null : printExpression(asked.addressed),
    recipients: asked.recipients.map(({ person }) => person),
    not_before:
      asked.notBefore === null ? null : new Date(Number(asked.notBefore / 1000n)).toISOString(),
    stages: asked.stages.map(({ to, on }) => present({ to, on })),
    ...{ profile: asked.profile, approval: asked.approval },
  })

const objectOf = ({ level, attribution }: Post, place: number): Thing => {
  const colour = colours[level] ?? (level as Colour)
  const marker = `mark-${String(place).padStart(4, '0')}.example`
  if (!attribution) return indicator(colour, { pattern: `[domain-name:value = '${marker}']` })
  return dated('intrusion-set', colour, { name: marker, created_by_ref: identityOfA })
}

/** Every object of every collection that a client may read, RED by its ids. */
const readAll = async (client: Client, redIds: string[]): Promise<Thing[]> => {
  const found: Thing[] = []
  const read = async (url: string): Promise<void> => {
    const { status, json } = await client.ask('GET', url)
    if (status === 200) found.push(...(json.objects ?? []))
    if (json.more === true) throw new Error('more than a page')
  }
  for (const place of ['one', 'shared', 'open']) await read(`${client.at(place)}?limit=5000`)
  const met = new Set(found.map(({ id }) => id))
  for (const id of redIds) if (!met.has(id)) await read(client.at('one', `objects/${id}/`))
  return found
}

type Told = { profile: 'whole' | 'P2' | 'P3'; attributed: boolean }

const exact = '2026-01-01T09:41:07.123Z'

/** In which form an object is, as far as a reader can tell. */
const tell = (object: Thing, all: Thing[]): Told => {
  const hours = object.created === exact ? 'whole' : 'P2'
  const profile = String(object.created).includes('T00:00:00') ? 'P3' : hours
  const identity = all.find(({ id }) => id === object.created_by_ref)
  return { profile, attributed: identity === undefined }
}

const expectForm = (shown: Shown | null): Told[] => {
  if (shown === null || shown.opens !== null || shown.gate !== null) return []
  const profiles: Record<Profile, Told['profile']> = {
    P0: 'whole',
    P1: 'whole',
    P2: 'P2',
    P3: 'P3',
  }
  return [{ profile: profiles[shown.profile], attributed: shown.attributed }]
}

export type HttpRun = {
  decisions: number
  seen: number
  /** Disagreements with the reference, or with one that leaves out a rule. */
  compare(left?: Rule): string[]
}

const markerIn = (object: Thing): string | undefined =>
  /mark-\d{4}\.example/.exec(`${object.pattern} ${object.name}`)?.[0]

const redIdsOf = async (isac: Isac): Promise<string[]> => {
  const { rows } = await isac.query(`select distinct f.stix_id from feed f
    join audience a on a.id = f.audience_id where a.predicate like '%"person"%'`)
  return rows.map(({ stix_id }: { stix_id: string }) => stix_id)
}

/** Submits `count` posts and reads what everybody is shown of them. */
export const runHttp = async (
  t: Parameters<typeof openIsac>[0],
  chance: Chance,
  count: number,
): Promise<HttpRun> => {
  const isac = await openIsac(t, arrange)
  const posts = Array.from({ length: count }, () => makePost(chance, chance.chance(0.6)))
  for (const [place, post] of posts.entries()) {
    const submitter = isac.as(post.submitter.person ? 'a@a' : 'a')
    const { status, text } = await submitter.post([objectOf(post, place)], optionsOf(post))
    if (status !== 202) throw new Error(`${status} ${text} ${JSON.stringify(optionsOf(post))}`)
  }
  const redIds = await redIdsOf(isac)
  const forms = new Map<string, Told[]>()
  for (const who of viewers) {
    const all = await readAll(isac.as(who), redIds)
    for (const object of all) {
      const key = `${who} ${markerIn(object)}`
      forms.set(key, [...(forms.get(key) ?? []), tell(object, all)])
    }
  }
  const compare = (left?: Rule): string[] =>
    posts.flatMap((post, place) => {
      const decide = openDecision(post, left ?? null)
      const marker = `mark-${String(place).padStart(4, '0')}.example`
      return viewers.flatMap((who) => {
        const wanted = JSON.stringify(expectForm(decide(clearanceOf(who))))
        const found = JSON.stringify(forms.get(`${who} ${marker}`) ?? [])
        if (wanted === found) return []
        const options = JSON.stringify(optionsOf(post))
        return [`${who} of ${post.level} ${options}: ${found}, wanted ${wanted}`]
      })
    })
  const seen = [...forms].filter(([key]) => !key.endsWith('undefined')).length
  return { decisions: posts.length * viewers.length, seen, compare }
}
