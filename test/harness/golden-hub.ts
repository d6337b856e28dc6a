// The golden matrix asked of a hub: one submission for each level and consent, with a marker of
// each class of information, and what every relation finds of it over HTTP. Knows no table.
import { type Edit, type Isac, named, openIsac, organisation } from '../fixture/isac.ts'
import type { Client } from '../fixture/isac-client.ts'
import { dated, indicator, observable, type Thing, type tlp } from '../fixture/isac-object.ts'
import type {
  Consent,
  Finding,
  InformationClass,
  Level,
  Relation,
  Source,
} from './golden-matrix.ts'
import { type classes, consents, levels } from './golden-matrix.ts'

type Colour = keyof typeof tlp

const colours: Record<Level, Colour | null> = {
  clear: 'clear',
  green: 'green',
  amber: 'amber',
  'amber+strict': 'strict',
  red: 'red',
  unmarked: null,
}

/** Who stands in which relation, by credential. */
const viewers: Record<Relation, string> = {
  R0: 'a@a',
  R1: 'aide@a',
  R2: 'o@o',
  R3: 'b@b',
  R4: 'x',
  R5: 'e',
  R6: 'h2',
  R7: 'nobody',
  GOV: 'v',
}

const submissions = levels.flatMap((level) => consents.map((consent) => ({ level, consent })))
type Submission = (typeof submissions)[number]

const numberOf = ({ level, consent }: Submission): string => {
  const place = submissions.findIndex((one) => one.level === level && one.consent === consent)
  return String(place + 1).padStart(3, '0')
}

const sourceName = 'ACME K.K.'
const identityOf = (n: string): string => `identity--0ac3e000-0000-4000-8000-000000000${n}`
const pattern = (n: string): string => `[ipv4-addr:value = '203.0.113.${Number(n)}']`

/** What is looked for of each class, whole or not at all. */
const markersOf = (n: string): Record<(typeof classes)[number], string[]> => ({
  ATK: [pattern(n)],
  CTX: [`"T1${n}"`, `"kit-phase-${n}"`],
  VIC: [`Kobeworks${n}`, `standstill of ${n} hours`],
  SRC: [`TICKET-${n}`, `tool-build-${n}`],
  PII: [`hanako${n}@acme.example`, `"reader${n}@partner.example"`],
  COM: [`"192.0.2.${Number(n)}"`, `first lines ${n} of a mail`],
  SEC: [`hunter-${n}-two`],
  NAT: [`Ghost Crane ${n}`],
})

/** One object set with a marker of each class, signed by an identity of its own. */
const objectsOf = (n: string, colour: Colour | null): Thing[] => {
  const created_by_ref = identityOf(n)
  const signed = { created_by_ref }
  const hosts = [`192.0.2.${Number(n)}`, '203.0.113.200'].map((value) =>
    observable('ipv4-addr', colour, { value }),
  )
  const mails = [`lure@mail-${n}.example`, `reader${n}@partner.example`].map((value) =>
    observable('email-addr', colour, { value }),
  )
  const [inside, outside, from, to] = [...hosts, ...mails].map(({ id }) => id)
  const beacon = (what: string, description: string): Thing =>
    indicator(colour, {
      ...signed,
      name: `beacon ${what}`,
      pattern: `[domain-name:value = '${what}-${n}.example']`,
      description,
    })
  return [
    dated('identity', colour, {
      id: created_by_ref,
      name: sourceName,
      identity_class: 'organization',
    }),
    indicator(colour, {
      ...signed,
      pattern: pattern(n),
      kill_chain_phases: [{ kill_chain_name: 'kit', phase_name: `kit-phase-${n}` }],
      external_references: [
        { source_name: 'mitre-attack', external_id: `T1${n}` },
        { source_name: 'desk', external_id: `TICKET-${n}`, url: 'https://desk.acme.internal/' },
      ],
      x_acme_build: `tool-build-${n}`,
    }),
    beacon('vic', `The line of Kobeworks${n} stopped`),
    dated('incident', colour, {
      ...signed,
      name: `Outage at Kobeworks${n}`,
      description: `A standstill of ${n} hours`,
    }),
    beacon('pii', `Questions to hanako${n}@acme.example`),
    beacon('sec', `They came in with password: hunter-${n}-two`),
    dated('intrusion-set', colour, { ...signed, name: `Ghost Crane ${n}` }),
    ...hosts,
    ...mails,
    observable('network-traffic', colour, {
      src_ref: inside,
      dst_ref: outside,
      protocols: ['ipv4', 'tcp'],
    }),
    observable('email-message', colour, {
      is_multipart: false,
      subject: 'Invoice',
      from_ref: from,
      to_refs: [to],
      body: `The first lines ${n} of a mail`,
    }),
  ]
}

/** Everything a viewer is shown, as objects and as one text. */
export type View = { objects: Thing[]; text: string }

export type Views = Record<Relation, View>

const everyRelation = Object.keys(viewers) as Relation[]
const places: [string, string][] = [
  ['g1', 'one'],
  ['community', 'shared'],
  ['public', 'open'],
]

