// What the viewer asks: every endpoint, with filters and pages, of what is there for it and what is
// not.
import type { Chance } from '../chance.ts'
import { both, get, pathOf, type Request, remove, type Step } from './act.ts'
import { groupOf } from './hidden.ts'
import {
  type CollectionName,
  collectionNames,
  collections,
  organisationOf,
  type Viewer,
} from './place.ts'
import { type Plot, soon } from './plot.ts'
import { idOf, slots, timeOf } from './thing.ts'

const missing = 'indicator--7e11a000-0000-4000-8000-00000000dddd'
const roots = ['rail', 'sea', 'community', 'public', 'nowhere']

const somebodysId = (chance: Chance): string =>
  chance.chance(0.3)
    ? `{seen ${chance.below(20)}}`
    : chance.chance(0.1)
      ? missing
      : idOf(chance.pick(slots))

const drawVersion = (chance: Chance): string =>
  `match[version]=${chance.pick(['all', 'first', 'last', timeOf(1, 20), timeOf(2, 20), timeOf(1, 35)])}`

const drawSearch = (plot: Plot): string => {
  const { chance } = plot
  const words: string[] = []
  if (chance.chance(0.4)) words.push(`limit=${1 + chance.below(4)}`)
  if (chance.chance(0.3)) words.push(drawVersion(chance))
  if (chance.chance(0.2))
    words.push(
      `match[type]=${chance.pick(['indicator', 'malware,tool', 'threat-actor', 'identity'])}`,
    )
  if (chance.chance(0.2)) words.push(`match[id]=${somebodysId(chance)},${somebodysId(chance)}`)
  if (chance.chance(0.1))
    words.push(`match[spec_version]=${chance.pick(['2.1', '2.0', '2.0,2.1'])}`)
  if (chance.chance(0.2)) words.push(`added_after=${soon(plot, -chance.below(8))}`)
  return words.length === 0 ? '' : `?${words.join('&')}`
}

const ofObject = (plot: Plot, to: CollectionName): string => {
  const { chance } = plot
  const id = somebodysId(chance)
  const search = chance.chance(0.4) ? `?${drawVersion(chance)}` : ''
  return pathOf(to, chance.chance(0.6) ? `objects/${id}/${search}` : `objects/${id}/versions/`)
}

/** Statuses of what was submitted so far, the viewer's and others'. */
const statusOf = (plot: Plot): string => {
  const { chance, steps } = plot
  const root = chance.pick(['rail', 'sea', 'rail'])
  return `/taxii2/${root}/status/{status ${chance.below(Math.max(1, steps.length))}}/`
}

const drawRequest = (plot: Plot): Request => {
  const { chance, viewer } = plot
  const to = chance.pick(collectionNames)
  const by = viewer.name
  const dice = chance.below(20)
  if (dice < 6) return get(by, pathOf(to, `objects/${drawSearch(plot)}`), chance.chance(0.5))
  if (dice < 10) return get(by, pathOf(to, `manifest/${drawSearch(plot)}`), chance.chance(0.5))
  if (dice < 15) return get(by, ofObject(plot, to))
  if (dice < 17) return get(by, statusOf(plot))
  if (dice < 18) return get(by, pathOf(to))
  if (dice < 19) return get(by, `/taxii2/${chance.pick(roots)}/collections/`)
  return get(by, chance.pick(['/taxii2/', `/taxii2/${chance.pick(roots)}/`, '/api/me']))
}

const words = ['203.0.113.9', 'Worm', 'secret', 'Beacon', 'evil.example.net', 'example.net', 'Bear']

/** Searches: by value, id, type, level and time, and some of these at once. */
const drawFind = (plot: Plot): string => {
  const { chance } = plot
  const said: string[] = []
  if (chance.chance(0.5)) said.push(`value=${chance.pick(words)}`)
  if (chance.chance(0.3)) said.push(`type=${chance.pick(['indicator', 'malware', 'note'])}`)
  if (chance.chance(0.2)) said.push(`tlp=${chance.pick(['clear', 'green', 'amber'])}`)
  if (chance.chance(0.2)) said.push(`id=${somebodysId(chance)}`)
  if (chance.chance(0.2)) said.push(`added_after=${soon(plot, -chance.below(8))}`)
  if (chance.chance(0.2)) said.push(`collection=${collections[chance.pick(collectionNames)].id}`)
  return `/api/objects?${[`limit=${1 + chance.below(5)}`, ...said].join('&')}`
}

const ofPage = ({ chance }: Plot): string => `/api/objects/${somebodysId(chance)}`

