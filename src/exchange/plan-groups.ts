// What a hub file changes about groups, their members and their collections. Changes nothing.
import { randomUUID } from 'node:crypto'
import { deriveCollectionId } from '../core/hub-file/collection-id.ts'
import {
  type CollectionEntry,
  type GroupEntry,
  groupModel,
  type HubFile,
} from '../core/hub-file/model.ts'
import { builtInGroups } from '../core/hub-file/vocabulary.ts'
import {
  type CollectionRow,
  type GroupRow,
  type HubState,
  removeMembership,
  saveCollection,
  saveGroup,
  saveMembership,
  vacateCollection,
} from '../storage/hub.ts'
import { differing, everywhere, type HubPlan, type HubStep, wordDifference } from './hub-change.ts'

const groupFields = [
  'title',
  'description',
  'max_tlp',
  'default_tlp',
  'clients',
  'consent',
  'history',
  'agreement',
  'attribution',
  'provider_approval',
  'recall',
  'two_person',
  'allow',
] as const

const collectionFields = [
  'name',
  'title',
  'description',
  'alias',
  'validation',
  'media_types',
  'default_tlp',
  'access',
  'spreads_to',
  'publish_gate',
  'review',
  'review_within',
] as const

/** What of a group and of a collection decides in which form, and for whom, objects are kept. */
const groupRules = [
  'max_tlp',
  'default_tlp',
  'clients',
  'consent',
  'history',
  'attribution',
  'provider_approval',
  'allow',
] as const
const collectionRules = ['default_tlp', 'spreads_to', 'publish_gate'] as const

const builtInTitles: Record<string, string> = { community: 'Community', public: 'Public' }

const groupRowOf = (entry: GroupEntry, id: string): GroupRow => ({
  id,
  name: entry.name,
  title: entry.title,
  description: entry.description ?? null,
  max_tlp: entry.max_tlp,
  default_tlp: entry.default_tlp ?? null,
  clients: entry.clients,
  consent: entry.consent,
  history: entry.history,
  agreement: entry.agreement,
  attribution: entry.attribution,
  provider_approval: entry.provider_approval,
  recall: entry.recall,
  two_person: entry.two_person,
  allow: entry.allow,
})

// A built-in group is there as soon as the file puts a collection into it.
const impliedGroups = (state: HubState, hub: HubFile): GroupEntry[] =>
  builtInGroups
    .filter((name) => hub.collections.some(({ group }) => group === name))
    .filter((name) => !hub.groups.some((group) => group.name === name))
    .filter((name) => !state.groups.some((group) => group.name === name))
    .map((name) =>
      groupModel.parse({
        name,
        title: builtInTitles[name],
        max_tlp: name === 'public' ? 'clear' : 'green',
      }),
    )

const planGroup = (before: GroupRow | undefined, after: GroupRow): HubStep[] => {
  const { name } = after
  const run: HubStep['run'] = (db) => saveGroup(db, after)
  if (before === undefined) return [{ act: 'add', what: 'group', name, words: after.title, run }]
  const words = wordDifference(before, after, groupFields)
  if (words === '') return []
  const renders = differing(before, after, groupRules).length > 0 ? { renders: after.id } : {}
  const defaults = differing(before, after, ['consent', 'default_tlp']).length > 0
  return [{ act: 'change', what: 'group', name, words, ...renders, defaults, run }]
}

const planMembers = (
  state: HubState,
  entry: GroupEntry,
  groupId: string,
  organisations: Map<string, string>,
  peers: ReadonlySet<string>,
): HubStep[] => {
  const held = new Map(
    state.memberships
      .filter(({ group_id }) => group_id === groupId)
      .map(({ organisation_id, level }) => [organisation_id, level]),
  )
  const steps = Object.entries(entry.members).flatMap(([organisation, level]): HubStep[] => {
    const organisation_id = organisations.get(organisation)!
    const before = held.get(organisation_id)
    held.delete(organisation_id)
    if (before === level) return []
    const act = before === undefined ? 'add' : 'change'
    const words = before === undefined ? level : `${before} → ${level}`
    const run: HubStep['run'] = (db) =>
      saveMembership(db, { group_id: groupId, organisation_id, level })
    // Forms for peers are drawn where there are any.
    const renders = act === 'add' && peers.has(organisation) ? { renders: groupId } : {}
    const name = `${organisation} in ${entry.name}`
    return [{ act, what: 'member', name, words, ...renders, run }]
  })
  const names = new Map([...organisations].map(([name, id]) => [id, name]))
  const leaving = [...held.keys()].map(
    (id): HubStep => ({
      act: 'remove',
      what: 'member',
      name: `${names.get(id)} in ${entry.name}`,
      words: '',
      run: (db) => removeMembership(db, groupId, id),
    }),
  )
  return [...leaving, ...steps]
}

