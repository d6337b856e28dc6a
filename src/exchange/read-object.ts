// One object as the caller is shown it: its versions, what it hangs together with, and, for who
// shared it, whom each of its forms is for. What the caller may not see is not there.
import { levelOf, listReferences, referenceTerm, titleOf } from '../core/search/terms.ts'
import { type Form, type ToldState, tellState } from '../core/sharing/form.ts'
import { reasonWords } from '../core/sharing/reason-words.ts'
import { reasonWordsJa } from '../core/sharing/reason-words-ja.ts'
import type { Tlp } from '../core/sharing/tlp.ts'
import type { StixObject } from '../core/stix/object.ts'
import { printPosition } from '../core/taxii/position.ts'
import { findKept } from '../storage/versions.ts'
import type { Caller, Context } from './context.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { seesOwn } from './gate.ts'
import { Refusal } from './refusal.ts'
import { requireAction, requireSignedIn } from './require-role.ts'
import { discloseFound, type Found, keepSomeTerms, listReadable, seek, seekIds } from './seek.ts'
import { openViewers, type Viewers, type ViewersOf } from './viewers.ts'

export type VersionShown = {
  collection: string
  version: string
  added: string
  profile: string
  revoked: boolean
  object: StixObject
}

/** One form of the latest version, and whom it is for. `reason`: why it is not shown. */
export type AudienceShown = {
  collection: string
  segment: Form['segment']
  profile: Form['profile']
  state: ToldState
  reason: string | null
  words: { en: string; ja: string } | null
  id: string
  opens: string | null
  closes: string | null
  gate: string | null
  viewers: Viewers
}

/** `title` is null for what has none, and for what the caller is not shown. */
export type Node = { id: string; type: string; title: string | null; tlp: Tlp | null }
export type Edge = { from: string; to: string; label: string }

export type ObjectShown = {
  id: string
  mine: boolean
  versions: VersionShown[]
  audiences: AudienceShown[]
  relations: { nodes: Node[]; edges: Edge[] }
}

const versionsMax = 100
const relatedMax = 60

const showVersion = ({ collection_id, entry, profile, object }: Found): VersionShown => ({
  collection: collection_id,
  version: entry.version,
  added: printPosition(entry.position),
  profile,
  revoked: object.revoked === true,
  object,
})

const moment = (at: bigint | null): string | null => (at === null ? null : printPosition(at))

const showForm = (form: Form, viewersOf: ViewersOf): AudienceShown => ({
  collection: form.collection_id,
  segment: form.segment,
  profile: form.profile,
  state: tellState(form),
  reason: form.reason,
  words:
    form.reason === null ? null : { en: reasonWords[form.reason], ja: reasonWordsJa[form.reason] },
  id: form.stix_id,
  opens: moment(form.opens),
  closes: moment(form.closes),
  gate: form.gate,
  viewers: viewersOf(form.audience),
})

/** The latest version of each lineage of the caller's own, where it sees it itself. */
const findOwn = async (
  ctx: Context,
  caller: Caller,
  collectionIds: string[],
  id: string,
): Promise<KeptVersion[]> => {
  const { writer } = ctx.pools
  const own: KeptVersion[] = []
  for (const home of collectionIds) {
    const kept = await reviveKept(ctx, writer, await findKept(writer, home, [id]))
    const last = kept.findLast((version) => seesOwn(caller, version))
    if (last !== undefined) own.push(last)
  }
  return own
}

const listAudiences = async (
  ctx: Context,
  caller: Caller,
  own: KeptVersion[],
): Promise<AudienceShown[]> => {
  if (own.length === 0) return []
  const policy = await ctx.policy.since(caller.epoch)
  const viewersOf = await openViewers(ctx, policy, caller.clearance)
  return own.flatMap(({ forms }) => forms.map((form) => showForm(form, viewersOf)))
}

const typeOf = (id: string): string => id.slice(0, Math.max(0, id.indexOf('--')))

const nodeOf = (object: StixObject): Node => ({
  id: object.id,
  type: object.type,
  title: titleOf(object),
  tlp: levelOf(object),
})

const edgesOf = (object: StixObject): Edge[] => {
  if (object.type !== 'relationship') {
    return listReferences(object).map(({ property, id }) => {
      return { from: object.id, to: id, label: property }
    })
  }
  const { source_ref, target_ref, relationship_type } = object as Record<string, unknown>
  return [{ from: String(source_ref), to: String(target_ref), label: String(relationship_type) }]
}

type Graph = ObjectShown['relations']

/** The objects beside it: those it names, and those that name it. */
const relate = async (
  ctx: Context,
  caller: Caller,
  collectionIds: string[],
  object: StixObject,
): Promise<{ found: Found[]; graph: Graph }> => {
  await keepSomeTerms(ctx)
  const quest = { type: null, after: 0n, before: null, most: relatedMax }
  const terms = [referenceTerm(object.id)]
  const naming = (await seek(ctx, caller, collectionIds, { ...quest, terms })).slice(0, relatedMax)
  const edges = [object, ...naming.map((one) => one.object)].flatMap(edgesOf)
  const unique = new Map(edges.map((edge) => [`${edge.from} ${edge.label} ${edge.to}`, edge]))
  const near = [...unique.values()].slice(0, 2 * relatedMax)
  const met = new Map([object, ...naming.map((one) => one.object)].map((one) => [one.id, one]))
  const ids = [...new Set(near.flatMap(({ from, to }) => [from, to]))]
  const others = ids.filter((id) => !met.has(id)).slice(0, relatedMax)
  const most = relatedMax * 2
  const named =
    others.length === 0
      ? []
      : await seekIds(ctx, caller, collectionIds, others, { all: false, single: false, most })
  for (const one of named) met.set(one.object.id, one.object)
  const nodes = ids.map((id) => {
    const known = met.get(id)
    return known === undefined ? { id, type: typeOf(id), title: null, tlp: null } : nodeOf(known)
  })
  return { found: [...naming, ...named], graph: { nodes, edges: near } }
}

/**
 * Refuses with not-found what the caller may not see, whether or not it is there, and with
 * forbidden who is here only to configure or to audit.
 */
export const readObject = async (
  ctx: Context,
  caller: Caller,
  id: string,
): Promise<ObjectShown> => {
  requireSignedIn(caller)
  requireAction(caller, 'read-object', {})
  const here = await listReadable(ctx, caller)
  const wish = { all: true, single: true, most: versionsMax }
  const found = await seekIds(ctx, caller, here, [id], wish)
  found.sort((a, b) => (a.entry.position > b.entry.position ? -1 : 1))
  const [latest] = found
  if (latest === undefined) throw new Refusal('not-found', 'there is no such object')
  const { found: beside, graph } = await relate(ctx, caller, here, latest.object)
  const asked = { id }
  await discloseFound(ctx, caller, found, { endpoint: 'object', objectId: id, asked })
  await discloseFound(ctx, caller, beside, { endpoint: 'search', objectId: null, asked })
  const own = await findOwn(ctx, caller, here, id)
  return {
    id,
    mine: own.length > 0,
    versions: found.map(showVersion),
    audiences: await listAudiences(ctx, caller, own),
    relations: graph,
  }
}
