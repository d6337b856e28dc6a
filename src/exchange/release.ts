// Opens and closes what is due: the bytes were made when the version was submitted, so that nobody
// who reads reaches the code that draws (E3, E4).
import { type Form, isSameStrand, type Piece } from '../core/sharing/form.ts'
import { orderOf } from '../core/stix/timestamp.ts'
import { type Client, withTransaction } from '../storage/pools.ts'
import { nameVersion } from '../storage/publication.ts'
import { findByNumber, findKept, readRaw } from '../storage/versions.ts'
import { listDue, listDueCollections, type Waiting } from '../storage/waiting.ts'
import { changeForms } from './change-forms.ts'
import type { Context } from './context.ts'
import { hideReferrers, watchLatest } from './dependants.ts'
import { type KeptVersion, reviveKept } from './forms.ts'
import {
  addPiece,
  type Feed,
  feedOf,
  type Ground,
  lockFeeds,
  needCompanions,
  openGround,
} from './ground.ts'
import { leaveToRedraw } from './meet.ts'
import { openPlaces, type Places, positionStep, type Row, rowOf, takePlace } from './rows.ts'
import { companionsOf, findCompanions, type Source, sourceOf } from './source.ts'
import { listSpreads } from './spreads.ts'
import { writeGround } from './write-ground.ts'

const batchMax = 1_000

/**
 * The moment itself where the feed has not gone past it, so that it is found at its own time. Every
 * relation counts for itself, as for what is shown at once: who opens it, and when, moves nothing.
 */
const positionAt = (feed: Feed, opens: bigint, row: Row): bigint => {
  const { released, head, places } = feed
  if (released.opens !== opens) {
    const least =
      (released.last > head.last_position ? released.last : head.last_position) + positionStep
    released.places = openPlaces(opens > least ? opens : least, batchMax)
    released.opens = opens
  }
  const own = released.places !== null && released.places.first < places.first
  const wished = own ? takePlace(released.places as Places, row) : places.first
  const position = wished < places.first ? wished : takePlace(places, row)
  if (position > released.last) released.last = position
  return position
}

/** Shows a form that waited, with the bytes it waited with, from `at` (microseconds) on. */
export const openForm = (
  ground: Ground,
  version: KeptVersion,
  form: Form,
  body: string,
  source: Source,
  at: bigint,
): Form => {
  const feed = feedOf(ground, form.collection_id)
  const rendition_id = form.rendition_id as bigint
  const position = positionAt(feed, at, rowOf(form.segment, false))
  const { stix_id, audience } = form
  const piece: Piece = { position, rendition_id, stix_id, audience }
  const named =
    form.version === ''
      ? nameVersion(position)
      : { text: form.version, order: orderOf(form.version) }
  const shown: Form = {
    ...form,
    state: 'shown',
    version: named.text,
    rendition_id: null,
    first: form.first ?? position,
    pieces: [piece],
  }
  const { version_id, owner_id, spec_version } = version
  const stix_type = version.stix_id.slice(0, version.stix_id.indexOf('--'))
  const subject = { version_id, owner_id, stix_id: version.stix_id, stix_type, spec_version }
  const size = Buffer.byteLength(body)
  addPiece(feed, subject, shown, piece, named.order, { body: null, size })
  const companions = companionsOf(ground.ctx, source)
  needCompanions(feed, findCompanions(companions, JSON.parse(body)), audience)
  return shown
}

const isDue = (form: Form, now: bigint): boolean =>
  form.state === 'waiting' &&
  form.gate === null &&
  form.rendition_id !== null &&
  (form.opens ?? 0n) <= now

const closeForm = (form: Form): Form => ({
  ...form,
  state: 'withheld',
  reason: 'closed',
  rendition_id: null,
  pieces: [],
})

const settleVersion = async (
  ground: Ground,
  version: KeptVersion,
  collectionId: string,
): Promise<void> => {
  const { ctx, client, home } = ground
  const { now } = feedOf(ground, collectionId).head
  const policy = await ctx.policy.current()
  const source = sourceOf(policy, home, version.owner_id, version.asked)
  if (source === null) return
  const due = version.forms.filter(
    (form) => form.collection_id === collectionId && isDue(form, now),
  )
  const met = new Set<Form>()
  for (const form of due) if (await leaveToRedraw(ground, version, form)) met.add(form)
  const numbers = due.map(({ rendition_id }) => rendition_id as bigint)
  const bodies = await readRaw(client, collectionId, numbers)
  const forms = version.forms.map((form) => {
    if (form.collection_id !== collectionId) return form
    if (form.closes !== null && form.closes <= now) return closeForm(form)
    const body = bodies.get(form.rendition_id ?? -1n)
    return body !== undefined && isDue(form, now) && !met.has(form)
      ? openForm(ground, version, form, body, source, form.opens ?? 0n)
      : form
  })
  changeForms(ground, version, forms)
}

