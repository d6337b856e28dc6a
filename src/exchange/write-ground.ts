// Writes what a transaction gathered: identities first, because others name them; then bytes,
// entries and versions, collection by collection. Decides nothing about who sees what.
import { hubIdOf } from '../core/anonymity/pseudonym.ts'
import { type Audience, isEmpty, nobody, subtract, unite } from '../core/sharing/audience.ts'
import { limitToPast } from '../core/sharing/past.ts'
import { orderOf } from '../core/stix/timestamp.ts'
import {
  announceAgain,
  listHidden,
  narrowEntries,
  removeEntries,
  settleEntries,
  touchHead,
} from '../storage/entries.ts'
import { addPersonas, findPersonas } from '../storage/personas.ts'
import {
  addRenditions,
  appendEntries,
  openRenditions,
  removeRenditions,
} from '../storage/publication.ts'
import { addReferences, askRedraw } from '../storage/references.ts'
import { addVersions, removeVersions, saveForms } from '../storage/versions.ts'
import { addWaiting, endWaiting } from '../storage/waiting.ts'
import { bury } from './bury.ts'
import { listAudiences, storeForms } from './forms.ts'
import { type Feed, type Ground, historiesIn } from './ground.ts'
import { seenBy } from './histories.ts'
import { recall } from './recall.ts'
import { personaRow, positionStep, takeBehind, takePlace } from './rows.ts'
import { storeAsked } from './stored-options.ts'

/** Owns what the hub itself publishes. */
const hubOwner = '00000000-0000-0000-0000-000000000000'

type NewPersona = { stix_id: string; audience: Audience; position: bigint }

/**
 * Every viewer of an object finds the identity it names, and finds it once: for those who have it
 * already nothing is added.
 */
const publishPersonas = async (ground: Ground, feed: Feed): Promise<NewPersona[]> => {
  if (feed.personas.size === 0) return []
  const { ctx, client } = ground
  const rows = await findPersonas(client, feed.collection_id, [...feed.personas.keys()])
  const meaning = await ctx.audiences.read(
    rows.map(({ audience_id }) => audience_id),
    client,
  )
  const hubId = hubIdOf(ctx.keys.pseudonym)
  const added: NewPersona[] = []
  for (const [stix_id, { object, audiences }] of feed.personas) {
    let missing = [...audiences].reduce(unite, nobody)
    for (const row of rows) {
      if (row.stix_id === stix_id) missing = subtract(missing, meaning(row.audience_id))
    }
    if (isEmpty(missing)) continue
    const position = takePlace(feed.places, personaRow(object.type, stix_id === hubId))
    const body = Buffer.from(JSON.stringify(object))
    const version = object.modified as string
    feed.entries.set(position, {
      position,
      rendition_id: position,
      owner_id: hubOwner,
      audience: missing,
      strand: position,
      size: body.length,
      stix_id,
      stix_type: object.type,
      spec_version: '2.1',
      version,
      version_order: orderOf(version),
    })
    const rendition = { rendition_id: position, version_id: position, audience: missing }
    feed.renditions.set(position, { ...rendition, profile: 'P1', body })
    added.push({ stix_id, audience: missing, position })
  }
  return added
}

const audiencesOf = function* (ground: Ground): Generator<Audience> {
  yield nobody
  for (const feed of ground.feeds.values()) {
    for (const { audience } of feed.entries.values()) yield audience
    for (const { audience } of feed.renditions.values()) yield audience
    for (const { audience } of feed.opened) yield audience
    yield* feed.narrowed.values()
  }
  for (const { forms } of ground.added) yield* listAudiences(forms)
  for (const { forms } of ground.changed.values()) yield* listAudiences(forms)
}

type IdOf = (audience: Audience) => number

const writeFeed = async ({ client }: Ground, feed: Feed, idOf: IdOf): Promise<void> => {
  const { collection_id, head } = feed
  const withId = <T extends { audience: Audience }>(row: T) => ({
    ...row,
    audience_id: idOf(row.audience),
  })
  await addRenditions(client, collection_id, [...feed.renditions.values()].map(withId))
  await openRenditions(client, collection_id, feed.opened.map(withId))
  await removeEntries(client, collection_id, [...feed.removed], idOf(nobody))
  await removeRenditions(client, collection_id, [...feed.forgotten])
  const entries = [...feed.entries.values()].sort((a, b) => (a.position < b.position ? -1 : 1))
  await appendEntries(client, collection_id, head, entries.map(withId))
  const narrowed = [...feed.narrowed].map(([position, audience]) => ({
    position,
    audience_id: idOf(audience),
  }))
  await narrowEntries(client, collection_id, narrowed, idOf(nobody))
  const settle = [...feed.settle].filter((position) => !feed.removed.has(position))
  // A lineage of one entry has nobody to be before or after.
  if (settle.length > feed.entries.size || feed.removed.size > 0 || hasStrands(feed)) {
    await settleEntries(client, collection_id, settle)
  }
  if (entries.length === 0 && (feed.removed.size > 0 || narrowed.length > 0)) {
    await touchHead(client, collection_id)
  }
}

