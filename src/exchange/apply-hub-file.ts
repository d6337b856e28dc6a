// Brings the hub to what a hub file says: all of it or nothing, and nothing the second time.
// Content is never deleted: collections, groups and organisations that the file does not name are
// left alone.
import type { Kysely } from 'kysely'
import type { HubFile } from '../core/hub-file/model.ts'
import type { Act } from '../core/ledger/entry.ts'
import type { Database } from '../storage/database.ts'
import { holdCollections, lockRules } from '../storage/held-collections.ts'
import { type HubState, lockHub, raiseEpoch, readHub, saveHub } from '../storage/hub.ts'
import { keepDefaults } from '../storage/kept-defaults.ts'
import {
  differing,
  everywhere,
  type HubChange,
  type HubPlan,
  type HubStep,
  wordDifference,
} from './hub-change.ts'
import { type ResolvedSecrets, resolveSecrets, type Secrets } from './hub-secrets.ts'
import { noteActsIn } from './ledger.ts'
import { planGroups } from './plan-groups.ts'
import { planOrganisations } from './plan-organisations.ts'
import { Refusal } from './refusal.ts'

/** The part of the context that this needs; the whole context will do. */
type Needs = { db: Kysely<Database> }

/** Who changes the hub; null is the operator at the server. */
export type Author = {
  principal_id: string | null
  organisation_id: string | null
  /** Why, in a line of its own words. */
  reason?: string
}

/** A hub file, or a part of one, with its secrets found. */
export type Draft = { hub: HubFile; secrets: ResolvedSecrets }

/** `changes` in the order in which they are made; `notes` name what the file leaves alone. */
export type HubFilePlan = { changes: HubChange[]; notes: string[] }

// What only the database can see: something the file leaves alone has the word already.
const takenWords: Record<string, string> = {
  credential_username_key: 'a username of the file belongs to an organisation not in the file',
  credential_secret:
    'a token or certificate of the file belongs to an organisation not in the file',
  collection_group_id_title_key: 'a title of the file belongs to a collection not in the file',
  collection_group_id_alias_key: 'an alias of the file belongs to a collection not in the file',
}

const hubFields = ['title', 'description', 'contact', 'default_tlp', 'phrases'] as const

const planTitle = (state: HubState, { hub }: HubFile): HubStep[] => {
  const after = {
    title: hub.title,
    description: hub.description ?? null,
    contact: hub.contact ?? null,
    default_tlp: hub.default_tlp ?? null,
    phrases: hub.phrases,
  }
  const words = wordDifference(state.hub, after, hubFields)
  if (words === '') return []
  const run: HubStep['run'] = (db) => saveHub(db, after)
  const rules = differing(state.hub, after, ['default_tlp', 'phrases']).length > 0
  const renders = rules ? { renders: everywhere } : {}
  const defaults = state.hub.default_tlp !== after.default_tlp
  return [{ act: 'change', what: 'hub', name: hub.title, words, ...renders, defaults, run }]
}

const planAll = async (
  state: HubState,
  hub: HubFile,
  secrets: ResolvedSecrets,
): Promise<HubPlan> => {
  const organisations = await planOrganisations(state, hub, secrets)
  const groups = planGroups(state, hub, organisations.ids)
  return {
    steps: [...planTitle(state, hub), ...organisations.steps, ...groups.steps],
    faults: [...organisations.faults, ...groups.faults],
    notes: [...organisations.notes, ...groups.notes],
  }
}

const refuseFaults = (faults: string[]): void => {
  if (faults.length > 0) throw new Refusal('unprocessable', faults.join('\n'))
}

const show = ({ steps, notes }: HubPlan): HubFilePlan => ({
  changes: steps.map(({ act, what, name, words }) => ({ act, what, name, words })),
  notes,
})

/**
 * What applying the file would do. Refuses with `unprocessable`, one fault a line, when a secret
 * cannot be found or the file contradicts what the hub holds for good.
 */
