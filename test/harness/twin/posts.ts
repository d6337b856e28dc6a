// What is submitted in a script: the same in both worlds, hidden and therefore different, or the
// same with a hidden part that differs.
import type { Tlp } from '../../../src/core/stix/marking.ts'
import type { Chance } from '../chance.ts'
import { both, post, type Step } from './act.ts'
import { groupOf, type Hiding, hideByMarking, hideFrom, writersOf } from './hidden.ts'
import { type CollectionName, type OrganisationName, organisationOf, reviewer } from './place.ts'
import {
  far,
  type Kind,
  lineageOf,
  mayHide,
  maySame,
  type Plot,
  saying,
  soon,
  takeVersion,
} from './plot.ts'
import {
  idOf,
  isVersioned,
  makeThing,
  plainSaying,
  type Saying,
  type Slot,
  slots,
} from './thing.ts'

const homes: CollectionName[] = [
  ...(['indicators', 'indicators', 'indicators', 'reports', 'ships', 'held'] as const),
]

/** Where something hidden goes: who reviews reads what waits there as it was sent. */
const homesFor = ({ viewer }: Plot, hidden: boolean): CollectionName[] =>
  hidden && viewer.name === reviewer ? homes.filter((to) => to !== 'held') : homes

type Place = { owner: OrganisationName; to: CollectionName }

export const pickPlace = (plot: Plot, others: boolean, hidden = true): Place => {
  const { chance, viewer } = plot
  const to = chance.pick(homesFor(plot, hidden))
  const owners = writersOf(to).filter((name) => !others || name !== viewer.organisation)
  return { owner: chance.pick(owners), to }
}

export const pickSlots = ({ chance }: Plot, allowed: (slot: Slot) => boolean): Slot[] => {
  const most = 1 + chance.below(3)
  const chosen = new Set<Slot>()
  for (let tries = 0; tries < 8 && chosen.size < most; tries++) {
    const slot = chance.pick(slots)
    if (allowed(slot)) chosen.add(slot)
  }
  return [...chosen]
}

export const tlps: (Tlp | null)[] = [
  'clear',
  'clear',
  'green',
  'green',
  'amber',
  'amber+strict',
  null,
]

/** Options that say nothing of the viewer in particular. */
const drawOptions = (plot: Plot, owner: OrganisationName): Record<string, unknown> | null => {
  const { chance } = plot
  const choices: (Record<string, unknown> | null)[] = [
    { community: true },
    { consent: 'group' },
    { consent: 'everyone' },
    { authorities: ['government'] },
    { exclude: [owner === 'bolt' ? 'mssp' : 'bolt'] },
    { not_before: soon(plot, 1 + chance.below(4)) },
    { not_after: soon(plot, 2 + chance.below(4)) },
    { stages: [{ to: 'community', not_before: soon(plot, 2) }], community: true },
    { profile: 'P2' },
    { addressed: 'sector(transport)' },
    { public: false },
  ]
  return chance.chance(0.5) ? null : chance.pick(choices)
}

const texts = ['plain', 'other', 'third']

const sameThing = (plot: Plot, { owner, to }: Place, slot: Slot): object => {
  const { chance } = plot
  const version = takeVersion(plot, owner, to, slot, 'same')
  const said = saying(plot, slot, version, chance.pick(texts))
  return makeThing(slot, { ...said, tlp: chance.pick(tlps) })
}

const pickSame = (plot: Plot, { owner, to }: Place): Slot[] =>
  pickSlots(plot, (slot) => maySame(plot, owner, to, slot))

export const postObjects = (
  plot: Plot,
  place: Place,
  note: string,
  compared: boolean,
  chosen = pickSame(plot, place),
): Step[] => {
  const { owner, to } = place
  if (chosen.length === 0) return []
  const objects = chosen.map((slot) => sameThing(plot, place, slot))
  return [both(post(owner, to, objects, drawOptions(plot, owner)), note, compared)]
}

