// Draws objects anew that are published already, because something they hang on has changed: what
// they refer to, the policy, a gate that was passed. What still holds is left as it is.
import type { Accepted } from '../core/intake.ts'
import type { StixObject } from '../core/stix/object.ts'
import { holdRules, showCollections } from '../storage/held-collections.ts'
import { withTransaction } from '../storage/pools.ts'
import { readClock } from '../storage/publication.ts'
import { endRedraws, findReferrers, listRedraws, type Redraw } from '../storage/references.ts'
import { findKept, readRaw, saveOptions } from '../storage/versions.ts'
import type { Context } from './context.ts'
import { type Affected, hideReferrers } from './dependants.ts'
import { drawObjects } from './draw.ts'
import { type Company, type Drawing, noCompany } from './drawing.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import { lockFeeds, openGround } from './ground.ts'
import { arrange, type Known, listTargets, readKnown, sign } from './known.ts'
import { meet } from './meet.ts'
import { reopenPassed } from './passed.ts'
import { placeAgain } from './place-again.ts'
import type { Policy } from './policy.ts'
import { groupOf, narrowAsked, remarkObject, reopenReview } from './reviewed.ts'
import { sourceOf } from './source.ts'
import { listSpreads } from './spreads.ts'
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

type Latest = { kept: KeptVersion; accepted: Accepted }

const readLatest = async (ctx: Context, home: string, known: Known, ids: string[]) => {
  const kept = ids
    .map((id) => known.own.get(id)?.at(-1))
    .filter((version) => version !== undefined && !version.revoked) as KeptVersion[]
  const numbers = kept.map(({ version_id }) => version_id)
  const bodies = await readRaw(ctx.pools.writer, home, numbers)
  return kept.flatMap((version): Latest[] => {
    const body = bodies.get(version.version_id)
    return body === undefined ? [] : [{ kept: version, accepted: acceptKept(version, body) }]
  })
}

/** Objects that were submitted with the same wishes are drawn together. */
const groupByAsked = (latest: Latest[]): Latest[][] => {
  const groups = new Map<string, Latest[]>()
  for (const one of latest) {
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

type Drawn = { kept: KeptVersion; drawing: Drawing | null }

/** Whatever refers to these objects says something of them. */
const findWitnesses = async (
  ctx: Context,
  home: string,
  owner: string,
  latest: Latest[],
): Promise<Company> => {
  const { writer } = ctx.pools
  const targets = latest.map(({ kept }) => kept.stix_id)
  const found = await findReferrers(writer, home, [owner], targets)
  const numbers = [...new Set(found.map(({ version_id }) => version_id))]
  const bodies = await readRaw(writer, home, numbers)
  const witnesses = [...bodies.values()].map((body) => JSON.parse(body) as StixObject)
  return { ...noCompany, witnesses }
}

const drawLatest = async (
  ctx: Context,
  policy: Policy,
  { home_id, owner_id }: Redraw,
  known: Known,
  latest: Latest[],
): Promise<Drawn[]> => {
  const now = await readClock(ctx.pools.writer)
  const drawn: Drawn[] = []
  const company = await findWitnesses(ctx, home_id, owner_id, latest)
  for (const group of groupByAsked(latest)) {
    const source = sourceOf(policy, home_id, owner_id, narrowAsked((group[0] as Latest).kept.asked))
    if (source === null) return []
    const objects = group.map(({ accepted }) => accepted)
    const reviews = new Map(group.map(({ kept, accepted }) => [accepted, kept.asked.review]))
    const reviewOf = (accepted: Accepted) => reviews.get(accepted) ?? null
    const answers = await drawObjects(ctx, source, objects, known, now, company, reviewOf)
    answers.forEach((answer, index) => {
      const { kept } = group[index] as Latest
      drawn.push({ kept, drawing: answer.ok ? answer : null })
    })
  }
  reopenPassed(drawn)
  return drawn
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
    if (sign(rows, owner_id) !== known.signature) return { done: false, asked: 0 }
    const kept = await reviveKept(ctx, client, rows)
    const places = kept.flatMap(({ forms }) => forms.map(({ collection_id }) => collection_id))
    await lockFeeds(ground, places, 16)
    const lineages = arrange(kept)
    const drawings = drawn.filter((each) => each.drawing !== null)
    await meet(
      ground,
      drawings.map(({ drawing }) => ({ owner_id, drawing: drawing as Drawing })),
    )
    const affected = new Map<string, Affected>()
    for (const { kept: before, drawing } of drawn) {
      const all = lineages.get(before.stix_id) ?? []
      const own = all.filter((version) => version.owner_id === owner_id)
      const version = own.find(({ version_id }) => version_id === before.version_id)
      if (version === undefined) continue
      const { stix_id, forms } = version
      const foreign = all.filter((each) => each.owner_id !== owner_id)
      placeAgain(ground, version, drawing, { own, foreign })
      const again = reopenReview(version)
      if (again !== null) await saveOptions(client, home_id, version.version_id, again)
      affected.set(stix_id, { owner_id, stix_id, before: forms, after: version.forms })
    }
    const together = new Set(drawn.map(({ kept: { version_id } }) => version_id))
    await hideReferrers(ground, affected, together)
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
    const latest = await readLatest(ctx, home_id, first, asked)
    const targets = latest.flatMap(({ accepted }) => listTargets(accepted.object))
    const ids = [...new Set([...asked, ...targets])]
    const known = await readKnown(ctx, pool, home_id, owner_id, ids)
    const current = await readLatest(ctx, home_id, known, asked)
    const drawn = await drawLatest(ctx, policy, redraws[0] as Redraw, known, current)
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