export const planHubFile = async (
  { db }: Needs,
  hub: HubFile,
  { secrets }: { secrets: Secrets },
): Promise<HubFilePlan> => {
  const resolved = await resolveSecrets(hub, secrets)
  const plan = await planAll(await readHub(db), hub, resolved)
  refuseFaults(plan.faults)
  return show(plan)
}

const wordsMax = 2_000

// The ledger forgets nothing, so that a person's address is not for it.
const wordsToKeep = ({ what, words }: HubStep): string =>
  (what === 'person' ? words.replace(/\bemail [^;]*/, 'other email') : words)
    .slice(0, wordsMax)
    .toWellFormed()

const asAct = (step: HubStep, by: Author | null): Act => ({
  act: 'administer',
  principal_id: by?.principal_id ?? null,
  organisation_id: by?.organisation_id ?? null,
  collection_id: null,
  object_id: null,
  positions: [],
  facts: {
    change: step.act,
    what: step.what,
    name: step.name,
    words: wordsToKeep(step),
    ...(by?.reason === undefined ? {} : { reason: by.reason }),
  },
})

/** Whose renditions the steps make wrong. */
const concerned = (steps: HubStep[]): Set<string> =>
  new Set(steps.flatMap(({ renders }) => (renders === undefined ? [] : [renders])))

/** Null: all of them. */
const listGroups = (groups: Set<string>): string[] | null =>
  groups.has(everywhere) ? null : [...groups]

const carryOut = async (
  db: Kysely<Database>,
  steps: HubStep[],
  by: Author | null,
): Promise<void> => {
  const groups = concerned(steps)
  if (groups.size > 0) await lockRules(db)
  const loosened = concerned(steps.filter(({ defaults }) => defaults))
  if (loosened.size > 0) await keepDefaults(db, listGroups(loosened))
  for (const { vacate } of steps) await vacate?.(db)
  for (const { run } of steps) await run(db)
  if (steps.length === 0) return
  if (groups.size > 0) await holdCollections(db, listGroups(groups))
  await raiseEpoch(db)
  await noteActsIn(
    db,
    steps.map((step) => asAct(step, by)),
  )
}

/**
 * Makes of the hub what `draft` says, in one transaction, and raises the policy epoch when anything
 * changed. Each change is noted for the ledger, at the new epoch. `draft` is asked twice, the
 * second time under the lock, so that what it refuses holds when the change is made. Refuses as it
 * does, and with `unprocessable` as `planHubFile`; then nothing is changed.
 */
export const applyDraft = async (
  { db }: Needs,
  draft: (state: HubState) => Draft,
  by: Author | null,
): Promise<HubFilePlan> => {
  // Passwords are checked and hashed here, before the lock; the plan under the lock finds them
  // done.
  const early = await readHub(db)
  const first = draft(early)
  await planAll(early, first.hub, first.secrets)
  try {
    return await db.transaction().execute(async (transaction) => {
      await lockHub(transaction)
      const state = await readHub(transaction)
      const { hub, secrets } = draft(state)
      const plan = await planAll(state, hub, secrets)
      refuseFaults(plan.faults)
      await carryOut(transaction, plan.steps, by)
      return show(plan)
    })
  } catch (error) {
    const words = takenWords[(error as { constraint?: string }).constraint ?? '']
    if (words !== undefined) throw new Refusal('unprocessable', words)
    throw error
  }
}

/**
 * Does what `planHubFile` would say, as `applyDraft` does. Refuses as it does; then nothing is
 * changed.
 */
export const applyHubFile = async (
  needs: Needs,
  hub: HubFile,
  { secrets }: { secrets: Secrets },
): Promise<HubFilePlan> => {
  const resolved = await resolveSecrets(hub, secrets)
  return applyDraft(needs, () => ({ hub, secrets: resolved }), null)
}
