// The hub of the long run: two groups, what each organisation of them may and may not see, and the
// objects that say so themselves. Knows no run.
import { randomUUID } from 'node:crypto'
import { printToken } from '../../../src/core/credential/token.ts'

export type Group = 'rail' | 'energy'
/** `named` excludes one member of the group. */
export type Kind = 'plain' | 'strict' | 'red' | 'named'

const collectionIds: Record<Group, string> = {
  rail: '91a7b528-80eb-42ed-a74d-c6fbd5a26116',
  energy: '0c4e6f3a-52d5-4f0c-9d8a-1f5f3f7a9b21',
}

export const objectsPath = (group: Group): string =>
  `/taxii2/${group}/collections/${collectionIds[group]}/objects/`

const tokens = new Map<string, string>()

const tokenOf = (name: string): string => {
  const kept = tokens.get(name)
  if (kept !== undefined) return kept
  const token = printToken('cluster', crypto.getRandomValues(new Uint8Array(20)))
  tokens.set(name, token)
  return token
}

const taxii = 'application/taxii+json;version=2.1'

export const headersOf = (name: string): Record<string, string> => ({
  authorization: `Bearer ${tokenOf(name)}`,
  accept: taxii,
  'content-type': taxii,
})

/** `shop` is a client of `acme`, who vouches for it. */
const members: Record<Group, readonly string[]> = {
  rail: ['acme', 'bolt', 'carl', 'dora'],
  energy: ['volt', 'watt'],
}
const writers: Record<Group, readonly string[]> = {
  rail: ['mine', 'nora', 'otto', 'pier', 'quay', 'rosa'],
  energy: ['sina', 'tess'],
}

export const listWriters = (): { name: string; group: Group }[] =>
  (['rail', 'energy'] as const).flatMap((group) => writers[group].map((name) => ({ name, group })))

/** Who polls what, `count` in all: half of them in `rail` are of its members in turn. */
export const listPollers = (count: number): { name: string; group: Group }[] => {
  const one = [
    ...members.rail.map((name) => ({ name, group: 'rail' as const })),
    ...members.energy.map((name) => ({ name, group: 'energy' as const })),
    { name: 'shop', group: 'rail' as const },
  ]
  return Array.from({ length: count }, (_, n) => one[n % one.length]!)
}

/** TLP:RED is for the person, and for no service of the same organisation. */
const people = ', people: [{ name: iris, email: iris@member.example }]'

const organisation = (name: string, more = ''): string =>
  `  - { name: ${name}, title: ${name}, kind: company${more},
      credentials: [{ name: feed, token: ${tokenOf(name)} }] }`

const group = (name: Group): string => {
  const levels = [
    ...members[name].map((one) => `${one}: consumer`),
    ...writers[name].map((one) => `${one}: contributor`),
  ]
  return `  - { name: ${name}, title: ${name}, clients: allowed, max_tlp: red, members: { ${levels.join(', ')} } }`
}

export const hubFile = (): string => `
organisations:
${[...members.rail, ...members.energy, ...writers.rail, ...writers.energy]
  .filter((name) => name !== 'acme')
  .map((name) => organisation(name, name === 'dora' || name === 'volt' ? people : ''))
  .join('\n')}
${organisation('acme', ', vouches: [shop]')}
${organisation('shop', ', client_of: [acme]')}
groups:
${group('rail')}
${group('energy')}
collections:
  - { group: rail, name: indicators, title: Indicators, id: ${collectionIds.rail} }
  - { group: energy, name: indicators, title: Indicators, id: ${collectionIds.energy} }
`

const markings: Record<Kind, string> = {
  plain: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  named: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  strict: 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
}

/** An attacker's domain survives every profile, so that the canary in it does. */
export const makeObject = (of: Group, kind: Kind) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--${randomUUID()}`,
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: `beacon ${of}`,
  pattern: `[domain-name:value = 'c${randomUUID().slice(0, 8)}.${of}-${kind}-canary.example.net']`,
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  object_marking_refs: [markings[kind]],
})

export type Sent = ReturnType<typeof makeObject>

const excluded: Record<Group, string> = { rail: 'bolt', energy: 'watt' }

const optionsOf = (kind: Kind, of: Group): object => {
  if (kind === 'named') return { exclude: [excluded[of]] }
  return kind === 'red' ? { recipients: [of === 'rail' ? 'iris@dora' : 'iris@volt'] } : {}
}

export const envelopeOf = (objects: Sent[], kind: Kind, of: Group): string =>
  JSON.stringify({ objects, x_sekisho_sharing: optionsOf(kind, of) })

/** Whether a member that polls must find it. Of a client only what it may not see is judged. */
export const isFor = (name: string, kind: Kind): boolean =>
  kind !== 'red' && !(kind === 'named' && Object.values(excluded).includes(name))

/** What no octet of an answer to this organisation may hold. */
export const forbiddenTo = (name: string, of: Group): RegExp => {
  const other = of === 'rail' ? 'energy' : 'rail'
  const kinds = [
    'red',
    ...(name === excluded[of] ? ['named'] : []),
    ...(name === 'shop' ? ['strict'] : []),
  ]
  return new RegExp(`${other}-\\w+-canary|${of}-(?:${kinds.join('|')})-canary`, 'g')
}
