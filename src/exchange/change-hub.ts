// Changes entries of the hub as a hub file with these entries alone would: the same models, the
// same rules between entries, the same plan. Entries that are not named stay as they are.
import type {
  CollectionEntry,
  GroupEntry,
  HubFile,
  OrganisationEntry,
} from '../core/hub-file/model.ts'
import { checkReferences, collectionKey, type Entries } from '../core/hub-file/references.ts'
import type { HubState } from '../storage/hub.ts'
import { applyDraft, type HubFilePlan } from './apply-hub-file.ts'
import type { Caller, Context } from './context.ts'
import { credentialKey, type KeptSecret, type ResolvedSecrets } from './hub-secrets.ts'
import {
  collectionWordsOf,
  etagOf,
  groupWordsOf,
  heldBy,
  hubWords,
  organisationWordsOf,
} from './hub-words.ts'
import { redrawAsked } from './redraw.ts'
import { Refusal } from './refusal.ts'
import { requireSignedIn } from './require-role.ts'

/** What of the hub is to be other; each entry is whole. */
export type Change = {
  hub?: HubFile['hub']
  organisation?: OrganisationEntry
  group?: GroupEntry
  collection?: CollectionEntry
}

/** As HTTP asks it (RFC 9110 §13.1); null where it was not asked. */
export type Condition = { ifMatch: string | null; ifNoneMatch: string | null }

const sameTag = (asked: string, etag: string): boolean =>
  asked.split(',').some((tag) => tag.trim() === etag || tag.trim() === '*')

/** Refuses with changed-meanwhile when the entry is not what the caller saw; null: is not there. */
export const requireUnchanged = (condition: Condition, words: unknown | null): void => {
  const { ifMatch, ifNoneMatch } = condition
  const wrong =
    words === null
      ? ifMatch !== null
      : (ifMatch !== null && !sameTag(ifMatch, etagOf(words))) ||
        (ifNoneMatch !== null && sameTag(ifNoneMatch, etagOf(words)))
  if (wrong) throw new Refusal('changed-meanwhile', 'somebody changed it meanwhile: read it again')
}

const withLast = <T>(all: T[], entry: T | undefined, isSame: (other: T) => boolean): T[] =>
  entry === undefined ? all : [...all.filter((other) => !isSame(other)), entry]

/** The whole hub with the change in it, each changed entry last in its list. */
const entriesOf = (state: HubState, { organisation, group, collection }: Change): Entries => {
  const organisations = withLast(
    state.organisations.map((row) => organisationWordsOf(state, row)),
    organisation,
    ({ name }) => name === organisation?.name,
  )
  const groups = withLast(
    state.groups.map((row) => groupWordsOf(state, row)),
    group,
    ({ name }) => name === group?.name,
  )
  const isSame = (other: CollectionEntry): boolean =>
    other.group === collection?.group && other.name === collection.name
  const collections = withLast(
    state.collections.map((row) => collectionWordsOf(state, row)),
    collection,
    isSame,
  )
  return {
    organisations,
    groups,
    collections,
    declared: {
      organisations: new Set(organisations.map(({ name }) => name)),
      groups: new Set(groups.map(({ name }) => name)),
      collections: new Set(collections.map((one) => collectionKey(one.group, one.name))),
    },
  }
}

const faultsOf = (state: HubState, change: Change): string[] => {
  const entries = entriesOf(state, change)
  const lasts: [string, number, unknown][] = [
    ['organisations', entries.organisations.length - 1, change.organisation],
    ['groups', entries.groups.length - 1, change.group],
    ['collections', entries.collections.length - 1, change.collection],
  ]
  return checkReferences(entries).flatMap(({ path: [list, index, ...rest], message }) => {
    const about = lasts.some(([name, last, one]) => one && name === list && last === index)
    const words = message.replace(' in this file', ' in this hub')
    return about ? [`\`${rest.join('.')}\`: ${words}`] : []
  })
}

/** Secrets that are given, and those that are kept because nothing else is said. */
const secretsFor = (
  state: HubState,
  organisation: OrganisationEntry | undefined,
  given: ResolvedSecrets,
): ResolvedSecrets => {
  const faults = [...given.faults]
  const keep = new Map(given.keep)
  const held = state.organisations.find(({ name }) => name === organisation?.name)
  const kept = held === undefined ? [] : heldBy(state, held.id).credentials
  for (const { name, basic } of organisation?.credentials ?? []) {
    const key = credentialKey(organisation!.name, name)
    if (keep.has(key)) continue
    const row = kept.find((one) => one.row.name === name)?.row
    if (row === undefined || (basic !== undefined && row.kind !== 'basic')) {
      faults.push(`credential ${key}: a new one needs a secret, or is issued`)
      continue
    }
    const username = basic?.username.normalize('NFC') ?? row.username
    const same = { kind: row.kind, username, secret: row.secret } satisfies KeptSecret
    keep.set(key, async () => same)
  }
  return { faults, keep }
}

const noSecrets: ResolvedSecrets = { faults: [], keep: new Map() }

/** Draws anew what hangs on the change; what takes long is left to the jobs, and held back. */
const settle = async (ctx: Context): Promise<void> => {
  const drawing = redrawAsked(ctx).catch((error: unknown) => {
    ctx.log.error({ err: error }, 'not drawn anew')
  })
  const timer = new Promise((resolve) => {
    setTimeout(resolve, ctx.settings.postWaitMs).unref()
  })
  await Promise.race([drawing, timer])
}

/**
 * Makes the change that `draft` says, asked under the lock of the hub, and notes it for the ledger
 * as the caller's. `secrets` are those that the change gives anew. Refuses as `draft` does, and
 * with unprocessable, one fault a line.
 */
export const changeHub = async (
  ctx: Context,
  caller: Caller,
  draft: (state: HubState) => Change,
  { secrets = noSecrets, reason }: { secrets?: ResolvedSecrets; reason?: string } = {},
): Promise<HubFilePlan> => {
  const by = { ...requireSignedIn(caller), ...(reason === undefined ? {} : { reason }) }
  const plan = await applyDraft(
    ctx,
    (state) => {
      const change = draft(state)
      const faults = faultsOf(state, change)
      if (faults.length > 0) throw new Refusal('unprocessable', faults.join('\n'))
      const { hub = hubWords(state), organisation, group, collection } = change
      const file: HubFile = {
        hub,
        organisations: organisation === undefined ? [] : [organisation],
        groups: group === undefined ? [] : [group],
        collections: collection === undefined ? [] : [collection],
      }
      return { hub: file, secrets: secretsFor(state, organisation, secrets) }
    },
    by,
  )
  if (plan.changes.length > 0) await settle(ctx)
  return plan
}
