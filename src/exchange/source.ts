// Who submits, where and how: what the plan and the drawing of an object have to know, from the
// policy of one epoch.
import { type Assets, compileDictionary, type Dictionary } from '../core/anonymity/dictionary.ts'
import { makePatternRelationDefinition } from '../core/anonymity/pattern-relation.ts'
import {
  hubIdOf,
  makeHubIdentity,
  makePseudonymIdentity,
  pseudonymOf,
} from '../core/anonymity/pseudonym.ts'
import type { Allowed, DrawnProfile, Scope } from '../core/anonymity/scope.ts'
import { stricterConsent } from '../core/sharing/consent.ts'
import type { LabelDefaults } from '../core/sharing/label.ts'
import type { Segment } from '../core/sharing/segment.ts'
import type { Situation } from '../core/sharing/situation.ts'
import { stricterTlp } from '../core/sharing/tlp.ts'
import type { StixObject } from '../core/stix/object.ts'
import type { CollectionRow, GroupRow, OrganisationRow } from '../storage/policy.ts'
import type { Context } from './context.ts'
import type { Policy } from './policy.ts'
import type { Asked, Held } from './stored-options.ts'

export type Source = {
  policy: Policy
  collection: CollectionRow
  group: GroupRow
  owner: OrganisationRow
  asked: Asked
}

/** The identities the hub publishes say nothing of when they came to be needed. */
const personaCreated = '2026-01-01T00:00:00.000Z'
const hubIdentityName = 'Information sharing hub'
const epoch = '1'

type Dictionaries = { own: Map<string, Dictionary>; bystanders: Map<string, Scope['bystanders']> }
const compiled = new WeakMap<Policy, Dictionaries>()

const hasAssets = (assets: Assets): boolean =>
  Object.values(assets).some((list) => Array.isArray(list) && list.length > 0)

const dictionariesOf = (policy: Policy): Dictionaries => {
  const known = compiled.get(policy)
  if (known !== undefined) return known
  const made: Dictionaries = { own: new Map(), bystanders: new Map() }
  compiled.set(policy, made)
  return made
}

const compileFor = (policy: Policy, ids: string[]): Dictionary => {
  const { own } = dictionariesOf(policy)
  const key = ids.join(' ')
  const known = own.get(key)
  if (known !== undefined) return known
  const assets = ids.map((id) => policy.organisationById.get(id)?.assets ?? {})
  const made = compileDictionary(assets)
  own.set(key, made)
  return made
}

const bystandersOf = (policy: Policy, mine: string[]): Scope['bystanders'] => {
  const { bystanders } = dictionariesOf(policy)
  const key = mine.join(' ')
  const known = bystanders.get(key)
  if (known !== undefined) return known
  const made = [...policy.organisationById.values()]
    .filter(({ id, assets }) => !mine.includes(id) && hasAssets(assets))
    .map(({ id }) => ({ organisation_id: id, dictionary: compileFor(policy, [id]) }))
  bystanders.set(key, made)
  return made
}

/** The defaults an unmarked object gets, nearest first (M8); never laxer than when it came. */
export const defaultsOf = ({ policy, collection, group, owner, asked }: Source): LabelDefaults => {
  const near = collection.default_tlp ?? group.default_tlp
  const organisation = owner.default_tlp
  const now = near ?? organisation ?? policy.default_tlp ?? 'amber+strict'
  return {
    collection: asked.under === undefined ? near : stricterTlp(now, asked.under.default_tlp),
    organisation,
    group: policy.default_tlp,
    phrases: policy.phrases,
  }
}

/** What holds for a source now where nobody says anything. */
export const heldBy = ({ policy, collection, group, owner }: Source): Held => ({
  consent: group.consent,
  default_tlp:
    collection.default_tlp ??
    group.default_tlp ??
    owner.default_tlp ??
    policy.default_tlp ??
    'amber+strict',
})

/** The source of what was submitted while this held: where it is another by now, it is kept. */
export const keepHeld = (source: Source, held: Held): Source => {
  const now = heldBy(source)
  if (now.consent === held.consent && now.default_tlp === held.default_tlp) return source
  return { ...source, asked: { ...source.asked, under: held } }
}

