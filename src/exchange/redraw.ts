// Draws objects anew that are published already, because something they hang on has changed: what
// they refer to, the policy, a gate that was passed. What still holds is left as it is.
import type { Accepted } from '../core/intake.ts'
import type { StixObject } from '../core/stix/object.ts'
import { holdRules, showCollections } from '../storage/held-collections.ts'
import { withTransaction } from '../storage/pools.ts'
import { readClock } from '../storage/publication.ts'
import { endRedraws, findReferrers, listRedraws, type Redraw } from '../storage/references.ts'
import { findRemoved } from '../storage/removed.ts'
import { findKept, readRaw, saveOptions } from '../storage/versions.ts'
import type { Context } from './context.ts'
import { hideReferrers, watchLatest } from './dependants.ts'
import { drawObjects } from './draw.ts'
import { type Company, type Drawing, noCompany } from './drawing.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { type Ground, lockFeeds, openGround } from './ground.ts'
import { holdElsewhere } from './hold-elsewhere.ts'
import { arrange, type Known, listTargets, readKnown, sign } from './known.ts'
import { meet } from './meet.ts'
import { reopenPassed } from './passed.ts'
import type { Lineage } from './place.ts'
import { placeAgain } from './place-again.ts'
import type { Policy } from './policy.ts'
import { groupOf, narrowAsked, remarkObject, reopenReview } from './reviewed.ts'
import { sourceOf } from './source.ts'
import { listSpreads } from './spreads.ts'
import { stubAgain } from './stub-again.ts'
import { writeGround } from './write-ground.ts'

const batchMax = 2_000
const roundsMax = 50
const attempts = 6

/** A kept version as the intake would hand it over. */
const acceptKept = (kept: KeptVersion, body: string): Accepted => ({
  ok: true,
  body: Buffer.from(body),
  object: remarkObject(JSON.parse(body) as StixObject, kept.asked.review),
  stix_id: kept.stix_id,
  stix_type: kept.stix_id.slice(0, kept.stix_id.indexOf('--')),
  spec_version: kept.spec_version as Accepted['spec_version'],
  version: kept.unversioned ? null : { text: kept.version, order: kept.version_order },
  created_order: kept.created_order,
  created_by_ref: kept.created_by_ref,
  revoked: kept.revoked,
  content_hash: kept.content_hash,
  warning: null,
})

/** A kept version, and what was sent. */
type Standing = { kept: KeptVersion; accepted: Accepted }

/** What of an object's versions the rules are for: all of them; of what was revoked, the last. */
const listStanding = (versions: KeptVersion[]): KeptVersion[] => {
  const left = versions.filter(({ revoked }) => !revoked)
  return left.length === versions.length ? versions : left.slice(-1)
}

const readVersions = async (ctx: Context, home: string, known: Known, ids: string[]) => {
  const kept = ids.flatMap((id) => listStanding(known.own.get(id) ?? []))
  const numbers = kept.map(({ version_id }) => version_id)
  const bodies = await readRaw(ctx.pools.writer, home, numbers)
  return kept.flatMap((version): Standing[] => {
    const body = bodies.get(version.version_id)
    return body === undefined ? [] : [{ kept: version, accepted: acceptKept(version, body) }]
  })
}

/** Objects that were submitted with the same wishes are drawn together. */
const groupByAsked = (versions: Standing[]): Standing[][] => {
  const groups = new Map<string, Standing[]>()
  for (const one of versions) {
    const { passed: _, review, ...wishes } = narrowAsked(one.kept.asked)
    const key = JSON.stringify([wishes, groupOf(review)], (_key, value) =>
      typeof value === 'bigint' ? String(value) : value,
    )
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [one])
    else group.push(one)
  }
  return [...groups.values()]
}

/** A drawing, null for what can be planned no more; one group is drawn with the same wishes. */
type Drawn = { kept: KeptVersion; drawing: Drawing | null; group: number }

/** Whatever refers to these objects says something of them. */
const findWitnesses = async (
  ctx: Context,
  home: string,
  owner: string,
  versions: Standing[],
): Promise<Company> => {
  const { writer } = ctx.pools
  const targets = versions.map(({ kept }) => kept.stix_id)
  const found = await findReferrers(writer, home, [owner], targets)
  const numbers = [...new Set(found.map(({ version_id }) => version_id))]
  const bodies = await readRaw(writer, home, numbers)
  const witnesses = [...bodies.values()].map((body) => JSON.parse(body) as StixObject)
  return { ...noCompany, witnesses }
}

const drawVersions = async (
  ctx: Context,
  policy: Policy,
  { home_id, owner_id }: Redraw,
  known: Known,
  versions: Standing[],
): Promise<Drawn[]> => {
  const now = await readClock(ctx.pools.writer)
  const drawn: Drawn[] = []
  const company = await findWitnesses(ctx, home_id, owner_id, versions)
  for (const [at, group] of groupByAsked(versions).entries()) {
    const source = sourceOf(
      policy,
      home_id,
      owner_id,
      narrowAsked((group[0] as Standing).kept.asked),
    )
    if (source === null) return []
    const objects = group.map(({ accepted }) => accepted)
    const reviews = new Map(group.map(({ kept, accepted }) => [accepted, kept.asked.review]))
    const reviewOf = (accepted: Accepted) => reviews.get(accepted) ?? null
    const answers = await drawObjects(ctx, source, objects, known, now, company, reviewOf)
    answers.forEach((answer, index) => {
      const { kept } = group[index] as Standing
      drawn.push({ kept, drawing: answer.ok ? answer : null, group: at })
    })
  }
  reopenPassed(drawn)
  return drawn
}