/** True when two new entries follow each other. */
const hasStrands = ({ entries }: Feed): boolean => {
  const strands = new Set<bigint>()
  for (const { strand } of entries.values()) strands.add(strand)
  return strands.size < entries.size
}

/** The kept versions whose entries may be announced again, and what of them lies in a feed. */
const listMovable = function* (ground: Ground, feed: Feed) {
  for (const version of new Set([...ground.changed.values(), ...ground.settled])) {
    if (ground.removed.includes(version)) continue
    for (const form of version.forms) {
      if (form.collection_id === feed.collection_id) yield { version, form }
    }
  }
}

/**
 * Finds what a removal may make the latest again. Where it will be announced it is for nobody who
 * came after it was first shown; narrowed before it moves, so that no share of theirs moves along.
 */
const uncover = async (ground: Ground, feed: Feed): Promise<void> => {
  if (feed.removed.size === 0) return
  const remaining = [...feed.settle].filter((position) => !feed.removed.has(position))
  feed.uncovered = new Set(await listHidden(ground.client, feed.collection_id, remaining))
  const histories = historiesIn(ground)
  if (histories.groups.size === 0) return
  for (const { version, form } of listMovable(ground, feed)) {
    if (!form.pieces.some(({ position }) => feed.uncovered.has(position))) continue
    form.pieces = form.pieces.map((piece) => {
      if (!feed.uncovered.has(piece.position)) return piece
      const audience = limitToPast(piece.audience, form.first, histories)
      if (audience !== piece.audience) feed.narrowed.set(piece.position, audience)
      return { ...piece, audience }
    })
    form.audience = seenBy(form, histories)
    ground.changed.set(version.version_id, version)
  }
}

/**
 * What a removal made the latest again goes to the end of its feed; the forms that name it by its
 * position follow.
 */
const announceUncovered = async (ground: Ground): Promise<void> => {
  for (const feed of ground.feeds.values()) {
    if (feed.uncovered.size === 0) continue
    const from = takeBehind(feed.places)
    const positions = [...feed.uncovered]
    const { client } = ground
    const moved = await announceAgain(client, feed.collection_id, positions, from, positionStep)
    for (const { version, form } of listMovable(ground, feed)) {
      if (!form.pieces.some(({ position }) => moved.has(position))) continue
      ground.changed.set(version.version_id, version)
      form.pieces = form.pieces.map((piece) => ({
        ...piece,
        position: moved.get(piece.position) ?? piece.position,
      }))
    }
  }
}

/** Writes everything in the ground's transaction. */
export const writeGround = async (ground: Ground): Promise<void> => {
  const { client, home } = ground
  await recall(ground)
  const personas = new Map<Feed, NewPersona[]>()
  for (const feed of ground.feeds.values()) personas.set(feed, await publishPersonas(ground, feed))
  for (const feed of ground.feeds.values()) await uncover(ground, feed)
  const idOf = await ground.ctx.audiences.internAll(audiencesOf(ground))
  for (const feed of ground.feeds.values()) await writeFeed(ground, feed, idOf)
  for (const [feed, added] of personas) {
    const rows = added.map((persona) => ({ ...persona, audience_id: idOf(persona.audience) }))
    await addPersonas(client, feed.collection_id, rows)
  }
  await announceUncovered(ground)
  await addVersions(
    client,
    home,
    [...ground.added].map((version) => ({
      ...version,
      forms: storeForms(version.forms, idOf),
      options: storeAsked(version.asked),
      octets: ground.feeds.get(home)?.renditions.get(version.version_id)?.body.length ?? 0,
    })),
  )
  await saveForms(
    client,
    home,
    [...ground.changed.values()].map(({ version_id, forms }) => ({
      version_id,
      forms: storeForms(forms, idOf),
    })),
  )
  await addReferences(client, home, ground.references)
  await removeVersions(
    client,
    home,
    ground.removed.map(({ version_id }) => version_id),
  )
  await bury(ground)
  await addWaiting(client, ground.waiting)
  await endWaiting(client, ground.ended)
  await askRedraw(client, ground.redraws)
}