/** Somebody submits something, the same in both worlds. */
export const postSame = (plot: Plot): Step[] =>
  postObjects(plot, pickPlace(plot, true, false), 'same', false)

/** Through TAXII's door or the other one, or only to see what would become of it. */
const byDoor = (chance: Chance, to: CollectionName, body: unknown) => {
  if (chance.chance(0.6)) return {}
  const path = chance.pick(['/api/preview', '/api/submissions'])
  return { path, body: { group: groupOf(to), collection: to, ...(body as object) } }
}

/** What others have hidden in a collection, there in one world perhaps: whose ids to try. */
const listSought = (plot: Plot, { owner, to }: Place): Slot[] =>
  [...plot.lineages.values()]
    .filter((each) => each.to === to && each.owner !== owner && each.kind === 'loose')
    .map(({ slot }) => slot)
    .filter((slot) => maySame(plot, owner, to, slot))

/** The viewer submits something itself, often under ids that others have hidden. */
export const postOwn = (plot: Plot): Step[] => {
  const { viewer, chance } = plot
  const { organisation } = viewer
  if (organisation === null) return []
  const groups = organisationOf(organisation).in
  const open = homes.filter((to) => groups[groupOf(to)] !== undefined)
  if (open.length === 0) return []
  const place: Place = { owner: organisation, to: chance.pick(open) }
  const { to } = place
  const sought = listSought(plot, place)
  const chosen =
    sought.length > 0 && chance.chance(0.5) ? [chance.pick(sought)] : pickSame(plot, place)
  return postObjects(plot, place, 'own', true, chosen).map((step) => {
    const [act] = step.worlds
    return act?.do === 'ask'
      ? both({ ...act, by: viewer.name, ...byDoor(chance, to, act.body) }, 'own', true)
      : step
  })
}

export const hiddenThing = (plot: Plot, slot: Slot, version: number, hiding: Hiding): object => {
  const said = saying(plot, slot, version, plot.chance.pick(['plain', 'secret', 'other secret']))
  const { tlp, marking } = hiding
  return makeThing(slot, { ...said, tlp, marking })
}

/** What is kept from the viewer is there in one world or in both, and the same or not. */
export const postHidden = (plot: Plot): Step[] => {
  const { chance, viewer, edits } = plot
  const { owner, to } = pickPlace(plot, true)
  const kind: Kind = chance.chance(0.7) ? 'loose' : 'kept'
  const attribution = chance.chance(0.2)
  const chosen = pickSlots(
    plot,
    (slot) => mayHide(plot, owner, to, slot, kind) && (!attribution || slot === 'threat-actor 1'),
  )
  if (chosen.length === 0) return []
  const versions = chosen.map((slot) => takeVersion(plot, owner, to, slot, kind))
  const make = () => {
    const hiding = hideFrom(chance, viewer, { owner, to, edits }, chosen[0] as Slot, far)
    // One submission has one set of options: what hides the first must hide them all.
    const fits = chosen.filter((_, at) => at === 0 || hiding.why !== 'attribution')
    const listed = kind === 'kept' && fits.length < chosen.length ? [] : fits
    const objects = listed.map((slot) =>
      hiddenThing(plot, slot, versions[chosen.indexOf(slot)] as number, hiding),
    )
    const act = objects.length === 0 ? null : post(owner, to, objects, hiding.options)
    return { act, why: hiding.why }
  }
  const [one, two] = [make(), make()]
  if (kind === 'kept' && (one.act === null || two.act === null)) return []
  const absent = kind === 'loose' ? chance.below(3) : 2
  const worlds: Step['worlds'] = [one.act, two.act]
  if (absent < 2) worlds[absent] = null
  return [{ worlds, compared: false, note: `hidden: ${one.why} / ${two.why}` }]
}

type Leaning = { slot: Slot; hidden: [Slot, Slot]; name: (target: Slot) => Partial<Saying> }

