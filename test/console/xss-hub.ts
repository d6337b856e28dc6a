// The peopled hub with the payloads in every string that a member, a steward or a reviewer writes.
import { v5 } from 'uuid'
import type { Json } from '../fixture/applied-hub.ts'
import type { Thing } from '../fixture/isac-object.ts'
import { tlp } from '../fixture/isac-object.ts'
import { openPeopledHub, type PeopledHub } from '../fixture/peopled/hub.ts'
import { identityOf, type PeopledFile } from '../fixture/peopled/hub-file.ts'
import { oneLine, pack, payloads } from './xss-payloads.ts'

const titleMax = 200
const lines = pack(payloads.map(oneLine), titleMax)
const texts = pack(payloads, 1_900)
const namespace = '0b5e7a52-3c1e-4f0d-8b7a-5a1f6a3c9d10'

const idOf = (type: string, called: string): string => {
  const text = v5(`${type} ${called}`, namespace)
  return `${type}--${text.slice(0, 14)}4${text.slice(15)}`
}

/** Titles and descriptions of what the hub file lists, and what an organisation lists of itself. */
const spoil = (file: PeopledFile): void => {
  const { hub, organisations, groups, collections } = file as Json
  Object.assign(hub, {
    title: lines[0],
    description: texts[0],
    contact: lines[1],
    phrases: Object.fromEntries(lines.map((line) => [line, 'amber'])),
  })
  const fujimi = organisations.find(({ name }: Json) => name === 'fujimi')
  fujimi.title = lines[2]
  fujimi.assets.terms.push(...payloads.map((text) => oneLine(text).trim()))
  fujimi.assets.names.push(...lines.map((line) => line.trim()))
  const rail = groups.find(({ name }: Json) => name === 'rail')
  Object.assign(rail, { title: lines[3], description: texts.join('\n').slice(0, 3_900) })
  rail.allow.labels.push(...lines.map((line) => line.trim()))
  for (const [at, title] of lines.entries()) {
    const name = `x${at}`
    organisations.push({ name, title, kind: 'company' })
    rail.members[name] = 'consumer'
    groups.push({ name: `g${at}`, title, description: texts[at % texts.length] })
    groups.at(-1).members = { fujimi: 'contributor' }
    const description = texts[at % texts.length]
    collections.push({ group: 'rail', name: `c${at}`, title, description })
  }
}

const dated = (type: string, called: string, more: object): Thing => ({
  type,
  spec_version: '2.1',
  id: idOf(type, called),
  created: '2026-11-01T00:00:00.000Z',
  modified: '2026-11-01T00:00:00.000Z',
  created_by_ref: identityOf('fujimi'),
  object_marking_refs: [tlp.green],
  ...more,
})

const quoted = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")

const indicator = (called: string, text: string, more: object): Thing =>
  dated('indicator', called, {
    name: text,
    pattern: `[url:value = '${quoted(oneLine(text))}']`,
    pattern_type: 'stix',
    valid_from: '2026-11-01T00:00:00.000Z',
    ...more,
  })

/** Every payload in every other property that holds text, a few objects in all. */
const heavy = (place: string): Thing[] =>
  texts.map((text, at) =>
    indicator(`heavy ${place} ${at}`, text, {
      description: `Fujimi Railway ${text}`,
      labels: lines,
      indicator_types: lines,
      kill_chain_phases: lines.map((line) => ({ kill_chain_name: line, phase_name: line })),
      external_references: payloads.map((payload) => ({
        source_name: payload,
        description: payload,
        url: payload,
        external_id: payload,
      })),
      x_custom: payloads,
      x_nested: { [`"><img src=x onerror=ran(${at})>`]: text },
    }),
  )

