// Trust groups as the admin API shows and changes them, in the words of a hub file. Members know
// one another; who is no member, and looks after nothing here, is shown no list of them.
import type { GroupEntry } from '../core/hub-file/model.ts'
import { mayDo } from '../core/role/rule.ts'
import { seesGroup } from '../core/sharing/access.ts'
import { type Level, levelIn, membershipIn } from '../core/sharing/clearance.ts'
import { agreementInForce } from '../core/sharing/moment.ts'
import { type GroupRow, type HubState, readHub } from '../storage/hub.ts'
import { readClock } from '../storage/publication.ts'
import { type Change, type Condition, changeHub, requireUnchanged } from './change-hub.ts'
import type { Caller, Context } from './context.ts'
import { etagOf, groupWordsOf, organisationWordsOf } from './hub-words.ts'
import { Refusal } from './refusal.ts'
import { requireAction, requireSignedIn } from './require-role.ts'

/** `level` is that of the caller's organisation; null for no member. */
export type GroupShown = { words: GroupEntry; etag: string; level: Level | null }

const looksAfter = (caller: Caller, { id }: GroupRow): boolean =>
  mayDo(caller, 'change-group', { group_id: id }) || mayDo(caller, 'read-group', { group_id: id })

const isThere = (caller: Caller, row: GroupRow): boolean =>
  seesGroup(caller.clearance, row) || looksAfter(caller, row)

const notFound = (): Refusal => new Refusal('not-found', 'there is no such group')

const show = (state: HubState, caller: Caller, row: GroupRow): GroupShown => {
  const whole = groupWordsOf(state, row)
  const known = looksAfter(caller, row) || membershipIn(caller.clearance, row.id) !== null
  const words = known ? whole : { ...whole, members: {} }
  return { words, etag: etagOf(words), level: levelIn(caller.clearance, row.id) }
}

/** The row of a group that is there for the caller. Refuses with not-found. */
export const findGroupFor = (caller: Caller, state: HubState, name: string): GroupRow => {
  requireSignedIn(caller)
  const row = state.groups.find((one) => one.name === name)
  if (row === undefined || !isThere(caller, row)) throw notFound()
  return row
}

/** Groups that are there for the caller, by their names; `after` is the name before. */
export const listGroups = async (
  ctx: Context,
  caller: Caller,
  { after, limit }: { after: string | null; limit: number },
): Promise<{ entries: GroupShown[]; more: boolean }> => {
  requireSignedIn(caller)
  const state = await readHub(ctx.db)
  const found = state.groups
    .filter(({ name }) => after === null || name > after)
    .filter((row) => isThere(caller, row))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
  const entries = found.slice(0, limit).map((row) => show(state, caller, row))
  return { entries, more: found.length > limit }
}

/** Refuses with not-found. */
export const readGroup = async (
  ctx: Context,
  caller: Caller,
  name: string,
): Promise<GroupShown> => {
  const state = await readHub(ctx.db)
  return show(state, caller, findGroupFor(caller, state, name))
}

/**
 * Makes a group what `entry` says, or adds it; `members` that are not given stay. Refuses with
 * not-found, forbidden, changed-meanwhile and unprocessable. Answers whether it is new.
 */
export const changeGroup = async (
  ctx: Context,
  caller: Caller,
  entry: Omit<GroupEntry, 'members'> & { members?: GroupEntry['members'] | undefined },
  condition: Condition,
): Promise<{ shown: GroupShown; added: boolean }> => {
  requireSignedIn(caller)
  let added = false
  await changeHub(ctx, caller, (state): Change => {
    const row = state.groups.find(({ name }) => name === entry.name)
    added = row === undefined
    if (row === undefined) {
      requireAction(caller, 'change-hub', {})
      requireUnchanged(condition, null)
      return { group: { ...entry, members: entry.members ?? {} } }
    }
    findGroupFor(caller, state, entry.name)
    requireAction(caller, 'change-group', { group_id: row.id })
    const before = groupWordsOf(state, row)
    requireUnchanged(condition, before)
    return { group: { ...entry, members: entry.members ?? before.members } }
  })
  return { shown: await readGroup(ctx, caller, entry.name), added }
}

/** Takes an organisation into a group, gives it another level, or with null takes it out. */
export const changeMember = async (
  ctx: Context,
  caller: Caller,
  group: string,
  organisation: string,
  level: Level | null,
): Promise<GroupShown> => {
  await changeHub(ctx, caller, (state): Change => {
    const row = findGroupFor(caller, state, group)
    requireAction(caller, 'change-member', { group_id: row.id })
    const before = groupWordsOf(state, row)
    const { [organisation]: held, ...others } = before.members
    if (level !== null)
      return { group: { ...before, members: { ...others, [organisation]: level } } }
    if (held === undefined) throw new Refusal('not-found', 'there is no such member')
    return { group: { ...before, members: others } }
  })
  return readGroup(ctx, caller, group)
}

/**
 * Accepts, for the caller's organisation, the agreement that the group has in force. Refuses with
 * unprocessable where none is, and with forbidden who may not speak for its organisation.
 */
export const acceptAgreement = async (
  ctx: Context,
  caller: Caller,
  group: string,
): Promise<{ name: string; version: number; accepted: string }> => {
  const { organisation_id } = requireSignedIn(caller)
  requireAction(caller, 'change-organisation', { organisation_id })
  const now = Number(await readClock(ctx.pools.writer))
  const accepted = new Date(Math.floor(now / 1_000)).toISOString()
  let answer = { name: '', version: 0, accepted }
  await changeHub(ctx, caller, (state): Change => {
    const row = findGroupFor(caller, state, group)
    const agreement = agreementInForce(row.agreement, now)
    const own = state.organisations.find(({ id }) => id === organisation_id)
    if (membershipIn(caller.clearance, row.id) === null || own === undefined) throw notFound()
    if (agreement === null) throw new Refusal('unprocessable', 'this group asks for no agreement')
    const { name, version } = agreement
    const before = organisationWordsOf(state, own)
    const held = before.agreements.find((one) => one.name === name && one.version === version)
    answer = { name, version, accepted: held?.accepted ?? accepted }
    const agreements = held ? before.agreements : [...before.agreements, answer]
    return { organisation: { ...before, agreements } }
  })
  return answer
}