const plain: Slot = 'indicator 3'

const leanings: Leaning[] = [
  {
    slot: 'note 1',
    hidden: ['malware 1', 'malware 2'],
    name: (target) => ({ listed: [plain, target] }),
  },
  {
    slot: 'report 1',
    hidden: ['malware 1', 'tool 1'],
    name: (target) => ({ listed: [plain, target] }),
  },
  {
    slot: 'relationship 1',
    hidden: ['malware 1', 'malware 2'],
    name: (target) => ({ more: { target_ref: idOf(target) } }),
  },
  {
    slot: 'domain-name 1',
    hidden: ['ipv4-addr 1', 'ipv4-addr 2'],
    name: (target) => ({ more: { resolves_to_refs: [idOf(target)] } }),
  },
]

/**
 * What is visible names something hidden: not the same in the two worlds, so that it must go. An
 * earlier version of what is hidden may come with it, for everybody: the later one governs (V1).
 */
export const postLeaning = (plot: Plot): Step[] => {
  const { chance, viewer, edits } = plot
  const { owner, to } = pickPlace(plot, true)
  const { slot, hidden, name } = chance.pick(leanings)
  const fresh = [slot, ...hidden].every((each) => lineageOf(plot, owner, to, each) === undefined)
  if (!fresh || !maySame(plot, owner, to, slot) || !maySame(plot, owner, to, plain)) return []
  for (const each of hidden) takeVersion(plot, owner, to, each, 'pinned')
  const late = hidden.every(isVersioned) && chance.chance(0.4)
  const hide = () => {
    const hiding = late
      ? hideByMarking(chance, viewer, to, hidden[0])
      : hideFrom(chance, viewer, { owner, to, edits }, hidden[0], far)
    const things = hidden.map((each) => hiddenThing(plot, each, late ? 2 : 1, hiding))
    return post(owner, to, things, hiding.options)
  }
  const version = takeVersion(plot, owner, to, slot, 'same')
  const said = { ...saying(plot, slot, version, 'plain'), tlp: chance.pick(tlps), revoked: false }
  const shown = sameThing(plot, { owner, to }, plain)
  const open = { ...plainSaying, tlp: 'clear' } as const
  const along = [shown, ...(late ? hidden.map((each) => makeThing(each, open)) : [])]
  const options = late ? { community: true } : null
  const lean = (target: Slot) =>
    post(owner, to, [...along, makeThing(slot, { ...said, ...name(target) })], options)
  return [
    { worlds: [hide(), hide()], compared: false, note: 'hidden, to be named' },
    {
      worlds: [lean(hidden[0]), lean(hidden[1])],
      compared: false,
      note: 'names what is hidden',
      leans: true,
    },
  ]
}

/** Hidden and shown in one submission: what is hidden must not even move what is shown. */
export const postMixed = (plot: Plot): Step[] => {
  const { chance, viewer } = plot
  const { owner, to } = pickPlace(plot, true)
  const same = pickSlots(plot, (slot) => maySame(plot, owner, to, slot))
  const objects = same.map((slot) => sameThing(plot, { owner, to }, slot))
  const loose = pickSlots(
    plot,
    (slot) => !same.includes(slot) && mayHide(plot, owner, to, slot, 'loose'),
  )
  if (same.length === 0 || loose.length === 0) return []
  const versions = loose.map((slot) => takeVersion(plot, owner, to, slot, 'loose'))
  const make = () => {
    const hidden = loose
      .filter(() => chance.chance(0.6))
      .map((slot) => {
        const hiding = hideByMarking(chance, viewer, to, slot)
        return hiddenThing(plot, slot, versions[loose.indexOf(slot)] as number, hiding)
      })
    const all = chance.chance(0.5) ? [...hidden, ...objects] : [...objects, ...hidden]
    return post(owner, to, all, null)
  }
  return [{ worlds: [make(), make()], compared: false, note: 'mixed' }]
}