const isClosed = ({ state, reason }: Form): boolean => state === 'withheld' && reason === 'closed'

/** What closes takes earlier versions along: they are kept from whom a later one is kept (V1). */
const closeEarlier = (ground: Ground, kept: KeptVersion[], closed: KeptVersion): void => {
  const gone = closed.forms.filter(isClosed)
  for (const version of gone.length === 0 ? [] : kept) {
    if (version.owner_id !== closed.owner_id || version.stix_id !== closed.stix_id) continue
    if (version.version_order >= closed.version_order) continue
    const forms = version.forms.map((form) =>
      form.state !== 'withheld' && gone.some((each) => isSameStrand(each, form))
        ? closeForm(form)
        : form,
    )
    changeForms(ground, version, forms)
  }
}

const settleSiblings = (ground: Ground, kept: KeptVersion[], collectionId: string): void => {
  const feed = feedOf(ground, collectionId)
  for (const { forms } of kept) {
    for (const form of forms) {
      if (form.collection_id !== collectionId) continue
      for (const { position } of form.pieces) feed.settle.add(position)
    }
  }
}

const releaseFrom = async (
  ctx: Context,
  client: Client,
  home: string,
  collectionId: string,
): Promise<void> => {
  const ground = openGround(ctx, client, home)
  await lockFeeds(ground, [collectionId, ...(await listSpreads(ctx, home))], batchMax)
  const { now } = feedOf(ground, collectionId).head
  const due = (await listDue(client, collectionId, now, batchMax)).filter(
    ({ home_id }) => home_id === home,
  )
  const numbers = [...new Set(due.map(({ version_id }) => version_id))]
  const named = await findByNumber(client, home, numbers)
  const ids = [...new Set(named.map(({ stix_id }) => stix_id))]
  const kept = await reviveKept(ctx, client, await findKept(client, home, ids))
  // Forms may lie where the collection no longer spreads to.
  const places = kept.flatMap(({ forms }) => forms.map(({ collection_id }) => collection_id))
  await lockFeeds(ground, places, 16)
  const listAffected = watchLatest(kept)
  for (const { version_id } of dueInOrder(due)) {
    const version = kept.find((each) => each.version_id === version_id)
    if (version === undefined) continue
    await settleVersion(ground, version, collectionId)
    closeEarlier(ground, kept, version)
  }
  settleSiblings(ground, kept, collectionId)
  ground.ended.push(...due)
  await hideReferrers(ground, listAffected())
  await writeGround(ground)
}

const dueInOrder = (due: Waiting[]): Waiting[] => {
  const met = new Set<bigint>()
  return due.filter(({ version_id }) => {
    if (met.has(version_id)) return false
    met.add(version_id)
    return true
  })
}

/** Opens and closes whatever is due in a collection, and so makes the feed what it is by now. */
export const releaseDue = async (ctx: Context, collectionId: string): Promise<void> => {
  const now = BigInt(Date.now() + 3_600_000) * 1000n
  const due = await listDue(ctx.pools.writer, collectionId, now, batchMax)
  for (const home of new Set(due.map(({ home_id }) => home_id))) {
    await withTransaction(ctx.pools.publisher, 'begin', (client) =>
      releaseFrom(ctx, client, home, collectionId),
    )
  }
}

/** The same for every collection in which something is due. */
export const releaseAllDue = async (ctx: Context): Promise<void> => {
  for (const id of await listDueCollections(ctx.pools.writer)) await releaseDue(ctx, id)
}

/**
 * The same for a collection and those it spreads to, before anything is added to them: what was due
 * earlier comes earlier, whoever is shown what is added.
 */
export const releaseFirst = async (ctx: Context, home: string): Promise<void> => {
  const places = [home, ...(await listSpreads(ctx, home))]
  for (const id of await listDueCollections(ctx.pools.writer, places)) await releaseDue(ctx, id)
}