/** What the console shows of the hub and of what is the caller's own. */
const pages = [
  ...['/api/home', '/api/matrix', '/api/organisations', '/api/organisations/ferry'],
  ...['/api/organisations/acme', '/api/groups', '/api/groups/sea', '/api/groups/rail'],
  ...['/api/collections', '/api/collections/sea/ships', '/api/collections/rail/held'],
  ...['/api/submissions', '/api/submissions?whose=mine&state=pending', '/api/reviews'],
  ...['/api/drafts', '/api/organisations/bolt/webhooks', '/api/organisations/acme/people'],
]

const drawPage = (plot: Plot): Request => {
  const { chance, viewer } = plot
  const dice = chance.below(3)
  if (dice === 0) return get(viewer.name, drawFind(plot), chance.chance(0.5))
  return get(viewer.name, dice === 1 ? ofPage(plot) : chance.pick(pages))
}

/** A few requests, and now and then an attempt to withdraw what may be somebody else's. */
export const lookAround = (plot: Plot, count: number): Step[] => {
  const { chance, viewer } = plot
  const steps: Step[] = []
  for (let n = 0; n < count; n++) {
    steps.push(both(chance.chance(0.3) ? drawPage(plot) : drawRequest(plot), 'look', true))
  }
  if (chance.chance(0.35)) {
    const to = chance.pick<CollectionName>(['indicators', 'indicators', 'reports', 'ships', 'open'])
    const id = idOf(chance.pick(slots))
    const own = plot.lineages.get(
      `${viewer.organisation} ${to} ${slots.find((s) => idOf(s) === id)}`,
    )
    if (own === undefined) steps.push(both(remove(viewer.name, to, id, ''), 'withdraw?', true))
  }
  return steps
}

/** What an organisation is told of its own matters; a steward is told of its group's as well. */
const askAdmin = ({ chance, viewer }: Plot): string[] => {
  const { organisation } = viewer
  const others = chance.pick(['acme', 'bolt', 'cargo', 'nobody'])
  const explained = () => `/api/objects/${somebodysId(chance)}/explain?organisation=${others}`
  if (organisation === null) return ['/api/gates', explained()]
  const paths = organisation === 'cert' ? [] : ['/api/gates', explained(), explained(), explained()]
  // Who was shown its own objects is an owner's to know, and what others read differs.
  const owns = organisationOf(organisation).in
  const writes = Object.values(owns).some((level) => level === 'contributor' || level === 'steward')
  if (!writes) paths.push(`/api/ledger/who-received/${somebodysId(chance)}`)
  return paths
}

/** Whether there may be anything to see; where there is not, one look is enough. */
const mayRead = ({ organisation }: Viewer, to: CollectionName): boolean => {
  if (to === 'open') return true
  if (organisation === null) return false
  if (to === 'shared') return organisation !== 'peerhub'
  const group = groupOf(to)
  const asClient = organisation === 'shop' && group === 'rail'
  return asClient || organisationOf(organisation).in[group] !== undefined
}

/** Everything there is to ask, once. */
export const lookWell = (plot: Plot): Step[] => {
  const { chance, viewer } = plot
  const by = viewer.name
  const paths: [string, boolean][] = [
    ['/taxii2/', false],
    ['/api/me', false],
    ['/api/effective-markings', false],
  ]
  for (const root of roots)
    paths.push([`/taxii2/${root}/`, false], [`/taxii2/${root}/collections/`, false])
  for (const to of collectionNames) {
    paths.push([pathOf(to), false], [pathOf(to, 'objects/'), false])
    if (!mayRead(viewer, to)) continue
    paths.push(
      [pathOf(to, 'objects/?limit=2'), true],
      [pathOf(to, 'objects/?match[version]=all'), false],
      [pathOf(to, 'manifest/?limit=3&match[version]=all'), true],
      [pathOf(to, `manifest/?match[version]=${timeOf(1, 35)}`), false],
      [pathOf(to, `manifest/${drawSearch(plot)}`), true],
      [pathOf(to, `objects/${drawSearch(plot)}`), true],
    )
  }
  for (let n = 0; n < 10; n++) paths.push([ofObject(plot, chance.pick(collectionNames)), false])
  for (let n = 0; n < 4; n++) paths.push([statusOf(plot), false])
  for (const path of askAdmin(plot)) paths.push([path, false])
  for (const path of viewer.organisation === null ? pages.slice(0, 2) : pages) {
    paths.push([path, false])
  }
  if (viewer.organisation !== null) {
    paths.push(['/api/objects', false], ['/api/objects?limit=2', true])
    for (const word of words) paths.push([`/api/objects?value=${word}`, false])
    for (let n = 0; n < 4; n++) paths.push([drawFind(plot), true])
    for (let n = 0; n < 6; n++) paths.push([ofPage(plot), false])
  }
  return paths.map(([path, walk]) => ({
    ...both(get(by, path, walk), 'look well', true),
    still: true,
  }))
}
