// What one row of the ledger says, as canonical JSON (RFC 8785): a disclosure, or an act. Ids,
// positions and counts, never what anybody shared. Knows no chain and no storage.
import { canonicalJson } from '../json/canonical.ts'
import { printPosition } from '../taxii/position.ts'
import { packPositions } from './positions.ts'

/**
 * disclose: entries were shown. submit: objects were taken. publish: forms of a version opened or
 * closed. move: entries were given new positions. withdraw: an owner took versions back. decide:
 * a person approved or refused. administer: the hub itself was changed. erase: content was removed.
 */
export const actNames = [
  'disclose',
  'submit',
  'publish',
  'move',
  'withdraw',
  'decide',
  'administer',
  'erase',
] as const
export type ActName = (typeof actNames)[number]

/**
 * What one answer shows one caller. Ids are null for the anonymous. `positions` are those of its
 * entries, packed; `first` and `last` are the least and the greatest of them, in microseconds.
 * `filters` is a digest: what was asked for is not kept. `epoch` is the policy epoch decided under.
 */
export type Disclosure = {
  principal_id: string | null
  credential_id: string | null
  organisation_id: string | null
  collection_id: string
  endpoint: string
  object_id: string | null
  first: bigint
  last: bigint
  count: number
  positions: Buffer
  audiences: number[]
  filters: string
  epoch: bigint
  request_id: string | null
}

export type Fact = string | number | boolean | null | string[] | number[]

/**
 * What somebody did. Without a principal it is the operator at the server, or the hub itself.
 * `positions` are those of the entries it touched, where it names some. `facts` are ids, counts,
 * names of the hub file and words of closed lists.
 */
export type Act = {
  act: Exclude<ActName, 'disclose'>
  principal_id: string | null
  organisation_id: string | null
  collection_id: string | null
  object_id: string | null
  positions: readonly bigint[]
  facts: Record<string, Fact>
}

/** The parts of an entry that stand beside it as columns, to search by. */
export type Columns = {
  collection_id: string | null
  organisation_id: string | null
  object_id: string | null
  first_position: bigint | null
  last_position: bigint | null
}

/** A row that has no place in the chain yet. `entry` is canonical JSON. */
export type Draft = { act: ActName; entry: string; columns: Columns }

export const entryOctetsMax = 2_097_152

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
const plainId = /^[\x20-\x7e]{1,300}$/
const whole = /^\d{1,18}$/

const matching = (value: unknown, pattern: RegExp): string | null =>
  typeof value === 'string' && pattern.test(value) ? value : null

const wholeOrNull = (value: unknown): bigint | null => {
  const text = matching(value, whole)
  return text === null ? null : BigInt(text)
}

/** The columns of a parsed entry; null for what it has not, or not in the form of the column. */
export const columnsOf = (entry: unknown): Columns => {
  const from = (typeof entry === 'object' && entry !== null ? entry : {}) as Record<string, unknown>
  return {
    collection_id: matching(from.collection_id, uuid),
    organisation_id: matching(from.organisation_id, uuid),
    object_id: matching(from.object_id, plainId),
    first_position: wholeOrNull(from.first),
    last_position: wholeOrNull(from.last),
  }
}

const demandIds = (ids: (string | null)[]): void => {
  for (const id of ids) {
    if (id !== null && !uuid.test(id)) throw new TypeError('an id of the ledger is a UUID')
  }
}

const demandSize = (entry: string): string => {
  if (Buffer.byteLength(entry) > entryOctetsMax) throw new RangeError('an entry is too large')
  return entry
}

/** Throws TypeError or RangeError on what cannot be kept exactly. */
export const draftDisclosure = (disclosure: Disclosure): Draft => {
  const { collection_id, organisation_id, principal_id, credential_id } = disclosure
  demandIds([collection_id, organisation_id, principal_id, credential_id])
  const { positions, first, last, epoch, ...rest } = disclosure
  const entry = {
    ...rest,
    epoch: String(epoch),
    first: String(first),
    last: String(last),
    positions: positions.toString('base64'),
  }
  return { act: 'disclose', entry: demandSize(canonicalJson(entry)), columns: columnsOf(entry) }
}

/** An act as it is noted: canonical JSON. Throws as draftDisclosure does. */
export const printAct = (act: Act): string => {
  const { act: _, positions, ...rest } = act
  demandIds([act.collection_id, act.organisation_id, act.principal_id])
  const packed = packPositions(positions)
  const span = positions.length === 0 ? {} : spanOf(positions)
  return demandSize(canonicalJson({ ...rest, positions: packed.toString('base64'), ...span }))
}

const spanOf = (positions: readonly bigint[]): { first: string; last: string } => {
  let first = positions[0] as bigint
  let last = first
  for (const position of positions) {
    if (position < first) first = position
    if (position > last) last = position
  }
  return { first: String(first), last: String(last) }
}

/** An act as it was noted, with what the database added: when (microseconds), at which epoch. */
export type Noted = { act: ActName; entry: string; noted_at: bigint; epoch: bigint }

/** Never throws: an act that was noted in another form is kept as its text. */
export const draftNoted = ({ act, entry, noted_at, epoch }: Noted): Draft => {
  const added = { epoch: String(epoch), noted_at: printPosition(noted_at) }
  try {
    const parsed = { ...(JSON.parse(entry) as object), ...added }
    return { act, entry: canonicalJson(parsed), columns: columnsOf(parsed) }
  } catch {
    const kept = { ...added, text: entry.toWellFormed() }
    return { act, entry: canonicalJson(kept), columns: columnsOf(kept) }
  }
}