/** One object for each payload, named by it; and one that all of a part hang on. */
const named = (): Thing[] => {
  const malware = dated('malware', 'middle', { name: payloads[0], is_family: true })
  const each = payloads.map((text, at) =>
    dated('tool', `named ${at}`, { name: text, aliases: [text], tool_version: text }),
  )
  const links = each.slice(0, 40).map(({ id }, at) =>
    dated('relationship', `link ${at}`, {
      source_ref: malware.id,
      relationship_type: 'uses',
      target_ref: id,
      description: payloads[at],
    }),
  )
  return [malware, ...each, ...links]
}

const at = (collection: string): string => `/taxii2/rail/collections/${collection}/objects/`

type Spoilt = { hub: PeopledHub; objects: string[]; submissions: string[] }

const reasonsMost = 1_900

/** Half of what is held is refused, with every payload among the reasons. */
const refuse = async ({ person }: PeopledHub): Promise<void> => {
  const sato = person('sato@rail-isac')
  const { entries } = await sato('GET', '/api/reviews?limit=50')
  const reasons = pack(payloads, reasonsMost)
  for (const [at, reason] of reasons.entries()) {
    const entry = entries[at]
    if (entry !== undefined && at < entries.length / 2) {
      await sato('POST', `/api/reviews/${entry.id}/refuse`, { reason })
    } else if (entry !== undefined) {
      const act = `/api/reviews/${entry.id}/narrow`
      await sato('POST', act, { reason, tlp: 'amber' })
    }
  }
}

/** Where each is slow to write; together they hold some dozens of payloads. */
const few = 9

const write = async ({ person }: PeopledHub): Promise<void> => {
  const tanaka = person('tanaka@fujimi')
  for (const [at, title] of lines.entries()) {
    const objects = [indicator(`draft ${at}`, title, {})]
    const envelope = { group: 'rail', collection: 'indicators', objects }
    await tanaka('POST', '/api/drafts', { title, envelope })
  }
  const suzuki = person('suzuki@fujimi')
  const own = '/api/organisations/fujimi'
  for (const [at, username] of pack(payloads.map(oneLine), 250).slice(0, few).entries()) {
    const usable = `${at} ${username.replaceAll(':', '')}`.slice(0, 250)
    await suzuki('POST', `${own}/credentials`, { name: `c${at}`, how: 'basic', username: usable })
  }
  for (const line of lines.slice(0, few)) {
    await suzuki('POST', `${own}/webhooks`, { url: `https://soc.example/?${encodeURI(line)}` })
  }
  const reason = lines[4]?.trim()
  await person('kanri@sekisho')('POST', '/api/organisations/hokuto/status', {
    status: 'suspended',
    reason,
  })
  for (const [at, name] of lines.slice(0, few).entries()) {
    const entry = { name: name.trim(), description: texts[at % texts.length], type: 'string' }
    await person('kanri@sekisho')('PUT', '/api/warning-lists', { ...entry, list: [name] })
  }
}

/** Opens it. `objects` and `submissions` are pages worth opening, as their provider may. */
export const openSpoiltHub = async (t: Parameters<typeof openPeopledHub>[0]): Promise<Spoilt> => {
  const hub = await openPeopledHub(t, { edit: spoil })
  const fujimi = hub.service('fujimi')
  const purpose = lines[5]
  const x_sekisho_sharing = { purpose }
  const submissions: string[] = []
  const post = async (collection: string, objects: object[]): Promise<Json> => {
    const status = await fujimi('POST', at(collection), { objects, x_sekisho_sharing })
    submissions.push(status.id)
    return status
  }
  const open = await post('feeds', [...named(), ...heavy('feeds')])
  if (open.failure_count > 0) throw new Error(JSON.stringify(open.failures[0]))
  const held = await post('indicators', heavy('indicators'))
  if (held.failure_count > 0) throw new Error(JSON.stringify(held.failures[0]))
  // None of these is an object: their names come back with why not.
  await post(
    'feeds',
    payloads.map((text) => ({ type: text, id: text, spec_version: text })),
  )
  await refuse(hub)
  await write(hub)

  const middle = named()[0] as Thing
  const objects = [middle, ...heavy('feeds'), ...heavy('indicators')].map(({ id }) => id)
  return { hub, objects, submissions }
}