/** Every page of a collection, with every version; nothing of one that is not there. */
const readCollection = async (client: Client, collection: string): Promise<Thing[]> => {
  const found: Thing[] = []
  let next = ''
  do {
    const search = `match[version]=all&limit=500${next}`
    const { status, json } = await client.ask('GET', `${client.at(collection)}?${search}`)
    if (status === 401 || status === 403 || status === 404) return found
    if (status !== 200) throw new Error(`${status} for ${collection}`)
    found.push(...(json.objects ?? []))
    next = json.more === true ? `&next=${json.next}` : ''
  } while (next !== '')
  return found
}

/** RED is in no page: it is asked for by every id that the hub shows to persons only. */
const readNamed = async (client: Client, ids: string[]): Promise<Thing[]> => {
  const found: Thing[] = []
  for (const id of ids) {
    const { status, json } = await client.ask('GET', client.at('one', `objects/${id}/`))
    if (status === 200) found.push(...(json.objects ?? []))
  }
  return found
}

const readView = async (isac: Isac, who: string, redIds: string[]): Promise<View> => {
  const client = isac.as(who)
  const objects: Thing[] = []
  for (const [, collection] of places) objects.push(...(await readCollection(client, collection)))
  objects.push(...(await readNamed(client, redIds)))
  return { objects, text: JSON.stringify(objects) }
}

/** The hub of the cases, with an operator and with every condition met or none. */
const arrange =
  (met: boolean): Edit =>
  (hub) => {
    const numbers = submissions.map(numberOf)
    const a = named(hub.organisations, 'a')
    const assets = a.assets as { terms: string[] }
    a.identities = numbers.map(identityOf)
    a.assets = { ...assets, terms: [...assets.terms, ...numbers.map((n) => `Kobeworks${n}`)] }
    const roles = ['curator', 'auditor', 'hub-admin']
    const people = [{ name: 'o', roles }, { name: 'aide' }]
    hub.organisations.push(organisation('o', 'Operator', { kind: 'isac', people }))
    named(hub.organisations, 'h2').peer = { max_tlp: 'amber+strict', same_community: true }
    const g1 = named(hub.groups, 'g1')
    g1.clients = met ? 'need-to-know' : 'forbidden'
    if (met) {
      g1.members.h2 = 'consumer'
      for (const name of ['b', 'v']) {
        named(hub.organisations, name).clearances = [{ name: 'attribution' }]
      }
    } else {
      named(hub.collections, 'open').publish_gate = 'review'
    }
  }

const optionsOf = ({ level, consent }: Submission, met: boolean): object => ({
  consent,
  ...(met ? { community: true, authorities: ['government'] } : {}),
  ...(level === 'red' ? { recipients: met ? ['b@b', 'aide@a'] : ['c@c'] } : {}),
})

/** Submits every combination, and reads what each relation is shown in the end. */
export const readGoldenViews = async (
  t: Parameters<typeof openIsac>[0],
  met: boolean,
): Promise<Views> => {
  const isac = await openIsac(t, arrange(met))
  const submitter = isac.as(viewers.R0)
  for (const one of submissions) {
    await submitter.share(objectsOf(numberOf(one), colours[one.level]), optionsOf(one, met))
  }
  const { rows } = await isac.query(
    `select distinct f.stix_id from feed f join audience a on a.id = f.audience_id
      where a.predicate like '%"person"%'`,
  )
  const redIds = rows.map(({ stix_id }: { stix_id: string }) => stix_id)
  const views: Partial<Views> = {}
  for (const relation of everyRelation) {
    views[relation] = await readView(isac, viewers[relation], redIds)
  }
  return views as Views
}

const nameOf = ({ objects }: View, id: unknown): Source | 'nobody' => {
  const names = objects.filter((object) => object.id === id).map(({ name }) => String(name))
  if (names.includes(sourceName)) return 'org'
  if (names.some((name) => name.startsWith('Member-'))) return 'pseudonym'
  return names.includes('Information sharing hub') ? 'hub' : 'nobody'
}

const findSource = (view: View, n: string): Source | 'nobody' | 'several' | 'slip' => {
  const signed = view.objects.filter((object) => object.pattern === pattern(n))
  const sources = new Set(signed.map((object) => nameOf(view, object.created_by_ref)))
  const [source = 'nobody'] = sources
  if (sources.size > 1) return 'several'
  // Whoever is not told the source finds its identity nowhere.
  return source !== 'org' && view.text.includes(identityOf(n)) ? 'slip' : source
}

export type Found = Finding | 'part' | `${'keep' | 'changed' | 'part'}:${string}`

/** What a relation finds of a class in its view. */
export const find = (
  views: Views,
  {
    level,
    relation,
    consent,
    class: name,
  }: Submission & {
    relation: Relation
    class: InformationClass
  },
): Found => {
  const view = views[relation]
  const n = numberOf({ level, consent } as { level: Level; consent: Consent })
  const markers = markersOf(n)[name]
  const seen = markers.filter((marker) => view.text.includes(marker)).length
  const kept = seen === markers.length ? 'keep' : seen > 0 ? 'part' : 'absent'
  if (name !== 'SRC') return kept
  if (kept === 'absent' && !view.text.includes(pattern(n))) return 'absent'
  return `${kept === 'absent' ? 'changed' : kept}:${findSource(view, n)}`
}
