// What the hub says of itself, and by which level it takes what nobody marked.
import type { HubFile } from '../core/hub-file/model.ts'
import { readHub } from '../storage/hub.ts'
import { type Condition, changeHub, requireUnchanged } from './change-hub.ts'
import type { Caller, Context } from './context.ts'
import { etagOf, hubWords } from './hub-words.ts'
import { requireAction } from './require-role.ts'

export type HubShown = { words: HubFile['hub']; etag: string }

/** For whoever signed in. */
export const readHubTitle = async (ctx: Context, caller: Caller): Promise<HubShown> => {
  requireAction(caller, 'read-hub', {})
  const words = hubWords(await readHub(ctx.db))
  return { words, etag: etagOf(words) }
}

/** Refuses with forbidden and changed-meanwhile. */
export const changeHubTitle = async (
  ctx: Context,
  caller: Caller,
  hub: HubFile['hub'],
  condition: Condition,
): Promise<HubShown> => {
  requireAction(caller, 'change-hub', {})
  await changeHub(ctx, caller, (state) => {
    requireUnchanged(condition, hubWords(state))
    return { hub }
  })
  return readHubTitle(ctx, caller)
}