const collectionRowOf = (entry: CollectionEntry, id: string, groupId: string): CollectionRow => ({
  id,
  group_id: groupId,
  name: entry.name,
  title: entry.title,
  description: entry.description ?? null,
  alias: entry.alias ?? null,
  validation: entry.validation,
  media_types: entry.media_types,
  default_tlp: entry.default_tlp ?? null,
  access: entry.access,
  spreads_to: Object.fromEntries(
    Object.entries(entry.spreads_to).filter(([, name]) => name !== undefined),
  ),
  publish_gate: entry.publish_gate ?? 'review',
  review: entry.review,
  review_within: entry.review_within,
})

type Found = { before: CollectionRow | undefined; id: string; fault: string | null }

// INVARIANT: a collection keeps its id for ever, because clients and the feed hold on to it.
const findCollection = (state: HubState, entry: CollectionEntry, groupId: string): Found => {
  const key = `${entry.group}/${entry.name}`
  const byName = state.collections.find(
    ({ group_id, name }) => group_id === groupId && name === entry.name,
  )
  if (entry.id === undefined) {
    const derived = deriveCollectionId(entry.group, entry.name)
    const taken = state.collections.some(({ id }) => id === derived)
    const id = byName?.id ?? (taken ? randomUUID() : derived)
    return { before: byName, id, fault: null }
  }
  const byId = state.collections.find(({ id }) => id === entry.id)
  const fault =
    byName !== undefined && byName.id !== entry.id
      ? `collection ${key} already has the id ${byName.id}, and an id never changes`
      : byId !== undefined && byId.group_id !== groupId
        ? `collection ${key}: the id ${entry.id} belongs to a collection of another group`
        : null
  return { before: byId, id: entry.id, fault }
}

const planCollection = (name: string, before: CollectionRow | undefined, after: CollectionRow) => {
  const run: HubStep['run'] = (db) => saveCollection(db, after)
  if (before === undefined) {
    return [{ act: 'add', what: 'collection', name, words: after.id, run }] satisfies HubStep[]
  }
  const words = wordDifference(before, after, collectionFields)
  if (words === '') return []
  const renders =
    differing(before, after, collectionRules).length === 0
      ? {}
      : { renders: before.publish_gate === after.publish_gate ? after.group_id : everywhere }
  const defaults = before.default_tlp !== after.default_tlp
  const act = { act: 'change', what: 'collection', name, words } as const
  const step: HubStep = { ...act, ...renders, defaults, run }
  const moves = differing(before, after, ['name', 'title', 'alias']).length > 0
  const vacate: HubStep['vacate'] = (db) => vacateCollection(db, before.id)
  return [moves ? { ...step, vacate } : step]
}

const planCollections = (state: HubState, hub: HubFile, groups: Map<string, string>): HubPlan => {
  const plan: HubPlan = { steps: [], faults: [], notes: [] }
  const listed = new Set<string>()
  for (const entry of hub.collections) {
    const groupId = groups.get(entry.group)!
    const { before, id, fault } = findCollection(state, entry, groupId)
    listed.add(id)
    const name = `${entry.group}/${entry.name}`
    if (fault !== null) plan.faults.push(fault)
    else plan.steps.push(...planCollection(name, before, collectionRowOf(entry, id, groupId)))
  }
  const names = new Map(state.groups.map(({ id, name }) => [id, name]))
  for (const { id, group_id, name } of state.collections) {
    if (listed.has(id)) continue
    const key = `${names.get(group_id)}/${name}`
    plan.notes.push(`collection ${key} is not in the file and is left as it is, with its content`)
  }
  return plan
}

const peersOf = (state: HubState, hub: HubFile): Set<string> =>
  new Set(
    [...state.organisations, ...hub.organisations]
      .filter(({ kind }) => kind === 'peer-hub')
      .map(({ name }) => name),
  )

/**
 * Steps in an order that holds within one transaction. Members not listed leave their group; groups
 * and collections not in the file are left alone. `organisations` has the id of every name.
 */
export const planGroups = (
  state: HubState,
  hub: HubFile,
  organisations: Map<string, string>,
): HubPlan => {
  const held = new Map(state.groups.map((row) => [row.name, row]))
  const ids = new Map(state.groups.map(({ name, id }) => [name, id]))
  const peers = peersOf(state, hub)
  const steps: HubStep[] = []
  for (const entry of [...hub.groups, ...impliedGroups(state, hub)]) {
    const before = held.get(entry.name)
    const after = groupRowOf(entry, before?.id ?? randomUUID())
    ids.set(entry.name, after.id)
    steps.push(...planGroup(before, after))
    steps.push(...planMembers(state, entry, after.id, organisations, peers))
  }
  const collections = planCollections(state, hub, ids)
  const listed = new Set(hub.groups.map(({ name }) => name))
  const notes = state.groups
    .filter(({ name }) => !listed.has(name) && !builtInTitles[name])
    .map(({ name }) => `group ${name} is not in the file and is left as it is, with its members`)
  return {
    steps: [...steps, ...collections.steps],
    faults: collections.faults,
    notes: [...notes, ...collections.notes],
  }
}