/** The latest versions first: they govern the earlier ones (V1). */
const byOrder = (a: Drawn, b: Drawn): number =>
  a.kept.version_order < b.kept.version_order ? 1 : -1

/** Gives a version its forms of today; of what was revoked, the revocation. */
const placeOne = async (
  ground: Ground,
  version: KeptVersion,
  drawing: Drawing | null,
  lineage: Lineage,
): Promise<void> => {
  const revocation = lineage.own.find(({ revoked }) => revoked)
  if (revocation !== undefined) {
    stubAgain(ground, revocation, drawing)
    return
  }
  placeAgain(ground, version, drawing, lineage)
  const again = reopenReview(version)
  if (again !== null) await saveOptions(ground.client, ground.home, version.version_id, again)
}

/**
 * Places what was drawn. What refers to an object knows what it became where both were drawn in one
 * group; in another it does not.
 */
const placeDrawn = async (
  ground: Ground,
  owner_id: string,
  kept: KeptVersion[],
  drawn: Drawn[],
): Promise<void> => {
  const lineages = arrange(kept)
  const listAffected = watchLatest(kept.filter((each) => each.owner_id === owner_id))
  const groups = new Map<number, Drawn[]>()
  for (const one of [...drawn].sort(byOrder)) {
    const all = lineages.get(one.kept.stix_id) ?? []
    const own = all.filter((each) => each.owner_id === owner_id)
    const version = own.find(({ version_id }) => version_id === one.kept.version_id)
    if (version === undefined) continue
    const foreign = all.filter((each) => each.owner_id !== owner_id)
    await placeOne(ground, version, one.drawing, { own, foreign })
    const group = groups.get(one.group) ?? []
    group.push(one)
    groups.set(one.group, group)
  }
  const affected = listAffected()
  for (const group of groups.values()) {
    const ids = new Set(group.map((one) => `${owner_id} ${one.kept.stix_id}`))
    const theirs = new Map([...affected].filter(([id]) => ids.has(id)))
    await hideReferrers(ground, theirs, new Set(group.map((one) => one.kept.version_id)))
  }
}

const place = async (
  ctx: Context,
  redraws: Redraw[],
  ids: string[],
  known: Known,
  { drawn, epoch }: { drawn: Drawn[]; epoch: bigint },
): Promise<{ done: boolean; asked: number }> => {
  const { home_id, owner_id } = redraws[0] as Redraw
  return withTransaction(ctx.pools.publisher, 'begin', async (client) => {
    // Drawn under rules that are others by now, it would be shown as if drawn under these.
    if ((await holdRules(client)) !== epoch) return { done: false, asked: 0 }
    const ground = openGround(ctx, client, home_id)
    await lockFeeds(ground, await listSpreads(ctx, home_id), drawn.length * 2 + 16)
    const rows = await findKept(client, home_id, ids)
    const kept = await reviveKept(ctx, client, rows)
    const places = kept.flatMap(({ forms }) => forms.map(({ collection_id }) => collection_id))
    await lockFeeds(ground, places, 16)
    const others = await holdElsewhere(ctx, client, home_id, owner_id, ids)
    const gone = await findRemoved(client, home_id, ids)
    if (sign([...rows, ...others], gone, owner_id) !== known.signature) {
      return { done: false, asked: 0 }
    }
    const drawings = drawn.filter((each) => each.drawing !== null)
    await meet(
      ground,
      drawings.map(({ drawing }) => ({ owner_id, drawing: drawing as Drawing })),
    )
    await placeDrawn(ground, owner_id, kept, drawn)
    await endRedraws(client, redraws)
    await writeGround(ground)
    return { done: true, asked: ground.redraws.length }
  })
}

const redrawBatch = async (ctx: Context, redraws: Redraw[]): Promise<void> => {
  const { home_id, owner_id } = redraws[0] as Redraw
  const pool = ctx.pools.writer
  const asked = redraws.map(({ stix_id }) => stix_id)
  for (let count = 0; count < attempts; count++) {
    const policy = await ctx.policy.current()
    const first = await readKnown(ctx, pool, home_id, owner_id, asked)
    const versions = await readVersions(ctx, home_id, first, asked)
    const targets = versions.flatMap(({ accepted }) => listTargets(accepted.object))
    const ids = [...new Set([...asked, ...targets])]
    const known = await readKnown(ctx, pool, home_id, owner_id, ids)
    const current = await readVersions(ctx, home_id, known, asked)
    const drawn = await drawVersions(ctx, policy, redraws[0] as Redraw, known, current)
    const { epoch } = policy
    if ((await place(ctx, redraws, ids, known, { drawn, epoch })).done) return
  }
  throw new Error('objects would not hold still to be drawn anew')
}

/** Draws anew whatever waits for it. Answers how many objects were. */
export const redrawAsked = async (ctx: Context): Promise<number> => {
  let count = 0
  for (let round = 0; round < roundsMax; round++) {
    const redraws = await listRedraws(ctx.pools.writer, batchMax)
    if (redraws.length === 0) {
      await showCollections(ctx.pools.writer)
      return count
    }
    try {
      await redrawBatch(ctx, redraws)
    } catch (error) {
      ctx.log.error({ error }, 'objects not drawn anew')
      return count
    }
    count += redraws.length
  }
  return count
}
