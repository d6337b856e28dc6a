// The warning lists of the hub: what an operator supplied, compiled once for each policy.
import {
  compileWarnings,
  type Warner,
  type WarningList,
  warningListModel,
} from '../core/review/warning-list.ts'
import { mayDo } from '../core/role/rule.ts'
import { lockHub, raiseEpoch } from '../storage/hub.ts'
import {
  listWarningLists,
  readWarningLists,
  removeWarningList,
  saveWarningList,
  type WarningListHead,
} from '../storage/warning-lists.ts'
import type { Caller, Context } from './context.ts'
import { noteActsIn } from './ledger.ts'
import type { Policy } from './policy.ts'
import { Refusal } from './refusal.ts'

const compiled = new WeakMap<Policy, Promise<Warner>>()

const compileAll = async (ctx: Context): Promise<Warner> => {
  const rows = await readWarningLists(ctx.db)
  return compileWarnings(rows.map(({ body }) => warningListModel.parse(body)))
}

/** What the lists say of a value, under a policy: each change of them is a new one. */
export const warnerOf = (ctx: Context, policy: Policy): Promise<Warner> => {
  const known = compiled.get(policy)
  if (known !== undefined) return known
  const made = compileAll(ctx)
  compiled.set(policy, made)
  made.catch(() => compiled.delete(policy))
  return made
}

const demandOperator = (caller: Caller): void => {
  if (mayDo(caller, 'change-warning-list', {})) return
  throw new Refusal('forbidden', 'warning lists are for the administrators of the hub')
}

/** The lists, without their entries. Refuses with forbidden all but administrators of the hub. */
export const showWarningLists = async (
  ctx: Context,
  caller: Caller,
): Promise<WarningListHead[]> => {
  demandOperator(caller)
  return listWarningLists(ctx.db)
}

const change = async (
  ctx: Context,
  caller: Caller,
  name: string,
  words: string,
  run: (db: Context['db']) => Promise<boolean>,
): Promise<boolean> =>
  ctx.db.transaction().execute(async (db) => {
    await lockHub(db)
    const done = await run(db)
    if (!done) return false
    await raiseEpoch(db)
    await noteActsIn(db, [
      {
        act: 'administer',
        principal_id: caller.principal_id,
        organisation_id: caller.organisation_id,
        collection_id: null,
        object_id: null,
        positions: [],
        facts: { change: words, what: 'warning-list', name },
      },
    ])
    return true
  })

/** Puts a list in the place of the one with its name, or beside the others. */
export const putWarningList = async (
  ctx: Context,
  caller: Caller,
  list: WarningList,
): Promise<void> => {
  demandOperator(caller)
  await change(ctx, caller, list.name, 'put', async (db) => {
    await saveWarningList(db, list.name, list, list.list.length)
    return true
  })
}

/** Forgets a list. Refuses with not-found what is not there. */
export const dropWarningList = async (ctx: Context, caller: Caller, name: string) => {
  demandOperator(caller)
  const done = await change(ctx, caller, name, 'remove', (db) => removeWarningList(db, name))
  if (!done) throw new Refusal('not-found', 'there is no such list')
}
