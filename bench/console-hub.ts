// A hub as a large ISAC runs it, for what its people open first: two hundred organisations in ten
// groups, thirty collections, and a hundred thousand objects that came over HTTP.
import { createHash } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { stringify } from 'yaml'
import { type HubProcess, startHubProcess } from '../test/harness/hub-process.ts'
import { openClient } from './client.ts'

const organisationsCount = 200
const groupsCount = 10
const perGroup = 3
export const objectsCount = 100_000

const nameOf = (n: number): string => `org-${String(n).padStart(3, '0')}`
const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n)

/** `root` rules the hub; `wide` reads every group, `narrow` one; `steward` looks after one. */
export const people = {
  root: 'root:who rules the hub',
  wide: 'wide:who reads every group',
  narrow: 'narrow:who reads one group',
  steward: 'steward:who looks after one',
}

const signIn = (person: keyof typeof people) => {
  const [username, password] = people[person].split(':')
  return { name: `${person}-key`, kind: 'person', person, basic: { username, password } }
}

const giver = 'giver:who shares all of it'

const someone = (person: keyof typeof people, role: string) => ({
  people: [{ name: person, roles: [role] }],
  credentials: [signIn(person)],
})

const looked: Record<number, object> = {
  0: someone('root', 'hub-admin'),
  1: someone('wide', 'analyst'),
  2: someone('narrow', 'analyst'),
  3: someone('steward', 'curator'),
  4: {
    credentials: [
      { name: 'giver', basic: { username: 'giver', password: giver.split(':')[1] as string } },
    ],
  },
}

/** Everybody is in two groups; `wide` and the giver in all, `narrow` in the first alone. */
const levelIn = (n: number, group: number): string | null => {
  if (n === 1 || n === 4) return 'contributor'
  if (n === 2) return group === 0 ? 'consumer' : null
  if (n === 3) return group === 0 ? 'steward' : null
  return n % groupsCount === group || (n + 3) % groupsCount === group ? 'contributor' : null
}

const membersOf = (group: number): Record<string, string> =>
  Object.fromEntries(
    range(organisationsCount).flatMap((n) => {
      const level = levelIn(n, group)
      return level === null ? [] : [[nameOf(n), level]]
    }),
  )

export const describe = (): string =>
  stringify({
    hub: { title: 'Bench' },
    organisations: range(organisationsCount).map((n) => ({
      ...{ name: nameOf(n), title: `Organisation ${n} 株式会社`, kind: 'company', country: 'JP' },
      ...looked[n],
    })),
    groups: range(groupsCount).map((n) => ({
      ...{ name: `group-${n}`, title: `Group ${n}`, members: membersOf(n) },
    })),
    collections: range(groupsCount * perGroup).map((n) => {
      const group = `group-${n % groupsCount}`
      return { group, name: `c-${n}`, alias: `c-${n}`, title: `Collection ${n}` }
    }),
  })

const green = 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb'
const story = 'Seen beaconing from several hosts. '.repeat(8)

/** Of a number, always the same. */
export const addressOf = (n: number): string =>
  `203.${(n >> 16) % 256}.${(n >> 8) % 256}.${n % 256}`

const idOf = (n: number): string => {
  const hex = createHash('sha256').update(`bench ${n}`).digest('hex')
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ]
  return `indicator--${parts.join('-')}-${hex.slice(20, 32)}`
}

const indicator = (n: number) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: idOf(n),
  created: '2026-01-01T00:00:00.000Z',
  modified: '2026-01-01T00:00:00.000Z',
  name: `Beacon ${n} of campaign ${n % 40}`,
  description: story,
  indicator_types: ['malicious-activity'],
  pattern: `[ipv4-addr:value = '${addressOf(n)}' OR domain-name:value = 'c2-${n}.example']`,
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  object_marking_refs: [green],
})

const perSubmission = 1_000

/** Shares them over TAXII, spread over all collections, and waits until all of it is published. */
const fill = async (hub: HubProcess): Promise<void> => {
  const client = openClient(hub.url, giver)
  for (let n = 0; n < objectsCount; n += perSubmission) {
    const place = (n / perSubmission) % (groupsCount * perGroup)
    const root = `/taxii2/group-${place % groupsCount}`
    const objects = range(perSubmission).map((more) => indicator(n + more))
    const body = Buffer.from(JSON.stringify({ objects }))
    const answer = await client.post(`${root}/collections/c-${place}/objects/`, body)
    let status = JSON.parse(answer.body.toString())
    while (status.status === 'pending') {
      await setTimeout(50)
      status = JSON.parse((await client.get(`${root}/status/${status.id}/`)).body.toString())
    }
    if (status.success_count !== perSubmission)
      throw new Error(JSON.stringify(status).slice(0, 300))
  }
  client.close()
}

/** Starts it, filled. */
export const startConsoleHub = async (): Promise<HubProcess> => {
  const hub = await startHubProcess(describe())
  try {
    await fill(hub)
    return hub
  } catch (error) {
    await hub.stop()
    throw error
  }
}
