// The hubs that are put under load: who is in them, what they hold, and who asks how often. Knows
// not how it is measured.
import { createHash } from 'node:crypto'
import { stringify } from 'yaml'
import { printToken } from '../../src/core/credential/token.ts'

/** Times in seconds. `floodMinutes` follow the steady ones, in which one organisation floods. */
export type Profile = {
  organisations: number
  groups: number
  groupsOfEach: number
  collectionsOfEach: number
  entries: number
  minutes: number
  floodMinutes: number
  pollEvery: number
  submitters: number
  submitEvery: number
  objectsOfEach: number
  watched: number
}

export const profiles: Record<string, Profile> = {
  small: {
    ...{ organisations: 20, groups: 2, groupsOfEach: 1, collectionsOfEach: 2, entries: 40_000 },
    ...{ minutes: 5, floodMinutes: 0, pollEvery: 10, submitters: 4, submitEvery: 10 },
    ...{ objectsOfEach: 10, watched: 2 },
  },
  national: {
    ...{ organisations: 500, groups: 25, groupsOfEach: 2, collectionsOfEach: 2 },
    ...{ entries: 2_000_000, minutes: 20, floodMinutes: 3, pollEvery: 300, submitters: 50 },
    ...{ submitEvery: 60, objectsOfEach: 10, watched: 5 },
  },
  attack: {
    ...{ organisations: 20, groups: 2, groupsOfEach: 1, collectionsOfEach: 2, entries: 40_000 },
    ...{ minutes: 3, floodMinutes: 3, pollEvery: 2, submitters: 4, submitEvery: 10 },
    ...{ objectsOfEach: 10, watched: 2 },
  },
}

/** A collection with those who read it. */
export type Place = { id: string; path: string; group: number; members: number[] }

export type Peopled = { hubFile: string; places: Place[]; placesOf: Place[][] }

const range = (count: number): number[] => Array.from({ length: count }, (_, n) => n)
export const nameOf = (n: number): string => `org-${String(n).padStart(3, '0')}`
const groupName = (n: number): string => `group-${String(n).padStart(2, '0')}`
const idOf = (n: number): string => `20000000-0000-4000-8000-${String(n).padStart(12, '0')}`

/** A flood uses all the credentials its organisation has. */
export const floodCredentials = 3
export const tokenOf = (n: number, credential = 0): string =>
  printToken('load', createHash('sha256').update(`${n} ${credential}`).digest().subarray(0, 20))

/** Everybody is in as many groups as the profile says; every fortieth may see all that is there. */
const groupsOf = ({ groups, groupsOfEach }: Profile, n: number): number[] =>
  range(groupsOfEach).map((k) => (n + k * 7) % groups)

const levelOf = (n: number): string => (n % 40 === 0 ? 'steward' : 'contributor')

/** Draws the hub of a profile. The last organisation of the first group is the one that floods. */
export const drawHub = (profile: Profile): Peopled => {
  const organisations = range(profile.organisations)
  const memberOf = organisations.map((n) => groupsOf(profile, n))
  const groups = range(profile.groups).map((g) => ({
    name: groupName(g),
    members: organisations.filter((n) => memberOf[n]?.includes(g)),
  }))
  const places = groups.flatMap(({ name, members }, group) =>
    range(profile.collectionsOfEach).map((c) => {
      const id = idOf(group * profile.collectionsOfEach + c + 1)
      return { id, group, members, path: `/taxii2/${name}/collections/${id}/objects/` }
    }),
  )
  const hubFile = stringify({
    hub: { title: 'Load' },
    organisations: organisations.map((n) => ({
      ...{ name: nameOf(n), title: `Organisation ${n}` },
      credentials: range(n === flooderOf(profile) ? floodCredentials : 1).map((c) => ({
        ...{ name: `feed-${c}`, token: tokenOf(n, c) },
      })),
    })),
    groups: groups.map(({ name, members }) => ({
      ...{ name, title: name },
      members: Object.fromEntries(members.map((n) => [nameOf(n), levelOf(n)])),
    })),
    collections: places.map(({ id, group }, n) => ({
      ...{ group: groupName(group), name: `c-${n}`, title: `Collection ${n}`, id },
    })),
  })
  const placesOf = organisations.map((n) => places.filter(({ members }) => members.includes(n)))
  return { hubFile, places, placesOf }
}

/** The one that floods. It neither polls nor submits otherwise. */
export const flooderOf = ({ organisations }: Profile): number => organisations - 1