/** The group's rules; who may learn the source is never more than when it came. */
const groupOf = ({ group, asked }: Source): GroupRow =>
  asked.under === undefined
    ? group
    : { ...group, consent: stricterConsent(group.consent, asked.under.consent) }

export const situationOf = (source: Source, now: bigint): Situation => {
  const { collection, owner, asked } = source
  const group = groupOf(source)
  const { spreads_to } = collection
  const open = source.policy.collectionById.get(spreads_to.public ?? '')
  return {
    collection_id: collection.id,
    group_id: group.id,
    owner_id: owner.id,
    submitter_id: asked.submitter.principal_id,
    submitter_is_person: asked.submitter.person,
    group,
    community: spreads_to.community === null ? null : { collection_id: spreads_to.community },
    public: open === undefined ? null : { collection_id: open.id, gate: open.publish_gate },
    now,
    options: asked.options,
  }
}

const allowedOf = ({ allow }: GroupRow): Allowed => ({
  types: new Set(allow.types),
  properties: new Set(allow.properties),
  extensions: new Set(allow.extensions),
  labels: new Set(allow.labels),
})

const creatorOf = (ctx: Context, source: Source, segment: Segment): string | null => {
  if (segment.attributed) return null
  const key = ctx.keys.pseudonym
  if (segment.profile !== 'P1') return hubIdOf(key)
  return pseudonymOf(key, epoch, source.group.id, source.owner.id).id
}

/** Those whose assets must never leave: the owner, and on whose behalf it submits. */
const principalsOf = ({ owner, asked }: Source): string[] => {
  const { on_behalf_of } = asked.options
  return on_behalf_of === null ? [owner.id] : [owner.id, on_behalf_of]
}

/** What must not leave with an object of this source. */
export const dictionaryOf = (source: Source): Dictionary =>
  compileFor(source.policy, principalsOf(source))

/** For whom a segment's renditions are drawn. */
export const scopeOf = (ctx: Context, source: Source, segment: Segment): Scope => {
  const { policy, group, owner, asked } = source
  const { victim_consent } = asked.options
  const mine = principalsOf(source)
  return {
    profile: segment.profile as DrawnProfile,
    name: `${group.id}/${segment.name}`,
    epoch,
    key: ctx.keys.pseudonym,
    owner_id: owner.id,
    attributed: segment.attributed,
    victim_consent,
    creator: creatorOf(ctx, source, segment),
    dictionary: dictionaryOf(source),
    bystanders: bystandersOf(policy, mine),
    identities: new Set(mine.flatMap((id) => policy.organisationById.get(id)?.identities ?? [])),
    allowed: allowedOf(group),
  }
}

/** Everything the hub may have to publish along with this source's objects, by id. */
export const companionsOf = (ctx: Context, source: Source): Map<string, StixObject> => {
  const key = ctx.keys.pseudonym
  const pseudonym = pseudonymOf(key, epoch, source.group.id, source.owner.id)
  const hub = makeHubIdentity(key, hubIdentityName, personaCreated)
  const objects = [
    makePseudonymIdentity(pseudonym, personaCreated),
    hub,
    makePatternRelationDefinition(hub.id),
  ]
  return new Map(objects.map((object) => [object.id, object]))
}

/** Those of them that an object names, and those that these name. */
export const findCompanions = (
  companions: Map<string, StixObject>,
  object: StixObject,
): StixObject[] => {
  const found: StixObject[] = []
  const extensions = Object.keys((object.extensions as object | undefined) ?? {})
  for (const id of [object.created_by_ref as string | undefined, ...extensions]) {
    const companion = id === undefined ? undefined : companions.get(id)
    if (companion === undefined || companion.id === object.id) continue
    found.push(companion, ...findCompanions(companions, companion))
  }
  return found
}

/** The source of a submission under a policy; null without its collection or organisation. */
export const sourceOf = (
  policy: Policy,
  collectionId: string,
  organisationId: string,
  asked: Asked,
): Source | null => {
  const collection = policy.collectionById.get(collectionId)
  const owner = policy.organisationById.get(organisationId)
  const group = policy.groupById.get(collection?.group_id ?? '')
  if (collection === undefined || owner === undefined || group === undefined) return null
  return { policy, collection, group, owner, asked }
}
