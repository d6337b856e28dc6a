// When a credential was last used, to within some minutes: for those who look after it. Nobody
// waits for it, and nothing fails with it.
import type pg from 'pg'
import { saveUse } from '../storage/credential-use.ts'
import type { Context } from './context.ts'

const everyMs = 300_000
const rememberedMax = 10_000

const noted = new WeakMap<pg.Pool, Map<string, number>>()

/** Notes the use of a credential, at most once in five minutes for each process. */
export const noteUse = (ctx: Pick<Context, 'pools' | 'log'>, credentialId: string): void => {
  const { writer } = ctx.pools
  const times = noted.get(writer) ?? new Map<string, number>()
  noted.set(writer, times)
  const now = Date.now()
  if (now - (times.get(credentialId) ?? 0) < everyMs) return
  if (times.size >= rememberedMax) times.clear()
  times.set(credentialId, now)
  saveUse(writer, credentialId).catch((error: unknown) => {
    times.delete(credentialId)
    ctx.log.warn({ err: error, credential_id: credentialId }, 'the use was not noted')
  })
}
